import { columnOf, findTable, sameName } from '../../schema/lookup';
import { foreignKeysOf, type DeclaredForeignKey } from '../change/foreign-keys';
import { indexForKey } from '../change/index-for-key';
import { listed, nameOf } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const foreignKeyWithoutIndex: MigrationRule = {
  meta: {
    id: 'foreign-key-without-index',
    family: 'migration',
    title: 'A foreign key has no index on the side that refers, so deleting a row there is slow.',
    level: 'info',
    dialects: ['postgres', 'sqlite'],
    since: '0.2.0',
    fix: 'safe',
    sources: [
      'https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK',
      'https://www.sqlite.org/foreignkeys.html#fk_indexes',
    ],
  },
  kinds: ['add-constraint', 'add-column', 'create-table'],

  check(context): readonly Draft[] {
    return foreignKeysOf(context.change)
      .filter((key) => isBare(context, key))
      .map((key) => {
        const columns = listed(key.constraint.columns.map((column) => column.name));
        const parent = nameOf(key.references.table);
        return {
          range: key.constraint.range,
          message: {
            what: `The foreign key of ${nameOf(key.table)} (${columns}) to ${parent} has no index on ${columns}.`,
            why: `Whoever deletes a row of ${parent}, or changes its key, reads all of ${nameOf(key.table)} to find the rows that refer to it, and joins from ${parent} do the same.`,
            remedy:
              context.isNew(key.table) || context.history.target.dialect === 'sqlite'
                ? `Create an index on ${columns} here${context.isNew(key.table) ? ', while the table is empty' : ''}.`
                : `Create an index on ${columns} CONCURRENTLY, in a migration of its own that runs outside a transaction.`,
          },
        };
      });
  },

  fixes: indexForKey,
};

/** No index begins with the columns, in any order, once every migration has run. */
function isBare({ final }: ChangeContext, { table: name, constraint }: DeclaredForeignKey): boolean {
  const table = findTable(final, name);
  if (table === null || !table.columnsKnown) return false;
  const columns = constraint.columns.map((column) => column.name);
  if (columns.some((column) => columnOf(final.dialect, table, column) === null)) return false;
  const keeps = table.constraints.some(
    (one) =>
      one.references !== null &&
      one.columns.length === columns.length &&
      one.columns.every((column, at) => sameName(final.dialect, column, columns[at] ?? '')),
  );
  if (!keeps) return false;
  return !table.indexes.some((index) => {
    const first = index.columns.slice(0, columns.length);
    const coversRows =
      index.where === null || index.where.provesNotNull.some((column) => columns.includes(column));
    return (
      coversRows &&
      columns.every((column) =>
        first.some((part) => part.column !== null && sameName(final.dialect, part.column, column)),
      )
    );
  });
}
