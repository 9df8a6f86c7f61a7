import { at, join, sql, type Sql } from '../rendered';
import { checkName, exclusionName, foreignKeyName, indexName, primaryKeyName, uniqueName } from './names';
import { postgresType } from './column-type';
import type { Statement, TypeormSql } from './typeorm-sql';
import type { ColumnSpec, ExpressionSpec, ForeignKeySpec, TablePath, TableSpec, UniqueSpec } from './specs';

/** What TypeORM's PostgresQueryRunner sends (src/driver/postgres/PostgresQueryRunner.ts). */
export const postgres: TypeormSql = {
  createTable(table, { ifNotExists, foreignKeys, indices }) {
    const statements: Statement[] = enumTypes(table, table.columns);
    const parts = [
      ...table.columns.map((column) => at(column.place, [definition(table, column)])),
      ...uniquesOf(table).map((one) => at(one.place, [uniqueConstraint(table, one)])),
      ...table.checks.map((one) => at(one.place, [checkConstraint(table, one)])),
      ...table.exclusions.map((one) => at(one.place, [exclusionConstraint(table, one)])),
      ...(foreignKeys ? table.foreignKeys.map((one) => at(one.place, [foreignKey(table, one, ' ')])) : []),
      ...primaryKeyOf(table),
    ];
    const guard = ifNotExists ? 'IF NOT EXISTS ' : '';
    statements.push(sql`CREATE TABLE ${guard}${path(table)} (${join(parts, ', ')})`);
    for (const column of table.columns) statements.push(...commentOn(table, column));
    if (indices) for (const index of table.indices) statements.push(...this.createIndex(table, index));
    if (table.comment !== null)
      statements.push([`COMMENT ON TABLE ${path(table)} IS ${literal(table.comment)}`]);
    return statements;
  },

  dropTable: (table, ifExists) => [[`DROP TABLE ${ifExists ? 'IF EXISTS ' : ''}${path(table)}`]],
  renameTable: (table, to) => [[`ALTER TABLE ${path(table)} RENAME TO ${quoted(to)}`]],

  addColumn(table, column) {
    const name = uniqueName(table.name, [column.name]);
    return [
      ...enumTypes(table, [column]),
      sql`ALTER TABLE ${path(table)} ADD ${at(column.place, [definition(table, column)])}`,
      ...(column.isPrimary
        ? this.createPrimaryKey(table, [column.name], column.primaryKeyConstraintName)
        : []),
      ...(column.isUnique
        ? [[`ALTER TABLE ${path(table)} ADD CONSTRAINT ${quoted(name)} UNIQUE (${quoted(column.name)})`]]
        : []),
      ...commentOn(table, column),
    ];
  },

  dropColumn: (table, column, ifExists) => [
    [`ALTER TABLE ${path(table)} DROP COLUMN ${ifExists ? 'IF EXISTS ' : ''}${quoted(column)}`],
  ],
  renameColumn: (table, from, to) => [
    [`ALTER TABLE ${path(table)} RENAME COLUMN ${quoted(from)} TO ${quoted(to)}`],
  ],

  changeColumn(table, from, column) {
    const alter = `ALTER TABLE ${path(table)} ALTER COLUMN ${quoted(column.name)}`;
    const type = column.type === 'enum' || column.type === 'simple-enum' ? null : postgresType(column);
    return [
      ...(from === column.name ? [] : this.renameColumn(table, from, column.name)),
      ...(type === null ? [] : [at(column.place, [`${alter} TYPE ${type}`])]),
      at(column.place, [`${alter} ${column.isNullable ? 'DROP' : 'SET'} NOT NULL`]),
      at(column.place, [
        column.default === null ? `${alter} DROP DEFAULT` : `${alter} SET DEFAULT ${column.default}`,
      ]),
    ];
  },
  changeColumnLoses: 'TypeORM drops the column and adds it anew when its type, length or array form changes',

  createIndex(table, index) {
    const name = index.name ?? indexName(table.name, index.columns, index.where);
    const method = index.isSpatial ? 'gist' : index.type;
    return [
      at(index.place, [
        `CREATE ${index.isUnique ? 'UNIQUE ' : ''}INDEX${index.isConcurrent ? ' CONCURRENTLY' : ''} `,
        `${quoted(name)} ON ${path(table)} ${method === null ? '' : `USING ${method}`} `,
        `(${quotedAll(index.columns)}) ${index.where === '' ? '' : `WHERE ${index.where}`}`,
      ]),
    ];
  },
  dropIndex(table, name, { isConcurrent, ifExists }) {
    const words = `DROP INDEX ${isConcurrent ? 'CONCURRENTLY ' : ''}${ifExists ? 'IF EXISTS ' : ''}`;
    return [[`${words}${quoted(table.schema ?? 'public')}.${quoted(name)}`]];
  },

  createForeignKey: (table, one) => [
    at(one.place, [`ALTER TABLE ${path(table)} ADD ${foreignKey(table, one, '')}`]),
  ],
  dropForeignKey: dropConstraint,
  createUnique: (table, one) => [
    at(one.place, [`ALTER TABLE ${path(table)} ADD ${uniqueConstraint(table, one)}`]),
  ],
  dropUnique: dropConstraint,
  createCheck: (table, one) => [
    at(one.place, [`ALTER TABLE ${path(table)} ADD ${checkConstraint(table, one)}`]),
  ],
  dropCheck: dropConstraint,
  createExclusion: (table, one) => [
    at(one.place, [`ALTER TABLE ${path(table)} ADD ${exclusionConstraint(table, one)}`]),
  ],
  dropExclusion: dropConstraint,

  createPrimaryKey(table, columns, name) {
    const constraint = name ?? primaryKeyName(table.name, columns);
    return [
      [`ALTER TABLE ${path(table)} ADD CONSTRAINT ${quoted(constraint)} PRIMARY KEY (${quotedAll(columns)})`],
    ];
  },
  // Without a name TypeORM asks the database for the columns of the key.
  dropPrimaryKey: (table, name) => (name === null ? null : dropConstraint(table, name, false)),

  createView: (view, expression, isMaterialized) => [
    [`CREATE ${isMaterialized ? 'MATERIALIZED ' : ''}VIEW ${path(view)} AS `, ...expression],
  ],
  dropView: (view, ifExists) => [[`DROP VIEW ${ifExists ? 'IF EXISTS ' : ''}${path(view)}`]],

  createSchema: (name, ifNotExists) => [
    [`CREATE SCHEMA ${ifNotExists ? 'IF NOT EXISTS ' : ''}${quoted(lastPart(name))}`],
  ],
  dropSchema: (name, ifExists, isCascade) => [
    [`DROP SCHEMA ${ifExists ? 'IF EXISTS ' : ''}${quoted(lastPart(name))} ${isCascade ? 'CASCADE' : ''}`],
  ],
  clearTable: (table) => [[`TRUNCATE TABLE ${path(table)}`]],
};

