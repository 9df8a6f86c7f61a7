import type { Column, Schema, SchemaObject, Table } from '../model/schema';
import { sameName, tableKey, type QualifiedName } from './lookup';

const readers: ReadonlySet<SchemaObject['object']> = new Set(['view', 'materialized-view']);

/** Views, materialised or not, whose query names the relation itself. */
export function viewsReading(schema: Schema, relation: QualifiedName): readonly SchemaObject[] {
  const key = tableKey(schema.dialect, relation);
  return [...schema.objects.values()].filter(
    (object) => readers.has(object.object) && object.uses.includes(key),
  );
}

/**
 * Views and policies that read one column of a table, as far as their text shows. A column named without its
 * table counts when no other table that the object reads has one of that name.
 */
export function objectsReadingColumn(schema: Schema, table: Table, column: string): readonly SchemaObject[] {
  const key = tableKey(schema.dialect, table);
  const isColumn = (name: string): boolean => sameName(schema.dialect, name, column);
  return [...schema.objects.values()].filter((object) => {
    const isPolicy = object.object === 'policy' && object.table === key;
    if (!isPolicy && !(readers.has(object.object) && object.uses.includes(key))) return false;
    return object.usesColumns.some((used) => {
      const at = used.lastIndexOf('.');
      const name = used.slice(at + 1);
      if (at >= 0) return isTable(schema, table, used.slice(0, at)) && (isColumn(name) || name === '*');
      return isColumn(name) && !othersHave(schema, object, key, column);
    });
  });
}

/** Generated columns of the table that are computed from the column. */
export function generatedFrom(schema: Schema, table: Table, column: string): readonly Column[] {
  return table.columns.filter((candidate) =>
    candidate.generated?.expression.columns.some((name) => sameName(schema.dialect, name, column)),
  );
}

/** Views in an order in which none is still read by one behind it. */
export function viewsFromTop(schema: Schema, objects: readonly SchemaObject[]): readonly SchemaObject[] {
  const left = new Set(objects);
  const ordered: SchemaObject[] = [];
  while (left.size > 0) {
    const free = [...left].filter(
      (object) => !viewsReading(schema, object).some((reader) => reader !== object && left.has(reader)),
    );
    // Never a circle in a real schema; a text may say anything.
    for (const object of free.length > 0 ? free : [...left]) {
      ordered.push(object);
      left.delete(object);
    }
  }
  return ordered;
}

function isTable({ dialect }: Schema, table: Table, written: string): boolean {
  return sameName(dialect, written.slice(written.lastIndexOf('.') + 1), table.name);
}

function othersHave(schema: Schema, object: SchemaObject, own: string, column: string): boolean {
  return object.uses.some(
    (key) =>
      key !== own &&
      schema.tables.get(key)?.columns.some((other) => sameName(schema.dialect, other.name, column)) === true,
  );
}
