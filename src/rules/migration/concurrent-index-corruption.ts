import { nameOf } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const concurrentIndexCorruption: MigrationRule = {
  meta: {
    id: 'concurrent-index-corruption',
    family: 'migration',
    title: 'A concurrent index build on Postgres 14.0 to 14.3 can leave a corrupt index.',
    level: 'error',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: null,
    sources: ['https://www.postgresql.org/docs/release/14.4/'],
  },
  kinds: ['create-index', 'reindex'],

  check(context): readonly Draft[] {
    const { change, history } = context;
    if ((change.kind !== 'create-index' && change.kind !== 'reindex') || !change.concurrently) return [];
    if (change.kind === 'create-index' && change.index.columns.length === 0) return [];
    const { version } = history.target;
    // 14 alone stands for a current 14; 14.1 and 14.2 are also what is left of 14.10 and 14.20.
    if (version <= 14 || version >= 14.4) return [];
    const isSure = version === 14.3;
    const on = change.kind === 'create-index' ? change.table : change.name;
    return [
      {
        range: change.range,
        ...(isSure ? {} : { severity: 'info' as const, confidence: 'low' as const }),
        message: {
          what: `An index${on === null ? '' : ` of ${nameOf(on)}`} is built CONCURRENTLY on Postgres ${String(version)}.`,
          why: 'In 14.0 to 14.3 rows that are updated during the build can be missing from the index, and queries then miss them silently.',
          remedy: `Upgrade to 14.4 or later first, and rebuild indexes that were built CONCURRENTLY before.${isSure ? '' : ` If ${String(version)}0 is meant, write databaseVersion: 14.`}`,
        },
      },
    ];
  },
};
