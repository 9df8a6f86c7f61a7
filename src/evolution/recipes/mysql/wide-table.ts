import type { Column, Constraint } from '../../../model/schema';
import { sameName } from '../../../schema/lookup';
import type { EvolvingTable } from '../evolving-table';
import { limited, literal, qualified } from '../names';
import type { Ground } from '../recipe';
import { fillInBatches } from './backfill';
import { columnDefinition } from './column-definition';
import { sameValue } from './replacement-expressions';

/** A table that a copy with wider columns takes the place of (MySQL, MariaDB). */
export interface WideTable extends EvolvingTable {
  readonly dialect: 'mysql' | 'mariadb';
  /** SQL of the copy, and of the table once the copy has its name. */
  readonly wide: string;
  readonly narrow: string;
  readonly widened: readonly Column[];
  readonly type: string;
  /** Columns of a unique key without NULL that tell rows apart. */
  readonly key: readonly string[];
  /** Foreign keys to tables that are not copied, and to those that are. */
  readonly outward: readonly Constraint[];
  readonly inward: readonly Constraint[];
}

/** A foreign key between copied tables, and what its action does to the copy of the one that has it. */
export interface Follows {
  readonly child: WideTable;
  readonly constraint: Constraint;
}

/**
 * The copies, empty, and triggers that carry every change over. All copies are there before any trigger writes to one;
 * and nothing comes into a copy before what takes it out again: first what deletes, then what changes, then what adds.
 */
export function createCopies(
  tables: readonly WideTable[],
  followers: (one: WideTable) => readonly Follows[],
  ground: Ground,
): readonly string[] {
  return [
    ...tables.flatMap((one) => createCopy(one, ground)),
    ...tables.map((one) => deleting(one, followers(one))),
    ...tables.map((one) => updating(one, followers(one))),
    ...tables.map(inserting),
    ...tables.filter(({ table }) => table.columns.some((column) => column.autoIncrement)).flatMap(countOn),
  ];
}

export function dropCopies(tables: readonly WideTable[]): readonly string[] {
  const last = [...tables].reverse();
  return [
    ...['_insert', '_update', '_delete'].flatMap((tail) => last.map((one) => `DROP TRIGGER ${one.own('wide', tail)}`)),
    ...last.map((one) => `DROP TABLE ${one.wide}`),
  ];
} // prettier-ignore

function createCopy(one: WideTable, ground: Ground): readonly string[] {
  const { wide, sql, quoted } = one;
  const modified = one.widened.map((column) => {
    const preset = column.default?.text ?? null;
    const definition = columnDefinition({ ...one, column, name: quoted(column.name) }, ground, {
      nullable: column.nullable,
      preset,
      type: one.type,
    });
    return `MODIFY COLUMN ${quoted(column.name)} ${definition}${column.autoIncrement ? ' AUTO_INCREMENT' : ''}`;
  });
  return [
    `CREATE TABLE ${wide} LIKE ${sql}`,
    ...(modified.length === 0 ? [] : [`ALTER TABLE ${wide} ${modified.join(', ')}`]),
    ...one.outward.map((constraint) => `ALTER TABLE ${wide} ADD ${foreignKey(one, constraint, wideName)}`),
  ];
}

/** A foreign key as SQL. `named` gives it a name: those of a database must differ. */
export function foreignKey(
  { quoted, dialect }: WideTable,
  { name, columns, references }: Constraint,
  named: (name: string, dialect: WideTable['dialect']) => string,
  target = references === null ? '' : qualified(references.schema, references.table, dialect),
): string {
  const list = (names: readonly string[]): string => names.map(quoted).join(', ');
  const action = (event: string, what: string | null | undefined): string =>
    what == null ? '' : ` ON ${event} ${what.toUpperCase()}`;
  return `CONSTRAINT ${quoted(named(name, dialect))} FOREIGN KEY (${list(columns)}) REFERENCES ${target} (${list(references?.columns ?? [])})${action('DELETE', references?.onDelete)}${action('UPDATE', references?.onUpdate)}`;
}

/** What a foreign key of the copy is called until the old table is gone. */
export function wideName(name: string, dialect: WideTable['dialect']): string {
  return limited(`evolens_${name}`, '_wide', dialect);
}

/** Columns that are written; generated ones follow. */
function writtenColumns({ table, quoted }: WideTable): readonly string[] {
  return table.columns.filter((column) => column.generated === null).map((column) => quoted(column.name));
}

function trigger(
  { own, sql }: WideTable,
  event: 'INSERT' | 'UPDATE' | 'DELETE',
  statements: readonly string[],
): string {
  const body = statements.map((text) => `  ${text};\n`).join('');
  return `CREATE TRIGGER ${own('wide', `_${event.toLowerCase()}`)} AFTER ${event} ON ${sql} FOR EACH ROW\nBEGIN\n${body}END`;
}

/** A row may be in the copy already, or not be filled yet. */
function upsert(one: WideTable): string {
  const columns = writtenColumns(one);
  return `INSERT INTO ${one.wide} (${columns.join(', ')}) VALUES (${columns.map((name) => `NEW.${name}`).join(', ')})\n    ON DUPLICATE KEY UPDATE ${columns.map((name) => `${name} = VALUES(${name})`).join(', ')}`;
}

function inserting(one: WideTable): string {
  return trigger(one, 'INSERT', [upsert(one)]);
}

/** The row of the copy that was this one. */
function formerRow({ key, quoted }: WideTable): string {
  return key.map((name) => `${quoted(name)} = OLD.${quoted(name)}`).join(' AND ');
}

