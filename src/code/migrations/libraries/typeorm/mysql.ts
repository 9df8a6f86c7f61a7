import { at, join, sql, type Sql } from '../rendered';
import { mysqlType } from './column-type';
import { foreignKeyName, indexName, uniqueName } from './names';
import type { Statement, TypeormSql } from './typeorm-sql';
import type { ColumnSpec, ForeignKeySpec, IndexSpec, TablePath, TableSpec } from './specs';

/** What TypeORM's MysqlQueryRunner sends (src/driver/mysql/MysqlQueryRunner.ts), for MySQL and MariaDB. */
export function mysqlFor(dialect: 'mysql' | 'mariadb'): TypeormSql {
  const define = (column: ColumnSpec, skipPrimary: boolean): string =>
    definition(column, skipPrimary, dialect === 'mariadb');
  return {
    createTable(table, { ifNotExists, foreignKeys }) {
      const parts = [
        ...table.columns.map((column) => at(column.place, [define(column, true)])),
        ...indicesOf(table).map((one) => at(one.place, [inlineIndex(table, one)])),
        ...(foreignKeys
          ? table.foreignKeys.map((one) => at(one.place, [foreignKey(table, one, ', ', ' ')]))
          : []),
        ...primaryKeyOf(table),
      ];
      const guard = ifNotExists ? 'IF NOT EXISTS ' : '';
      const comment = table.comment === null ? '' : ` COMMENT="${table.comment}"`;
      const engine = table.engine ?? 'InnoDB';
      return [sql`CREATE TABLE ${guard}${path(table)} (${join(parts, ', ')}) ENGINE=${engine}${comment}`];
    },

    dropTable: (table, ifExists) => [[`DROP TABLE ${ifExists ? 'IF EXISTS ' : ''}${path(table)}`]],
    renameTable: (table, to) => [
      [`RENAME TABLE ${path(table)} TO ${path({ schema: table.schema, name: to })}`],
    ],

    addColumn(table, column) {
      const name = indexName(table.name, [column.name], '');
      return [
        sql`ALTER TABLE ${path(table)} ADD ${at(column.place, [define(column, false)])}`,
        ...(column.isUnique
          ? [[`ALTER TABLE ${path(table)} ADD UNIQUE INDEX ${quoted(name)} (${quoted(column.name)})`]]
          : []),
      ];
    },
    dropColumn: (table, column) => [[`ALTER TABLE ${path(table)} DROP COLUMN ${quoted(column)}`]],
    // TypeORM repeats the old definition in a CHANGE, which does the same as this.
    renameColumn: (table, from, to) => [
      [`ALTER TABLE ${path(table)} RENAME COLUMN ${quoted(from)} TO ${quoted(to)}`],
    ],
    changeColumn: (table, from, column) => [
      sql`ALTER TABLE ${path(table)} CHANGE ${quoted(from)} ${at(column.place, [define(column, true)])}`,
    ],
    changeColumnLoses: 'TypeORM drops the column and adds it anew when its type or length changes',

    createIndex(table, index) {
      const name = index.name ?? indexName(table.name, index.columns, index.where);
      return [
        at(index.place, [
          `CREATE ${kindOf(index)}INDEX ${quoted(name)} ON ${path(table)} (${quotedAll(index.columns)})${parserOf(index)}`,
        ]),
      ];
    },
    dropIndex: (table, name) => [[`DROP INDEX ${quoted(name)} ON ${path(table)}`]],

    createForeignKey: (table, one) => [
      at(one.place, [`ALTER TABLE ${path(table)} ADD ${foreignKey(table, one, ',', '')}`]),
    ],
    dropForeignKey: (table, name) => [[`ALTER TABLE ${path(table)} DROP FOREIGN KEY ${quoted(name)}`]],

    // TypeORM refuses constraints of these kinds here: nothing is sent.
    createUnique: () => [],
    dropUnique: () => [],
    createCheck: () => [],
    dropCheck: () => [],
    createExclusion: () => [],
    dropExclusion: () => [],

    createPrimaryKey: (table, columns) => [
      [`ALTER TABLE ${path(table)} ADD PRIMARY KEY (${quotedAll(columns)})`],
    ],
    dropPrimaryKey: (table) => [[`ALTER TABLE ${path(table)} DROP PRIMARY KEY`]],

    createView: (view, expression) => [[`CREATE VIEW ${path(view)} AS `, ...expression]],
    dropView: (view, ifExists) => [[`DROP VIEW ${ifExists ? 'IF EXISTS ' : ''}${path(view)}`]],
    createSchema: () => [],
    dropSchema: () => [],
    clearTable: (table) => [[`TRUNCATE TABLE ${path(table)}`]],
  };
}

