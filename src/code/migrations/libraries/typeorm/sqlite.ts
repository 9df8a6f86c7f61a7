import { at, join, sql, type Sql } from '../rendered';
import { sqliteType } from './column-type';
import { checkName, foreignKeyName, indexName, uniqueName } from './names';
import type { TypeormSql } from './typeorm-sql';
import type { ColumnSpec, TablePath, TableSpec } from './specs';

/**
 * What TypeORM's AbstractSqliteQueryRunner sends. Where SQLite has no ALTER for a change TypeORM builds the table
 * anew from what it finds in the database; such a change is written as the ALTER that says the same, and those
 * that have none are not rendered (null in the calls, said by the caller).
 */
export const sqlite: TypeormSql = {
  createTable(table, { ifNotExists, foreignKeys, indices }) {
    const keys = table.columns.filter((column) => column.isPrimary);
    const parts = [
      ...table.columns.map((column) => at(column.place, [definition(column, keys.length > 1)])),
      ...constraintsOf(table, foreignKeys),
      ...(keys.length > 1 ? [[`PRIMARY KEY (${quotedAll(keys.map((key) => key.name))})`]] : []),
    ];
    const guard = ifNotExists ? 'IF NOT EXISTS ' : '';
    const suffix = table.withoutRowid ? ' WITHOUT ROWID' : '';
    return [
      sql`CREATE TABLE ${guard}${path(table)} (${join(parts, ', ')})${suffix}`,
      ...(indices ? table.indices.flatMap((index) => this.createIndex(table, index)) : []),
    ];
  },

  dropTable: (table, ifExists) => [[`DROP TABLE ${ifExists ? 'IF EXISTS ' : ''}${path(table)}`]],
  renameTable: (table, to) => [[`ALTER TABLE ${path(table)} RENAME TO ${quoted(to)}`]],
  addColumn: (table, column) => [
    sql`ALTER TABLE ${path(table)} ADD COLUMN ${at(column.place, [definition(column, true)])}`,
  ],
  dropColumn: (table, column) => [[`ALTER TABLE ${path(table)} DROP COLUMN ${quoted(column)}`]],
  renameColumn: (table, from, to) => [
    [`ALTER TABLE ${path(table)} RENAME COLUMN ${quoted(from)} TO ${quoted(to)}`],
  ],
  changeColumn(table, from, column) {
    return from === column.name ? [] : this.renameColumn(table, from, column.name);
  },
  changeColumnLoses: 'TypeORM builds the table anew with the changed column',

  createIndex(table, index) {
    const name = index.name ?? indexName(table.name, index.columns, index.where);
    return [
      at(index.place, [
        `CREATE ${index.isUnique ? 'UNIQUE ' : ''}INDEX ${quoted(name)} ON ${quoted(table.name)} `,
        `(${quotedAll(index.columns)}) ${index.where === '' ? '' : `WHERE ${index.where}`}`,
      ]),
    ];
  },
  dropIndex: (_table, name, { ifExists }) => [[`DROP INDEX ${ifExists ? 'IF EXISTS ' : ''}${quoted(name)}`]],

  createForeignKey: () => [],
  dropForeignKey: () => [],
  createUnique: () => [],
  dropUnique: () => [],
  createCheck: () => [],
  dropCheck: () => [],
  createExclusion: () => [],
  dropExclusion: () => [],
  createPrimaryKey: () => [],
  dropPrimaryKey: () => null,

  createView: (view, expression) => [[`CREATE VIEW ${quoted(view.name)} AS `, ...expression]],
  dropView: (view, ifExists) => [[`DROP VIEW ${ifExists ? 'IF EXISTS ' : ''}${quoted(view.name)}`]],
  createSchema: () => [],
  dropSchema: () => [],
  clearTable: (table) => [[`DELETE FROM ${path(table)}`]],
};

function quoted(name: string): string {
  return `"${name}"`;
}

function quotedAll(names: readonly string[]): string {
  return names.map(quoted).join(', ');
}

function path({ schema, name }: TablePath): string {
  return schema === null ? quoted(name) : `${quoted(schema)}.${quoted(name)}`;
}

function definition(column: ColumnSpec, skipPrimary: boolean): string {
  let text = `${quoted(column.name)} ${sqliteType(column)}`;
  if (column.enum !== null && !column.isArray) {
    const values = column.enum.map((value) => `'${value}'`).join(',');
    text += ` CHECK( ${quoted(column.name)} IN (${values}) )`;
  }
  if (column.isPrimary && !skipPrimary) text += ' PRIMARY KEY';
  if (column.isGenerated && column.generationStrategy === 'increment') text += ' AUTOINCREMENT';
  if (column.collation !== null) text += ` COLLATE ${column.collation}`;
  if (!column.isNullable) text += ' NOT NULL';
  if (column.asExpression !== null)
    return `${text} AS (${column.asExpression}) ${column.generatedType ?? 'VIRTUAL'}`;
  return column.default === null ? text : `${text} DEFAULT (${column.default})`;
}

function constraintsOf(table: TableSpec, foreignKeys: boolean): readonly Sql[] {
  const { name, columns } = table;
  const isNamed = (column: string): boolean =>
    table.uniques.some((one) => one.columns.length === 1 && one.columns[0] === column);
  const uniques = [
    ...table.uniques,
    ...columns
      .filter((column) => column.isUnique && !isNamed(column.name))
      .map(({ place, name: column }) => ({ place, name: null, columns: [column] })),
  ];
  return [
    ...uniques.map((one) =>
      at(one.place, [
        `CONSTRAINT ${quoted(one.name ?? uniqueName(name, one.columns))} UNIQUE (${quotedAll(one.columns)})`,
      ]),
    ),
    ...table.checks.map((one) =>
      at(one.place, [
        `CONSTRAINT ${quoted(one.name ?? checkName(name, one.expression))} CHECK (${one.expression})`,
      ]),
    ),
    ...(foreignKeys ? table.foreignKeys : []).map((one) =>
      at(one.place, [
        `CONSTRAINT ${quoted(one.name ?? foreignKeyName(name, one.columns))} `,
        `FOREIGN KEY (${quotedAll(one.columns)}) REFERENCES ${quoted(one.references.name)} `,
        `(${quotedAll(one.referencedColumns)})`,
        one.onDelete === null ? '' : ` ON DELETE ${one.onDelete}`,
        one.onUpdate === null ? '' : ` ON UPDATE ${one.onUpdate}`,
        one.deferrable === null ? '' : ` DEFERRABLE ${one.deferrable}`,
      ]),
    ),
  ];
}
