import { splitIntoSteps } from '../change/split-into-steps';
import type { Constraint, Table } from '../../model/schema';
import { findTable, sameName } from '../../schema/lookup';
import { constraintNames, indexNames } from '../../schema/replay-table';
import { droppedColumns } from '../change/vanishing-column';
import { listed, nameOf, releasedVersion, sentences, whoUses } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const dropColumnWithDependents: MigrationRule = {
  meta: {
    id: 'drop-column-with-dependents',
    family: 'migration',
    title: 'A column is dropped, and indexes or constraints go with it without a word.',
    level: 'warning',
    dialects: ['postgres', 'mysql', 'mariadb'],
    since: '0.2.0',
    fix: 'stages',
    sources: [
      'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-DROP-COLUMN',
      'https://dev.mysql.com/doc/refman/8.4/en/alter-table.html#alter-table-add-drop-column',
    ],
  },
  kinds: ['drop-column'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'drop-column' || droppedColumns(context).length === 0) return [];
    const table = findTable(context.before, change.table);
    const gone = table === null ? null : dependentsOf(context, table, change.column.name);
    if (gone === null || gone.names.length === 0) return [];
    const postgres = context.history.target.dialect === 'postgres';
    return [
      {
        range: change.range,
        ...(gone.primaryKey ? { severity: 'error' as const } : {}),
        message: {
          what: `With column ${change.column.name} of ${nameOf(change.table)} ${listed(gone.names)} ${gone.names.length === 1 ? 'goes' : 'go'}${postgres ? '' : ', or shrinks to the columns that are left'}.`,
          why: sentences(
            'No statement names them, so nobody sees it happen: searches slow down, duplicates come in, upserts fail.',
            `The data of the column is lost, and ${releasedVersion(context)} fails on every statement that still names it.`,
            whoUses(context, change.table),
          ),
          remedy: `First release a version that does without ${gone.names.length === 1 ? 'it' : 'them'} and without the column; drop ${gone.names.length === 1 ? 'it' : 'them'} by name${postgres ? ' (an index with CONCURRENTLY)' : ''}, and the column in a later release.`,
        },
      },
    ];
  },

  fixes: splitIntoSteps,
};

/** What names the column: constraints by kind, and the indexes that belong to none. */
function dependentsOf(
  { before }: ChangeContext,
  table: Table,
  column: string,
): { readonly names: readonly string[]; readonly primaryKey: boolean } {
  const constraints = table.constraints.filter(
    (constraint) => constraint.type !== 'not-null' && constraintNames(before, constraint, column),
  );
  const backing = new Set(constraints.map((constraint) => constraint.index));
  const indexes = table.indexes.filter(
    (index) =>
      indexNames(before, index, column) &&
      !backing.has(index.name) &&
      !table.constraints.some((one) => one.index !== null && sameName(before.dialect, one.index, index.name)),
  );
  return {
    names: [
      ...constraints.map(
        (constraint) => `${kinds[constraint.type]} ${constraint.name}${on(constraint.columns)}`,
      ),
      ...indexes.map(
        (index) =>
          `${index.unique ? 'unique ' : ''}index ${index.name}${on(index.columns.map((part) => part.text))}`,
      ),
    ],
    primaryKey: constraints.some((constraint) => constraint.type === 'primary-key'),
  };
}

/** The columns, where there are others than the one that goes. */
function on(columns: readonly string[]): string {
  return columns.length > 1 ? ` (${columns.join(', ')})` : '';
}

const kinds: Readonly<Record<Constraint['type'], string>> = {
  'primary-key': 'primary key',
  unique: 'unique constraint',
  'foreign-key': 'foreign key',
  check: 'check',
  exclude: 'exclusion constraint',
  'not-null': 'NOT NULL constraint',
};
