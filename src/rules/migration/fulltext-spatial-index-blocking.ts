import { circumstances, weighed } from '../change/weight';
import { lockWords, nameOf, sentences, whoUses } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const fulltextSpatialIndexBlocking: MigrationRule = {
  meta: {
    id: 'fulltext-spatial-index-blocking',
    family: 'migration',
    title: 'A FULLTEXT or SPATIAL index is built on a table that is in use.',
    level: 'warning',
    dialects: ['mysql', 'mariadb'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html#online-ddl-index-operations',
      'measured on MariaDB: LOCK=NONE is refused',
    ],
  },
  kinds: ['create-index'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'create-index' || !/^(?:fulltext|spatial)$/.test(change.index.method)) return [];
    if (context.isNew(change.table) || change.index.columns.length === 0) return [];
    const lock = lockWords(context);
    return [
      {
        range: change.range,
        severity: weighed(context, [change.table], 'warning'),
        message: {
          what: `A ${change.index.method.toUpperCase()} index is built on ${nameOf(change.table)}.`,
          why: sentences(
            lock === ''
              ? 'Writers wait until it is built.'
              : `The statement holds ${lock} until it is built.`,
            change.index.method === 'fulltext'
              ? 'The first FULLTEXT index of a table also writes the whole table anew.'
              : '',
            circumstances(context, change.table),
            whoUses(context, change.table),
          ),
          remedy: 'Build it when nobody writes, or let gh-ost or pt-online-schema-change do it.',
        },
      },
    ];
  },
};
