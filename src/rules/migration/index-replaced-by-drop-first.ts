import { buildBeforeDrop } from '../change/build-before-drop';
import { replacedIndex, type ReplacedIndex } from '../change/replaced-index';
import { transactionOf } from '../change/transaction';
import { circumstances, weighed } from '../change/weight';
import { nameOf, sentences, whoUses } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const indexReplacedByDropFirst: MigrationRule = {
  meta: {
    id: 'index-replaced-by-drop-first',
    family: 'migration',
    title: 'An index is dropped before the one that takes its place is built.',
    level: 'warning',
    dialects: ['postgres', 'mysql', 'mariadb'],
    since: '0.2.0',
    fix: 'safe',
    sources: [
      'https://www.postgresql.org/docs/current/sql-createindex.html',
      'https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html#online-ddl-index-operations',
    ],
  },
  kinds: ['drop-index'],

  check(context): readonly Draft[] {
    const { change } = context;
    const replaced = replacedIndex(context);
    if (change.kind !== 'drop-index' || replaced === null) return [];
    const { table, dropped, built } = replaced;
    const place = context.placeOf({ migration: context.migration.id, statement: built.statement });
    return [
      {
        range: change.range,
        severity: weighed(context, [table], 'warning'),
        evidence: place === null ? [] : [{ ...place, message: 'The new index is built here.' }],
        message: {
          what: `Index ${dropped.name} of ${nameOf(table)} is dropped before the index that takes its place is built.`,
          why: sentences(
            whatHappensMeanwhile(context, replaced),
            circumstances(context, table),
            whoUses(context, table),
          ),
          remedy: 'Build the new index first, and drop the old one afterwards.',
        },
      },
    ];
  },

  fixes: buildBeforeDrop,
};

function whatHappensMeanwhile(context: ChangeContext, { dropped, built }: ReplacedIndex): string {
  const together = transactionOf(context).later.some((later) => later.statement === built.statement);
  if (context.history.target.dialect === 'postgres' && together && transactionOf(context).runs === 'yes')
    return 'The drop takes ACCESS EXCLUSIVE on the table and the transaction keeps it while the new index is built, so nobody reads or writes meanwhile.';
  return dropped.unique
    ? 'Until the new one is done, queries read the whole table and rows that are alike can get in.'
    : 'Until the new one is done, queries that used it read the whole table.';
}
