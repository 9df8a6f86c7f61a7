import type { Constraint, Schema, Table } from '../model/schema';
import type { QualifiedName } from './lookup';
import { findTable, referencesTo, tablesBelow } from './lookup';

/** The partitions of a table and the tables that inherit from it, all levels, each once, parents first. */
export function descendantsOf(schema: Schema, table: QualifiedName): readonly Table[] {
  const found = new Set<Table>();
  const gather = (name: QualifiedName): void => {
    for (const below of tablesBelow(schema, name)) {
      if (found.has(below)) continue;
      found.add(below);
      gather(below);
    }
  };
  gather(table);
  return [...found];
}

/** Foreign keys that point at the table or at a table it is a partition of, at any level. */
export function referencesThrough(
  schema: Schema,
  table: QualifiedName,
): readonly { table: Table; constraint: Constraint }[] {
  const found = [...referencesTo(schema, table)];
  let above = findTable(schema, table)?.partitionOf ?? null;
  for (let level = 0; above !== null && level < schema.tables.size; level++) {
    const parent = schema.tables.get(above);
    if (parent === undefined) break;
    found.push(...referencesTo(schema, parent));
    above = parent.partitionOf;
  }
  return found;
}
