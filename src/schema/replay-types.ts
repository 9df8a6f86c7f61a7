import type { Origin, Schema, SchemaType } from '../model/schema';
import type { ChangeOf, ColumnType, ObjectName } from '../model/schema-change';
import { findType, sameObject, tableKey } from './lookup';
import { constraintNames, editEveryTable, indexNames } from './replay-table';

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
      return dropType(schema, change.type, change.cascade);
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

/** Columns of the type follow: their type is the same one under another name. */
function renameType(schema: Schema, from: ObjectName, newName: string, origin: Origin): Schema {
  const before = findType(schema, from) ?? bareType(from, 'other', { ...origin, migration: '' });
  const types = new Map([...schema.types].filter(([key]) => key !== tableKey(schema.dialect, from)));
  const renamed = putType({ ...schema, types }, { ...before, name: newName });
  return editEveryTable(renamed, (table) =>
    table.columns.some((column) => isOfType(schema, column.type, from))
      ? {
          ...table,
          columns: table.columns.map((column) =>
            column.type !== null && isOfType(schema, column.type, from)
              ? {
                  ...column,
                  type: {
                    ...column.type,
                    name: newName,
                    text: column.type.isArray ? `${newName}[]` : newName,
                  },
                }
              : column,
          ),
        }
      : table,
  );
}

/** DROP TYPE … CASCADE takes the columns of the type with it, and what stands on them. */
export function dropType(schema: Schema, name: ObjectName | SchemaType, cascade: boolean): Schema {
  const types = new Map([...schema.types].filter(([key]) => key !== tableKey(schema.dialect, name)));
  const left = types.size === schema.types.size ? schema : { ...schema, types };
  if (!cascade) return left;
  return editEveryTable(left, (table) => {
    const gone = table.columns
      .filter((column) => isOfType(schema, column.type, name))
      .map((column) => column.name);
    if (gone.length === 0) return table;
    return {
      ...table,
      columns: table.columns.filter((column) => !gone.includes(column.name)),
      constraints: table.constraints.filter(
        (constraint) => !gone.some((column) => constraintNames(schema, constraint, column)),
      ),
      indexes: table.indexes.filter((index) => !gone.some((column) => indexNames(schema, index, column))),
    };
  });
}

function isOfType(
  schema: Schema,
  type: ColumnType | null,
  name: { readonly schema: string | null; readonly name: string },
): boolean {
  return (
    type !== null &&
    sameObject(schema.dialect, { schema: type.schema, name: type.name.replace(/(?:\[\])+$/, '') }, name)
  );
}
