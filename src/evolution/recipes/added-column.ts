import type { Column, Schema } from '../../model/schema';
import { findTable, tableKey } from '../../schema/lookup';
import { qualified } from './names';
import type { Ground } from './recipe';

/** A column that the asking statement adds as required, as it is once it has been added as optional. */
export interface AddedColumn {
  /** The ground with the column in its table. */
  readonly ground: Ground;
  /** ADD COLUMN without NOT NULL. */
  readonly statements: readonly string[];
}

/** null when the asking statement adds no column to a known table. */
export function addedColumn(ground: Ground): AddedColumn | null {
  const { asking, before } = ground;
  if (asking?.change.kind !== 'add-column') return null;
  const { column, table: name } = asking.change;
  const table = findTable(before, name);
  if (table === null || column.notNull === null) return null;
  const { text } = asking.statement.reading;
  const definition = (
    text.slice(column.range.start, column.notNull.start) + text.slice(column.notNull.end, column.range.end)
  ).trim();
  const origin = { migration: asking.migration.id, statement: asking.index };
  const added: Column = {
    id: `${table.id}.${column.name.name}`,
    name: column.name.name,
    type: column.type,
    nullable: true,
    default: column.default,
    generated: column.generated,
    identity: column.identity,
    autoIncrement: column.autoIncrement,
    collation: column.collation,
    createdBy: origin,
    changedBy: origin,
  };
  const widened = { ...table, columns: [...table.columns, added] };
  const after: Schema = {
    ...before,
    tables: new Map([...before.tables, [tableKey(before.dialect, table), widened]]),
  };
  return {
    ground: { ...ground, before: after },
    statements: [
      `ALTER TABLE ${qualified(table.schema, table.name, before.dialect)} ADD COLUMN ${definition.replace(/\s+/g, ' ')}`,
    ],
  };
}
