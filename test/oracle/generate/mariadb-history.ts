import type { Schema, Table } from '../../../src/model/schema';
import type { Random } from './random';

const types = [
  'INT',
  'BIGINT UNSIGNED',
  'VARCHAR(20)',
  'TEXT',
  'DECIMAL(8,2)',
  'DECIMAL',
  'DATETIME(3)',
  'TIMESTAMP NULL',
  'TINYINT(1)',
  'BOOLEAN',
  "ENUM('x','y')",
  'JSON',
  'CHAR(3)',
  'DOUBLE',
  'DATE',
  'LONGTEXT',
  'BINARY(16)',
];
const names = ['a', 'b', 'c', 'd', '`E e`', 'f', 'Gg'];

/** A change that MariaDB will probably take; '' when there is nothing to change. */
export function mariadbChange(random: Random, schema: Schema, at: number): string {
  const tables = [...schema.tables.values()].filter((table) => !table.temporary);
  const table = random.pick(tables);
  if (table === undefined || tables.length < 3) return createTable(random, tables, at);
  const kinds = random.of(onTable, onColumn, onColumn, onColumn, onKey, onKey, onObject);
  return kinds(random, schema, tables, table, at);
}

type Change = (random: Random, schema: Schema, tables: readonly Table[], table: Table, at: number) => string;

const onTable: Change = (random, _, tables, table, at) =>
  random.of(
    () => createTable(random, tables, at),
    () => createTable(random, tables, at),
    () => `CREATE TABLE like${String(at)} LIKE ${quoted(table.name)}`,
    () => `ALTER TABLE ${quoted(table.name)} RENAME TO r${String(at)}`,
    () => `RENAME TABLE ${quoted(table.name)} TO \`R ${String(at)}\``,
    () => (tables.length > 8 ? `DROP TABLE ${quoted(table.name)}` : 'DROP TABLE IF EXISTS missing'),
    () => `CREATE TEMPORARY TABLE temp${String(at)} (a INT)`,
    () => `ALTER TABLE ${quoted(table.name)} COMMENT = 'x', ENGINE = InnoDB`,
    () => `TRUNCATE TABLE ${quoted(table.name)}`,
  )();

const onColumn: Change = (random, _, __, table, at) => {
  const alter = `ALTER TABLE ${quoted(table.name)}`;
  const column = columnOf(random, table);
  const other = columnOf(random, table);
  const place = random.of('', '', ' FIRST', ` AFTER ${other}`);
  const added = `n${String(at)}`;
  const definition = `${random.pick(types) ?? 'INT'}${random.of('', '', ' NOT NULL', ' DEFAULT NULL')}`;
  return random.of(
    () => `${alter} ADD COLUMN ${added} ${definition}${place}`,
    () => `${alter} ADD ${added} ${definition}, ADD COLUMN m${String(at)} INT UNIQUE${place}`,
    () => `${alter} ADD COLUMN IF NOT EXISTS ${column} INT`,
    () => `${alter} ADD COLUMN ${added} INT AS (1 + 1) ${random.of('STORED', 'VIRTUAL')}`,
    () => `${alter} DROP COLUMN ${column}`,
    () => `${alter} DROP COLUMN IF EXISTS ${column}, DROP COLUMN IF EXISTS missing`,
    () => `${alter} RENAME COLUMN ${column} TO ${added}`,
    () => `${alter} CHANGE ${column} ${random.of(column, added)} ${definition}${place}`,
    () => `${alter} MODIFY COLUMN ${column} ${definition}${place}`,
    () => `${alter} MODIFY ${column} VARCHAR(${String(20 + at)}) NOT NULL DEFAULT 'x'`,
    () => `${alter} ALTER COLUMN ${column} SET DEFAULT 1`,
    () => `${alter} ALTER ${column} DROP DEFAULT`,
  )();
};

