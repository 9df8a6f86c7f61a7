import { findIndex } from '../../schema/lookup';
import { concurrently } from '../change/index-concurrently';
import { circumstances, weighed } from '../change/weight';
import { assumptionWords, lockWords, nameOf, sentences, whoUses } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const reindexBlocking: MigrationRule = {
  meta: {
    id: 'reindex-blocking',
    family: 'migration',
    title: 'An index is rebuilt without CONCURRENTLY on a table that is in use.',
    level: 'warning',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: 'safe',
    sources: [
      'https://www.postgresql.org/docs/current/sql-reindex.html',
      'measured: SHARE on the table, ACCESS EXCLUSIVE on each index',
    ],
  },
  kinds: ['reindex'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'reindex' || change.concurrently || change.target === 'system') return [];
    // REINDEX CONCURRENTLY came with 12: before it there is nothing better to write.
    if (context.history.target.version < 12) return [];
    const table = tableFor(context);
    if (table !== null && context.isNew(table)) return [];
    const lock = lockWords(context);
    return [
      {
        range: change.range,
        severity: weighed(context, table === null ? [] : [table], 'warning'),
        message: {
          what: `${change.target === 'index' ? 'Index' : upperFirst(change.target)}${change.name === null ? '' : ` ${nameOf(change.name)}`} is rebuilt without CONCURRENTLY.`,
          why: sentences(
            lock === '' ? '' : `The rebuild holds ${lock} until it is done.`,
            'Each index is locked against readers too while it is rebuilt, so queries that would use it wait.',
            assumptionWords(context),
            table === null ? '' : circumstances(context, table),
            table === null ? '' : whoUses(context, table),
          ),
          remedy:
            'Rebuild it with REINDEX … CONCURRENTLY, in a migration of its own that runs outside a transaction.',
        },
      },
    ];
  },

  fixes: concurrently,
};

function tableFor({ change, before }: ChangeContext) {
  if (change.kind !== 'reindex' || change.name === null) return null;
  if (change.target === 'table') return change.name;
  return change.target === 'index' ? (findIndex(before, change.name)?.table ?? null) : null;
}

function upperFirst(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
