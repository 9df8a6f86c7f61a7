import type { Column, Origin, Schema, SchemaObject } from '../model/schema';
import type { QualifiedName } from './lookup';
import { findTable, sameName, tableKey } from './lookup';
import { chooseSequenceName } from './generated-names';
import { onTableAndDescendants } from './replay-descendants';
import { editColumn } from './replay-table';
import { putObjects, removeObjects } from './replay-object-store';
import { objectsHolding } from './schema-index';

/** Postgres makes a sequence for each new serial or identity column, which goes with the column. */
export function ownSequences(
  schema: Schema,
  name: QualifiedName,
  isNew: (column: Column) => boolean,
  origin: Origin,
): Schema {
  const table = findTable(schema, name);
  if (schema.dialect !== 'postgres' || table === null) return schema;
  return table.columns
    .filter((column) => isNew(column) && (column.autoIncrement || column.identity !== null))
    .reduce((current, column): Schema => {
      const sequence: SchemaObject = {
        object: 'sequence',
        name: chooseSequenceName(current, table, column.name),
        schema: table.schema,
        table: tableKey(schema.dialect, table),
        column: column.name,
        uses: [],
        usesColumns: [],
        createdBy: origin,
      };
      const made = putObjects(current, [sequence]);
      if (column.identity !== null) return made;
      const key = tableKey(schema.dialect, sequence);
      return onTableAndDescendants(made, name, origin, false, (_, one) =>
        editColumn(schema, one, column.name, (own) => ({ ...own, sequence: key })),
      );
    }, schema);
}

/** The sequence of an identity goes with it. */
export function disownSequences(schema: Schema, table: QualifiedName, column: string): Schema {
  const owned = objectsHolding(schema, 'on', tableKey(schema.dialect, table)).filter(
    (object) => object.column !== undefined && sameName(schema.dialect, object.column, column),
  );
  return removeObjects(schema, owned);
}