const onKey: Change = (random, _, tables, table, at) => {
  const alter = `ALTER TABLE ${quoted(table.name)}`;
  const column = columnOf(random, table);
  const other = columnOf(random, table);
  const index = quoted(random.pick(table.indexes)?.name ?? 'missing');
  const keys = table.constraints.filter(({ type }) => type === 'foreign-key');
  const checks = table.constraints.filter(({ type }) => type === 'check');
  const target = random.pick(tables) ?? table;
  const primary = target.constraints.find(({ type }) => type === 'primary-key')?.columns ?? [];
  const type = target.columns.find(({ name }) => name === primary[0])?.type;
  const matching = table.columns.find(
    (own) => own.type?.name === type?.name && own.type?.unsigned === type?.unsigned,
  );
  const key =
    primary.length !== 1 || matching === undefined
      ? ''
      : `(${quoted(matching.name)}) REFERENCES ${quoted(target.name)} (${quoted(primary[0] ?? '')})${random.of('', ' ON DELETE CASCADE', ' ON UPDATE SET NULL')}`;
  const named = random.of('', `CONSTRAINT fk${String(at)} `);
  return random.of(
    () => `CREATE INDEX i${String(at)} ON ${quoted(table.name)} (${column}${random.of('', ' DESC')})`,
    () => `CREATE UNIQUE INDEX i${String(at)} ON ${quoted(table.name)} (${column}, ${other})`,
    () => `${alter} ADD INDEX (${column})`,
    () => `${alter} ADD KEY \`k ${String(at)}\` (${column}(3))`,
    () => `${alter} ADD UNIQUE (${column})`,
    () => `${alter} ADD CONSTRAINT u${String(at)} UNIQUE (${column}, ${other})`,
    () => `${alter} ADD FULLTEXT INDEX ft${String(at)} (${column})`,
    () => `${alter} ADD PRIMARY KEY (${column})`,
    () => `${alter} DROP PRIMARY KEY`,
    () => `${alter} DROP INDEX ${index}`,
    () => `DROP INDEX ${index} ON ${quoted(table.name)}`,
    () => `${alter} RENAME INDEX ${index} TO ri${String(at)}`,
    () => (key === '' ? '' : `${alter} ADD ${named}FOREIGN KEY ${key}`),
    () => (key === '' ? '' : `${alter} ADD ${named}FOREIGN KEY ${key}`),
    () => `${alter} DROP FOREIGN KEY ${quoted(random.pick(keys)?.name ?? 'missing')}`,
    () => `${alter} ADD ${random.of('', `CONSTRAINT ck${String(at)} `)}CHECK (${column} IS NOT NULL OR 1)`,
    () => `${alter} DROP CONSTRAINT ${quoted(random.pick(checks)?.name ?? 'missing')}`,
  )();
};

const onObject: Change = (random, schema, _, table, at) => {
  const held = [...schema.objects.values()];
  const object = random.pick(held);
  return random.of(
    () => `CREATE VIEW v${String(at)} AS SELECT ${columnOf(random, table)} AS one FROM ${quoted(table.name)}`,
    () => `CREATE OR REPLACE VIEW v AS SELECT 1 AS one FROM ${quoted(table.name)}`,
    () => `CREATE TRIGGER tr${String(at)} BEFORE INSERT ON ${quoted(table.name)} FOR EACH ROW SET @x = 1`,
    () => `CREATE PROCEDURE p${String(at)}() SELECT 1`,
    () => `CREATE FUNCTION f${String(at)}() RETURNS INT DETERMINISTIC RETURN 1`,
    () => `CREATE SEQUENCE s${String(at)}`,
    () => (object === undefined ? '' : `DROP ${object.object.toUpperCase()} ${quoted(object.name)}`),
  )();
};

function createTable(random: Random, tables: readonly Table[], at: number): string {
  const columns = random.some(names, 5);
  const parts = columns.map(
    (name) =>
      `${name} ${random.pick(types) ?? 'INT'}${random.of('', '', ' NOT NULL', ' DEFAULT NULL', ' UNIQUE', " COMMENT 'x'")}`,
  );
  const [first = 'a', second = first] = random.some(columns, 2);
  const both = first === second ? first : `${first}, ${second}`;
  parts.unshift(
    random.of(
      'id INT PRIMARY KEY AUTO_INCREMENT',
      'id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT, PRIMARY KEY (id)',
      'id INT PRIMARY KEY',
      'id VARCHAR(20) NOT NULL PRIMARY KEY',
      'plain INT',
    ),
  );
  if (random.chance(0.3)) parts.push(`KEY (${both})`);
  if (random.chance(0.2)) parts.push(`UNIQUE KEY named (${first})`);
  if (random.chance(0.2)) parts.push(`CHECK (${first} IS NOT NULL OR 1)`);
  const target = random.pick(
    tables.filter((table) => table.columns[0]?.name === 'id' && table.columns[0].type?.name === 'int'),
  );
  if (target !== undefined && random.chance(0.5))
    parts.push(
      `ref INT, ${random.of('', `CONSTRAINT fk${String(at)} `)}FOREIGN KEY ${random.of('', `fi${String(at)} `)}(ref) REFERENCES ${quoted(target.name)} (id)`,
    );
  return `CREATE TABLE ${random.of(`t${String(at)}`, `\`T ${String(at)}\``)} (${parts.join(', ')})`;
}

function columnOf(random: Random, table: Table): string {
  return quoted(random.pick(table.columns)?.name ?? 'missing');
}

function quoted(name: string): string {
  return /^[a-zA-Z_]\w*$/.test(name) ? name : `\`${name}\``;
}