function updating(one: WideTable, followers: readonly Follows[]): string {
  const key = one.key.map(one.quoted);
  const moved = key.map((name) => `NOT (NEW.${name} <=> OLD.${name})`).join(' OR ');
  const set = key.map((name) => `${name} = NEW.${name}`).join(', ');
  return trigger(one, 'UPDATE', [
    `IF ${moved} THEN\n    UPDATE ${one.wide} SET ${set} WHERE ${formerRow(one)};\n  END IF`,
    ...followers.flatMap((follows) => followed(follows, one, 'onUpdate')),
    upsert(one),
  ]);
}

function deleting(one: WideTable, followers: readonly Follows[]): string {
  return trigger(one, 'DELETE', [
    ...followers.flatMap((follows) => followed(follows, one, 'onDelete')),
    `DELETE FROM ${one.wide} WHERE ${formerRow(one)}`,
  ]);
}

/** What a foreign key between copied tables does by itself fires no trigger: that of the table it refers to does it to the copy. */
function followed({ child, constraint }: Follows, { quoted }: WideTable, event: 'onDelete' | 'onUpdate'): readonly string[] {
  const action = constraint.references?.[event]?.toLowerCase() ?? '';
  if (action !== 'cascade' && action !== 'set null') return [];
  const pairs = constraint.columns.map((name, at) => ({ own: quoted(name), of: quoted(constraint.references?.columns[at] ?? '') }));
  const where = pairs.map(({ own, of }) => `${own} = OLD.${of}`).join(' AND ');
  if (event === 'onDelete' && action === 'cascade') return [`DELETE FROM ${child.wide} WHERE ${where}`];
  const set = pairs.map(({ own, of }) => `${own} = ${action === 'cascade' ? `NEW.${of}` : 'NULL'}`).join(', ');
  if (event === 'onDelete') return [`UPDATE ${child.wide} SET ${set} WHERE ${where}`];
  const changed = pairs.map(({ of }) => `NOT (NEW.${of} <=> OLD.${of})`).join(' OR ');
  return [`IF ${changed} THEN\n    UPDATE ${child.wide} SET ${set} WHERE ${where};\n  END IF`];
} // prettier-ignore

/** Numbers of rows that are gone are not given out again. */
function countOn({ wide, table, dialect }: WideTable): readonly string[] {
  const alter = literal(`ALTER TABLE ${wide} AUTO_INCREMENT = `, dialect);
  return [
    ...(dialect === 'mysql' ? ['SET SESSION information_schema_stats_expiry = 0'] : []),
    `SET @evolens_count = (SELECT CONCAT(${alter}, COALESCE(AUTO_INCREMENT, 1)) FROM information_schema.TABLES WHERE TABLE_SCHEMA = ${table.schema === null ? 'DATABASE()' : literal(table.schema, dialect)} AND TABLE_NAME = ${literal(table.name, dialect)})`,
    'PREPARE evolens_count FROM @evolens_count',
    'EXECUTE evolens_count',
    'DEALLOCATE PREPARE evolens_count',
  ];
}

/** Copies the rows that are not there yet, batch by batch; resumable. */
export function fillWide(one: WideTable, ground: Ground): readonly string[] {
  const columns = writtenColumns(one).join(', ');
  return fillInBatches({
    dialect: one.dialect,
    key: one.key,
    table: one.sql,
    checkpoint: one.own('wide', '_checkpoint'),
    procedure: one.own('wide', '_backfill'),
    set: '',
    needed: isMissing(one),
    fill: (rows) =>
      `INSERT INTO ${one.wide} (${columns}) SELECT ${columns} FROM ${one.sql}\n          ${rows}`,
    untouched: [],
    batchRows: ground.options.batchRows,
    pauseMilliseconds: ground.options.pauseMilliseconds,
  });
}

/** What a backfill leaves when it is stopped. */
export function stopFilling(one: WideTable): readonly string[] {
  return [
    `DROP PROCEDURE IF EXISTS ${one.own('wide', '_backfill')}`,
    `DROP TABLE IF EXISTS ${one.own('wide', '_checkpoint')}`,
  ];
}

function isMissing(one: WideTable): string {
  return `NOT EXISTS (SELECT 1 FROM ${one.wide} AS evolens_wide WHERE ${matched(one, 'evolens_wide')})`;
}

function matched({ key, quoted, sql }: WideTable, copy: string): string {
  return key.map((name) => `${copy}.${quoted(name)} = ${sql}.${quoted(name)}`).join(' AND ');
}

/** Rows that are missing in the copy. */
export function countMissing(one: WideTable): string {
  return `SELECT count(*) FROM ${one.sql} WHERE ${isMissing(one)}`;
}

/** Rows that are missing in one of both tables, or differ. */
export function countApart(one: WideTable): string {
  const { sql, wide, quoted, table } = one;
  const isWidened = (name: string): boolean =>
    one.widened.some((column) => sameName(one.dialect, column.name, name));
  const same = table.columns
    .filter((column) => column.generated === null)
    .map(({ name, type }) => {
      const [own, other] = [`${sql}.${quoted(name)}`, `evolens_wide.${quoted(name)}`];
      return isWidened(name) ? `${own} <=> ${other}` : sameValue(type?.text ?? '', own, other);
    });
  const joined = `${sql} LEFT JOIN ${wide} AS evolens_wide ON ${matched(one, 'evolens_wide')}`;
  const back = `${wide} AS evolens_wide LEFT JOIN ${sql} ON ${matched(one, 'evolens_wide')}`;
  const first = `${sql}.${quoted(one.key[0] ?? '')}`;
  return `(SELECT count(*) FROM ${joined} WHERE NOT (${same.join(' AND ')})) + (SELECT count(*) FROM ${back} WHERE ${first} IS NULL)`;
}