function dropConstraint(table: TablePath, name: string, ifExists: boolean): readonly Statement[] {
  return [[`ALTER TABLE ${path(table)} DROP CONSTRAINT ${ifExists ? 'IF EXISTS ' : ''}${quoted(name)}`]];
}

function lastPart(path: string): string {
  return path.split('.').at(-1) ?? path;
}

function quoted(name: string): string {
  return `"${name}"`;
}

function quotedAll(names: readonly string[]): string {
  return names.map(quoted).join(', ');
}

/** The schema is left out where it is the one that is searched first. */
function path({ schema, name }: TablePath): string {
  return schema === null || schema === 'public' ? quoted(name) : `${quoted(schema)}.${quoted(name)}`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function enumTypes(table: TablePath, columns: readonly ColumnSpec[]): Statement[] {
  const made = new Set<string>();
  return columns.flatMap((column) => {
    const name = enumName(table, column);
    if (!isEnum(column) || made.has(name)) return [];
    made.add(name);
    const values = (column.enum ?? []).map(literal).join(', ');
    return [at(column.place, [`CREATE TYPE ${name} AS ENUM(${values})`])];
  });
}

function isEnum({ type }: ColumnSpec): boolean {
  return type === 'enum' || type === 'simple-enum';
}

/** Names of types and of indexes that are dropped always have their schema. */
function enumName({ schema, name }: TablePath, column: ColumnSpec): string {
  const own = column.enumName ?? `${name}_${column.name.toLowerCase()}_enum`;
  return `${schema ?? 'public'}.${own}`.split('.').map(quoted).join('.');
}

function definition(table: TablePath, column: ColumnSpec): string {
  let text = quoted(column.name);
  const isCounted = column.isGenerated && column.generationStrategy !== 'uuid';
  if (isCounted) text += countedType(column);
  if (isEnum(column)) text += ` ${enumName(table, column)}${column.isArray ? ' array' : ''}`;
  else if (!column.isGenerated || column.type === 'uuid') text += ` ${postgresType(column)}`;
  if (column.generatedType === 'STORED' && column.asExpression !== null)
    text += ` GENERATED ALWAYS AS (${column.asExpression}) STORED`;
  if (column.charset !== null) text += ` CHARACTER SET "${column.charset}"`;
  if (column.collation !== null) text += ` COLLATE "${column.collation}"`;
  if (!column.isNullable) text += ' NOT NULL';
  if (column.default !== null) text += ` DEFAULT ${column.default}`;
  else if (column.isGenerated && column.generationStrategy === 'uuid') text += ' DEFAULT uuid_generate_v4()';
  return text;
}

function countedType({ type, generationStrategy, generatedIdentity }: ColumnSpec): string {
  if (generationStrategy === 'identity')
    return ` ${type} GENERATED ${generatedIdentity ?? 'BY DEFAULT'} AS IDENTITY`;
  if (['integer', 'int', 'int4'].includes(type)) return ' SERIAL';
  if (['smallint', 'int2'].includes(type)) return ' SMALLSERIAL';
  return ['bigint', 'int8'].includes(type) ? ' BIGSERIAL' : '';
}

function uniquesOf({ name, columns, uniques }: TableSpec): readonly UniqueSpec[] {
  const isNamed = (column: string): boolean =>
    uniques.some((one) => one.columns.length === 1 && one.columns[0] === column);
  const own = columns
    .filter((column) => column.isUnique && !isNamed(column.name))
    .map((column) => ({
      place: column.place,
      name: uniqueName(name, [column.name]),
      columns: [column.name],
      deferrable: null,
    }));
  return [...uniques, ...own];
}

function primaryKeyOf({ name, columns }: TableSpec): readonly Sql[] {
  const keys = columns.filter((column) => column.isPrimary);
  const [first] = keys;
  if (first === undefined) return [];
  const names = keys.map((column) => column.name);
  const constraint = first.primaryKeyConstraintName ?? primaryKeyName(name, names);
  return [at(first.place, [`CONSTRAINT ${quoted(constraint)} PRIMARY KEY (${quotedAll(names)})`])];
}

function uniqueConstraint({ name }: TablePath, one: UniqueSpec): string {
  const constraint = one.name ?? uniqueName(name, one.columns);
  return `CONSTRAINT ${quoted(constraint)} UNIQUE (${quotedAll(one.columns)})${deferrable(one)}`;
}

function checkConstraint({ name }: TablePath, one: ExpressionSpec): string {
  return `CONSTRAINT ${quoted(one.name ?? checkName(name, one.expression))} CHECK (${one.expression})`;
}

function exclusionConstraint({ name }: TablePath, one: ExpressionSpec): string {
  const constraint = one.name ?? exclusionName(name, one.expression);
  return `CONSTRAINT ${quoted(constraint)} EXCLUDE ${one.expression}${deferrable(one)}`;
}

/** `gap` is what TypeORM writes before the referenced columns. */
function foreignKey({ name }: TablePath, one: ForeignKeySpec, gap: '' | ' '): string {
  const constraint = one.name ?? foreignKeyName(name, one.columns);
  const referenced = one.referencedColumns.map(quoted).join(gap === '' ? ',' : ', ');
  return (
    `CONSTRAINT ${quoted(constraint)} FOREIGN KEY (${quotedAll(one.columns)}) ` +
    `REFERENCES ${path(one.references)}${gap}(${referenced})` +
    (one.onDelete === null ? '' : ` ON DELETE ${one.onDelete}`) +
    (one.onUpdate === null ? '' : ` ON UPDATE ${one.onUpdate}`) +
    deferrable(one)
  );
}

function deferrable(one: { readonly deferrable: string | null }): string {
  return one.deferrable === null ? '' : ` DEFERRABLE ${one.deferrable}`;
}

function commentOn(table: TablePath, { name, comment, place }: ColumnSpec): readonly Statement[] {
  if (comment === null || comment === '') return [];
  return [at(place, [`COMMENT ON COLUMN ${path(table)}.${quoted(name)} IS ${literal(comment)}`])];
}
