import { quote } from '../../sql/identifiers';
import type { SchemaChange } from '../../model/schema-change';
import type { Schema } from '../../model/schema';
import { findColumn, writtenName } from '../../schema/lookup';
import { replaceColumns } from './columns/replace';
import { evolvingColumn } from './evolving-table';
import { isRefused, type Answers, type Recipe } from './recipe';
import { redefinesNothing } from './mysql/redefines-nothing';

/**
 * A column gets another name. Heeds dualWrite, oldReaders (generated-column), batchRows, pauseMilliseconds,
 * keyColumns and bakeHours.
 */
export const renameColumnRecipe: Recipe = {
  kind: 'rename-column',
  title: 'Rename a column',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
  parameters: [
    { name: 'table', title: 'Table', takes: 'table', optional: false },
    { name: 'column', title: 'Column', takes: 'column', optional: false },
    { name: 'to', title: 'New name of the column', takes: 'name', optional: false },
  ],
  answersOf,
  draft: (answers, ground) => {
    const from = evolvingColumn(answers, ground);
    if (isRefused(from)) return from;
    const { column, dialect, written } = from;
    const to = answers['to'] ?? '';
    return replaceColumns(from, ground, {
      kind: 'rename-column',
      conversion: 'same',
      carries: true,
      old: [{ column, backward: quote(to, dialect) }],
      new: [
        {
          name: to,
          type: column.type?.text ?? '',
          read: column.type,
          collation: column.collation,
          nullable: column.nullable,
          default: column.default?.text ?? null,
          forward: quote(column.name, dialect),
        },
      ],
      wording: {
        name: `Rename ${written}.${column.name} to ${to}`,
        title: `Split the rename of ${written}.${column.name} into expand–contract steps`,
        why: `A released version that uses ${written}.${column.name} would fail the moment the column is renamed.`,
        from: column.name,
        to,
        declared: [],
      },
    });
  },
};

function answersOf(change: SchemaChange, before: Schema): Answers | null {
  if (change.kind === 'rename-column')
    return { table: writtenName(change.table), column: change.column.name, to: change.newName.name };
  if (change.kind !== 'redefine-column' || change.column.name === change.definition.name.name) return null;
  const column = findColumn(before, change.table, change.column.name);
  if (column === null || !redefinesNothing(change.definition, column)) return null;
  return { table: writtenName(change.table), column: change.column.name, to: change.definition.name.name };
}
