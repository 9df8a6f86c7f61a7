import type { Origin, Schema, SchemaType, Table } from '../model/schema';
import type { ChangeOf, ObjectName } from '../model/schema-change';
import type { QualifiedName } from './lookup';
import { findTable, findType, objectKey, tableKey } from './lookup';
import { dropColumnBelow } from './replay-columns';
import { moveObject, moveType, typeFollows } from './replay-moved-object';
import { removeObjects } from './replay-object-store';
import { tablesHolding, typeKey } from './schema-index';

type TypeChangeKind =
  | 'create-enum'
  | 'add-enum-value'
  | 'rename-enum-value'
  | 'rename-type'
  | 'create-domain'
  | 'alter-domain'
  | 'drop-type';

/** Enums, domains and their names. */
export function applyTypeChange(schema: Schema, change: ChangeOf<TypeChangeKind>, origin: Origin): Schema {
  switch (change.kind) {
    case 'create-enum':
      return putType(schema, { ...bareType(change.type, 'enum', origin), values: change.values });
    case 'create-domain':
      return putType(schema, {
        ...bareType(change.type, 'domain', origin),
        base: change.base,
        hasConstraints: change.notNull || change.constraints.length > 0,
      });
    case 'alter-domain':
      return editType(schema, change.type, origin, (type) =>
        change.addsConstraint ? { ...type, hasConstraints: true } : type,
      );
    case 'add-enum-value':
      return editType(schema, change.type, origin, (type) => ({
        ...type,
        values: withValue(type.values, change),
      }));
    case 'rename-enum-value':
      return editType(schema, change.type, origin, (type) => ({
        ...type,
        values: type.values.map((value) => (value === change.value ? change.newValue : value)),
      }));
    case 'rename-type':
      return renameType(schema, change.type, change.newName.name, origin);
    case 'drop-type':
      return dropType(schema, change.type, change.cascade, origin);
  }
}

function bareType(name: ObjectName, kind: SchemaType['kind'], origin: Origin): SchemaType {
  return {
    name: name.name,
    schema: name.schema,
    kind,
    values: [],
    base: null,
    hasConstraints: false,
    createdBy: origin,
  };
}

function putType(schema: Schema, type: SchemaType): Schema {
  return { ...schema, types: new Map(schema.types).set(tableKey(schema.dialect, type), type) };
}

function editType(
  schema: Schema,
  name: ObjectName,
  origin: Origin,
  edit: (type: SchemaType) => SchemaType,
): Schema {
  const before = findType(schema, name) ?? bareType(name, 'other', { ...origin, migration: '' });
  return putType(schema, edit(before));
}

function withValue(values: readonly string[], change: ChangeOf<'add-enum-value'>): readonly string[] {
  if (values.includes(change.value)) return values;
  const neighbour = values.indexOf(change.before ?? change.after ?? '');
  if (neighbour < 0) return [...values, change.value];
  const at = change.before === null ? neighbour + 1 : neighbour;
  return [...values.slice(0, at), change.value, ...values.slice(at)];
}

function renameType(schema: Schema, from: ObjectName, newName: string, origin: Origin): Schema {
  const to = { schema: from.schema, name: newName };
  const composite = schema.objects.get(objectKey(schema.dialect, 'type', from, null));
  if (composite !== undefined)
    return typeFollows(moveObject(schema, composite, to, origin), tableKey(schema.dialect, from), to);
  const type = findType(schema, from) ?? bareType(from, 'other', { ...origin, migration: '' });
  return moveType(schema, type, to);
}

/** DROP TYPE … CASCADE takes the columns of the type with it, and what stands on them. */
export function dropType(schema: Schema, name: QualifiedName, cascade: boolean, origin: Origin): Schema {
  const key = tableKey(schema.dialect, name);
  const composite = schema.objects.get(objectKey(schema.dialect, 'type', name, null));
  const left = composite === undefined ? schema : removeObjects(schema, [composite]);
  if (!left.types.has(key) && !cascade) return left;
  const types = new Map(left.types);
  types.delete(key);
  if (!cascade) return { ...left, types };
  return tablesHolding(left, 'type', key).reduce<Schema>(
    (current, table) => withoutColumnsOf(current, table, key, origin),
    { ...left, types },
  );
}

function withoutColumnsOf(schema: Schema, table: Table, type: string, origin: Origin): Schema {
  const gone = table.columns.filter(
    (column) => column.type !== null && typeKey(schema.dialect, column.type) === type,
  );
  return gone.reduce((current, { name }) => {
    const left = findTable(current, table);
    return left === null ? current : dropColumnBelow(current, left, name, origin);
  }, schema);
}
