import { findObject } from '../../schema/lookup';
import { circumstances, weighed } from '../change/weight';
import { lockWords, nameOf, sentences, whoUses } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const refreshMaterializedViewBlocking: MigrationRule = {
  meta: {
    id: 'refresh-materialized-view-blocking',
    family: 'migration',
    title: 'A materialized view is refreshed while nobody can read it.',
    level: 'warning',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html',
      'measured: ACCESS EXCLUSIVE; CONCURRENTLY: EXCLUSIVE',
    ],
  },
  kinds: ['refresh-materialized-view'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'refresh-materialized-view' || change.concurrently || !change.withData) return [];
    const view = findObject(context.before, 'materialized-view', change.name);
    if (view?.createdBy.migration === context.migration.id) return [];
    const lock = lockWords(context);
    return [
      {
        range: change.range,
        severity: weighed(context, [change.name], 'warning'),
        message: {
          what: `Materialized view ${nameOf(change.name)} is refreshed without CONCURRENTLY.`,
          why: sentences(
            lock === '' ? '' : `Until its query is done the statement holds ${lock}.`,
            circumstances(context, change.name),
            whoUses(context, change.name),
          ),
          remedy:
            'Write REFRESH MATERIALIZED VIEW CONCURRENTLY, which lets readers through and needs a unique index on the view.',
        },
      },
    ];
  },
};
