import type { Column, Constraint, Index, Schema, SchemaObject, Table } from '../../../src/model/schema';
import type { ColumnType } from '../../../src/model/schema-change';
import { canonicalType } from '../../../src/schema/effects/postgres-types';
import { tableKey } from '../../../src/schema/lookup';
import { byBytes } from './difference';

/** A replayed schema in the words of the catalogue of Postgres. */
export function postgresSchemaLines(schema: Schema): string[] {
  const stored = new Set(
    [...schema.objects.values()]
      .filter(({ object }) => object === 'materialized-view')
      .map((view) => tableKey('postgres', view)),
  );
  const tables = [...schema.tables.entries()]
    .filter(([, table]) => !table.temporary)
    .flatMap(([key, table]) =>
      stored.has(key) ? table.indexes.map((index) => indexLine(table, index)) : tableLines(table),
    );
  const types = [...schema.types.values()].map((type) => {
    const name = qualified(type);
    if (type.kind === 'enum') return `enum ${name} (${type.values.join()})`;
    return type.kind === 'domain'
      ? `domain ${name} ${type.base === null ? '?' : typeName(type.base)}`
      : `type ${name}`;
  });
  const temporary = new Set(
    [...schema.tables.entries()].filter(([, table]) => table.temporary).map(([key]) => key),
  );
  const objects = [...schema.objects.values()]
    .filter((object) => object.table === null || !temporary.has(object.table))
    .flatMap((object) => objectLines(schema, object));
  return [...tables, ...types, ...objects].sort(byBytes);
}

function tableLines(table: Table): string[] {
  const name = qualified(table);
  return [
    `table ${name}${table.partitionBy === null ? '' : ' partitioned'}` +
      (table.rowLevelSecurity ? ' row security' : '') +
      ('set unlogged' in table.settings ? ' unlogged' : ''),
    ...(table.partitionOf === null ? [] : [`table ${name} partition of ${table.partitionOf}`]),
    ...(table.inherits ?? []).map((parent) => `table ${name} inherits ${parent}`),
    ...table.columns.map((column, at) => columnLine(name, column, at)),
    ...table.constraints.filter(({ type }) => type !== 'not-null').map((one) => constraintLine(name, one)),
    ...table.indexes.map((index) => indexLine(table, index)),
  ];
}

function columnLine(table: string, column: Column, at: number): string {
  return (
    `column ${table}.${column.name} #${String(at + 1)} ${column.type === null ? '?' : typeName(column.type)}` +
    (column.nullable ? '' : ' not null') +
    (column.default !== null || (column.autoIncrement && column.identity === null) ? ' default' : '') +
    (column.identity === null ? '' : ` identity ${column.identity}`) +
    (column.generated === null ? '' : ` generated ${column.generated.stored ? 'stored' : 'virtual'}`) +
    inheritance(column)
  );
}

function inheritance({ inherited }: Column | Constraint): string {
  if (inherited === undefined) return '';
  return ` inherited ${String(inherited.parents)}${inherited.local ? ' and local' : ''}`;
}

const letters = {
  'primary-key': 'p',
  unique: 'u',
  'foreign-key': 'f',
  check: 'c',
  exclude: 'x',
  'not-null': 'n',
} as const;

function constraintLine(table: string, constraint: Constraint): string {
  const { references } = constraint;
  const columns = constraint.type === 'check' ? [...constraint.columns].sort(byBytes) : constraint.columns;
  return (
    `constraint ${table}.${constraint.name} ${letters[constraint.type]} (${columns.join()})` +
    (references === null
      ? ''
      : ` -> ${qualified({ schema: references.schema, name: references.table })} (${references.columns.join()})` +
        action('delete', references.onDelete) +
        action('update', references.onUpdate)) +
    (constraint.validated ? '' : ' not valid') +
    (constraint.enforced ? '' : ' not enforced') +
    (constraint.noInherit === true ? ' no inherit' : '') +
    inheritance(constraint)
  );
}

function action(event: string, name: string | null): string {
  if (name === null) return '';
  const letter = { restrict: 'r', cascade: 'c', 'set null': 'n', 'set default': 'd' }[name] ?? name;
  return ` on ${event} ${letter}`;
}

function indexLine(table: Table, index: Index): string {
  const columns = index.columns.map((part) => `${part.column ?? '?'}${part.descending ? ' desc' : ''}`);
  return (
    `index ${qualified(table)}.${index.name} ${index.method}${index.unique ? ' unique' : ''}` +
    `${index.where === null ? '' : ' partial'} (${[...columns, ...index.includes].join()})` +
    (index.valid ? '' : ' invalid') +
    (index.parent === null ? '' : ` of ${index.parent}`)
  );
}

function objectLines(schema: Schema, object: SchemaObject): string[] {
  const name = qualified(object);
  switch (object.object) {
    case 'view':
    case 'materialized-view':
      return [
        `${object.object.replace('-', ' ')} ${name}`,
        ...object.uses.map((relation) => `view ${name} reads ${relation}`),
        ...object.usesColumns
          .filter((used) => isOfTable(schema, object, used))
          .map((used) => `view ${name} reads column ${used}`),
      ];
    case 'sequence':
      return [
        `sequence ${name}${object.table === null ? '' : ` of ${object.table}.${object.column ?? '?'}`}`,
      ];
    case 'trigger':
      return [`trigger ${object.table ?? '?'}.${object.name} executes ${object.executes ?? '?'}`];
    case 'policy':
    case 'rule':
      return [`${object.object} ${object.table ?? '?'}.${object.name}`];
    case 'function':
    case 'procedure':
      return [
        `${object.object} ${name}/${String((object.signature ?? '').split(',').filter(Boolean).length)}`,
      ];
    case 'database':
    case 'event':
      return [];
    case 'schema':
      return object.name === 'public' ? [] : [`schema ${object.name}`];
    default:
      return [`${object.object} ${name}`];
  }
}

/** Columns of other views are not known, and a query's own names are no columns. */
function isOfTable(schema: Schema, object: SchemaObject, used: string): boolean {
  const [table = '', column = ''] = used.split('.');
  return object.uses.some((key) => {
    const known = schema.tables.get(key);
    return known?.name === table && known.columns.some(({ name }) => name === column);
  });
}

function qualified({ schema, name }: { readonly schema: string | null; readonly name: string }): string {
  return schema === null || schema === 'public' ? name : `${schema}.${name}`;
}

/** format_type of Postgres: the length stands after `timestamp`, not after `with time zone`. */
function typeName(type: ColumnType): string {
  const canonical = canonicalType(type);
  const own = canonical === type.name ? quoted(canonical) : canonical;
  const written =
    type.schema === null || type.schema === 'public' || type.schema === 'pg_catalog'
      ? own
      : `${quoted(type.schema)}.${own}`;
  const length =
    canonical === 'numeric' && type.arguments.length === 1
      ? `(${String(type.arguments[0])},0)`
      : type.arguments.length === 0
        ? implied(canonical)
        : `(${type.arguments.join()})`;
  const [head = '', tail] = written.split(/ (?=with)/);
  return `${head}${length}${tail === undefined ? '' : ` ${tail}`}${type.isArray ? '[]' : ''}`;
}

function implied(canonical: string): string {
  return canonical === 'character' || canonical === 'bit' ? '(1)' : '';
}

/** Types of several words are Postgres's own; other names that are no plain words are quoted. */
function quoted(name: string): string {
  const builtIn = /^(?:"char"|bit varying|character varying|double precision|time.* time zone)$/.test(name);
  return builtIn || /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name}"`;
}
