import type { Schema, Table } from '../../../src/model/schema';
import type { Random } from './random';

const types = [
  'INTEGER',
  'TEXT',
  'REAL',
  'BLOB',
  'VARCHAR(20)',
  'numeric(8, 2)',
  'datetime',
  '',
  'bigint unsigned',
];
const names = ['a', 'b', 'c', 'd', '"E e"', 'f', '`g`'];

/** A change that SQLite will probably take; '' when there is nothing to change. */
export function sqliteChange(random: Random, schema: Schema, at: number): string {
  const tables = [...schema.tables.values()].filter((table) => !table.temporary);
  const views = [...schema.objects.values()].filter(({ object }) => object === 'view');
  const triggers = [...schema.objects.values()].filter(({ object }) => object === 'trigger');
  const table = random.pick(tables);
  if (table === undefined || tables.length < 3) return createTable(random, tables, at);
  const name = quoted(table.name);
  const column = columnOf(random, table);
  const index = random.pick(table.indexes);
  const view = random.pick(views);
  const trigger = random.pick(triggers);
  const added = `n${String(at)}`;
  return random.of(
    () => createTable(random, tables, at),
    () => createTable(random, tables, at),
    () =>
      `ALTER TABLE ${name} ADD COLUMN ${added} ${random.pick(types) ?? ''}${random.of('', " NOT NULL DEFAULT ''", ' DEFAULT NULL', ` REFERENCES ${quoted(random.pick(tables)?.name ?? '')}`, ' CHECK (1)')}`,
    () => `ALTER TABLE ${name} ADD ${added} AS (1 + 1)`,
    () => `ALTER TABLE ${name} DROP COLUMN ${column}`,
    () => `ALTER TABLE ${name} DROP COLUMN ${column}`,
    () => `ALTER TABLE ${name} RENAME COLUMN ${column} TO ${added}`,
    () => `ALTER TABLE ${name} RENAME ${column} TO "${added} q"`,
    () => `ALTER TABLE ${name} RENAME TO ${random.of(`r${String(at)}`, `"R ${String(at)}"`)}`,
    () =>
      `CREATE INDEX i${String(at)} ON ${name} (${column}${random.of('', ' DESC')}, ${columnOf(random, table)})`,
    () => `CREATE UNIQUE INDEX "I ${String(at)}" ON ${name} (${column})`,
    () =>
      `CREATE INDEX IF NOT EXISTS i${String(at)} ON ${name} (lower(${column})) WHERE ${columnOf(random, table)} IS NOT NULL`,
    () => (index === undefined ? '' : `DROP INDEX ${quoted(index.name)}`),
    () => `DROP INDEX IF EXISTS missing`,
    () => `CREATE VIEW v${String(at)} AS SELECT ${column} AS one FROM ${name}`,
    () => (view === undefined ? '' : `DROP VIEW ${quoted(view.name)}`),
    () => `CREATE TRIGGER tr${String(at)} AFTER DELETE ON ${name} BEGIN SELECT 1; SELECT 2; END`,
    () => (trigger === undefined ? '' : `DROP TRIGGER ${quoted(trigger.name)}`),
    () => (tables.length > 8 ? `DROP TABLE ${name}` : `DROP TABLE IF EXISTS missing`),
    () => `CREATE TABLE q${String(at)} (a INTEGER PRIMARY KEY AUTOINCREMENT, b TEXT)`,
    () => `CREATE TEMPORARY TABLE temp${String(at)} (a)`,
  )();
}

function createTable(random: Random, tables: readonly Table[], at: number): string {
  const columns = random.some(names, 5);
  const target = quoted(random.pick(tables)?.name ?? 'missing');
  const parts = columns.map(
    (name) =>
      `${name} ${random.pick(types) ?? ''}${random.of('', '', ' NOT NULL', ' UNIQUE', ' PRIMARY KEY', " DEFAULT 'x'", ' DEFAULT (1 + 1)', ` REFERENCES ${target}`, ' COLLATE NOCASE', ` CHECK (${name} IS NOT 1)`, ' AS (1) STORED')}`,
  );
  const [first = 'a', second = first] = random.some(columns, 2);
  if (random.chance(0.2)) parts.push(`PRIMARY KEY (${first}${first === second ? '' : `, ${second}`})`);
  if (random.chance(0.3)) parts.push(`UNIQUE (${first}${first === second ? '' : `, ${second}`})`);
  if (random.chance(0.2)) parts.push(`CONSTRAINT named UNIQUE (${first})`);
  if (random.chance(0.3)) parts.push(`FOREIGN KEY (${first}) REFERENCES ${target} ON DELETE CASCADE`);
  const name = random.of(`t${String(at)}`, `"T ${String(at)}"`);
  return `CREATE TABLE ${random.of('', '', 'IF NOT EXISTS ')}${name} (${parts.join(', ')})`;
}

function columnOf(random: Random, table: Table): string {
  return quoted(random.pick(table.columns)?.name ?? 'missing');
}

function quoted(name: string): string {
  return /^[a-zA-Z_]\w*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