function quoted(name: string): string {
  return `\`${name}\``;
}

function quotedAll(names: readonly string[]): string {
  return names.map(quoted).join(', ');
}

function path({ schema, name }: TablePath): string {
  return schema === null ? quoted(name) : `${quoted(schema)}.${quoted(name)}`;
}

function definition(column: ColumnSpec, skipPrimary: boolean, isMariadb: boolean): string {
  let text = `${quoted(column.name)} ${mysqlType(column, isMariadb)}`;
  if (column.charset !== null) text += ` CHARACTER SET "${column.charset}"`;
  if (column.collation !== null) text += ` COLLATE "${column.collation}"`;
  if (column.asExpression !== null)
    text += ` AS (${column.asExpression}) ${column.generatedType ?? 'VIRTUAL'}`;
  if (column.zerofill) text += ' ZEROFILL';
  else if (column.unsigned) text += ' UNSIGNED';
  if (column.enum !== null)
    text += ` (${column.enum.map((value) => `'${value.replaceAll("'", "''")}'`).join(', ')})`;
  if (!isMariadb || column.asExpression === null) text += column.isNullable ? ' NULL' : ' NOT NULL';
  if (column.isPrimary && !skipPrimary) text += ' PRIMARY KEY';
  if (column.isGenerated && column.generationStrategy === 'increment') text += ' AUTO_INCREMENT';
  if (column.comment !== null && column.comment !== '') text += ` COMMENT ${commentText(column.comment)}`;
  if (column.default !== null) text += ` DEFAULT ${column.default}`;
  if (column.onUpdate !== null) text += ` ON UPDATE ${column.onUpdate}`;
  return text;
}

function commentText(comment: string): string {
  return `'${comment.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

/** The indexes of a new table: unique columns and unique constraints become unique indexes. */
function indicesOf({ name, columns, indices, uniques }: TableSpec): readonly IndexSpec[] {
  const isSole = (column: string, of: readonly string[]): boolean => of.length === 1 && of[0] === column;
  const isUniqueAlready = (column: string): boolean =>
    indices.some((one) => one.isUnique && isSole(column, one.columns)) ||
    uniques.some((one) => isSole(column, one.columns));
  const ofColumns = columns
    .filter((column) => column.isUnique && !isUniqueAlready(column.name))
    .map((column) => uniqueIndex(column.place, uniqueName(name, [column.name]), [column.name]));
  const ofConstraints = uniques
    .filter((one) => !indices.some((index) => index.name === one.name))
    .map((one) => uniqueIndex(one.place, one.name, one.columns));
  return [...indices, ...ofColumns, ...ofConstraints];
}

function uniqueIndex(place: IndexSpec['place'], name: string | null, columns: readonly string[]): IndexSpec {
  return {
    place,
    name,
    columns,
    isUnique: true,
    isSpatial: false,
    isFulltext: false,
    isConcurrent: false,
    parser: null,
    type: null,
    where: '',
  };
}

function inlineIndex({ name }: TablePath, index: IndexSpec): string {
  const own = index.name ?? indexName(name, index.columns, index.where);
  return `${kindOf(index)}INDEX ${quoted(own)} (${quotedAll(index.columns)})${parserOf(index)}`;
}

function kindOf({ isUnique, isSpatial, isFulltext }: IndexSpec): string {
  return `${isUnique ? 'UNIQUE ' : ''}${isSpatial ? 'SPATIAL ' : ''}${isFulltext ? 'FULLTEXT ' : ''}`;
}

function parserOf({ isFulltext, parser }: IndexSpec): string {
  return isFulltext && parser !== null ? ` WITH PARSER ${parser}` : '';
}

/** `comma` and `gap` are what TypeORM writes between and before the referenced columns. */
function foreignKey({ name }: TablePath, one: ForeignKeySpec, comma: string, gap: string): string {
  return (
    `CONSTRAINT ${quoted(one.name ?? foreignKeyName(name, one.columns))} ` +
    `FOREIGN KEY (${quotedAll(one.columns)}) ` +
    `REFERENCES ${path(one.references)}${gap}(${one.referencedColumns.map(quoted).join(comma)})` +
    (one.onDelete === null ? '' : ` ON DELETE ${one.onDelete}`) +
    (one.onUpdate === null ? '' : ` ON UPDATE ${one.onUpdate}`)
  );
}

function primaryKeyOf({ columns }: TableSpec): readonly Sql[] {
  const keys = columns.filter((column) => column.isPrimary);
  const [first] = keys;
  if (first === undefined) return [];
  const statement: Statement = [`PRIMARY KEY (${quotedAll(keys.map((column) => column.name))})`];
  return [at(first.place, statement)];
}
