import type { Column, Constraint, Index, Table } from '../../../model/schema';
import { limited, literal, qualified } from '../names';
import type { Ground } from '../recipe';
import { optionsOfIndex } from '../written';
import { quote } from '../../../sql/identifiers';
import { createRowTrigger, dropRowTrigger, type RowTrigger } from './fill-trigger';

/** A column that a wider one of the same name takes the place of: the key, or a column that refers to it. */
export interface KeyColumn {
  readonly table: Table;
  readonly column: Column;
  /** SQL of the table, the column, and the one that is filled beside it. */
  readonly sql: string;
  readonly name: string;
  readonly wide: string;
  readonly type: string;
  readonly trigger: RowTrigger;
  readonly indexes: readonly KeyIndex[];
}

/** An index or constraint over the column, and the one over the wider column that is built beside it. */
export interface KeyIndex {
  readonly name: string;
  /** null: an index of no constraint. */
  readonly constraint: 'PRIMARY KEY' | 'UNIQUE' | null;
  /** As the database has it. */
  readonly spare: string;
  readonly create: string;
}

/** The columns of one table that get the type; an index over several of them is built once, over all the wider ones. */
export function keyColumns(
  ground: Ground,
  table: Table,
  columns: readonly Column[],
  type: string,
): readonly KeyColumn[] {
  const wides = new Map(
    columns.map(({ name }) => [name, quote(limited(`evolens_${name}`, '_wide', 'postgres'), 'postgres')]),
  );
  return columns.map((column, at) => {
    const earlier = columns.slice(0, at).map((one) => one.name);
    const isFirst = (names: readonly (string | null)[]): boolean =>
      names.includes(column.name) && !earlier.some((one) => names.includes(one));
    return keyColumn(table, column, type, indexesOver(ground, table, wides, isFirst));
  });
}

function keyColumn(table: Table, column: Column, type: string, indexes: readonly KeyIndex[]): KeyColumn {
  const sql = qualified(table.schema, table.name, 'postgres');
  const stem = `evolens_${table.name}_${column.name}`;
  const wide = quote(limited(`evolens_${column.name}`, '_wide', 'postgres'), 'postgres');
  const name = quote(column.name, 'postgres');
  const trigger: RowTrigger = {
    table: sql,
    function: qualified(table.schema, limited(stem, '_widen', 'postgres'), 'postgres'),
    trigger: quote(limited(`zz_${stem}`, '_widen', 'postgres'), 'postgres'),
    on: 'INSERT OR UPDATE',
    when: null,
    body: `NEW.${wide} := NEW.${name};`,
  };
  return { table, column, sql, name, wide, type, trigger, indexes };
}

/** `wides`: SQL of the wider columns by the names of the old ones. `isOwn`: whether an index over such columns is meant. */
function indexesOver(
  ground: Ground,
  table: Table,
  wides: ReadonlyMap<string, string>,
  isOwn: (names: readonly (string | null)[]) => boolean,
): readonly KeyIndex[] {
  const part = (name: string): string => wides.get(name) ?? quote(name, 'postgres');
  const sql = qualified(table.schema, table.name, 'postgres');
  const spareOf = (name: string): string => limited(`evolens_${name}`, '_wide', 'postgres');
  const build = (unique: boolean, name: string, rest: string): string =>
    `CREATE ${unique ? 'UNIQUE ' : ''}INDEX CONCURRENTLY ${quote(spareOf(name), 'postgres')} ON ${sql} ${rest}`;
  const keys = table.constraints.filter(isKey).filter((one) => isOwn(one.columns));
  const backing = new Set(table.constraints.filter(isKey).map((one) => one.index ?? one.name));
  const ofKeys = keys.map((one) => ({
    name: one.name,
    constraint: one.type === 'unique' ? ('UNIQUE' as const) : ('PRIMARY KEY' as const),
    spare: spareOf(one.name),
    create: build(true, one.name, `(${one.columns.map(part).join(', ')})`),
  }));
  const covered = (one: Index): readonly (string | null)[] => [
    ...one.columns.map((each) => each.column),
    ...one.includes,
  ];
  const plain = table.indexes.filter((one) => !backing.has(one.name) && isOwn(covered(one)));
  const ofPlain = plain.map((one) => {
    const options = optionsOfIndex(ground.history, one);
    const columns = one.columns.map((each) => {
      const own = quote(each.column ?? '', 'postgres');
      const text = each.text === '' ? own : each.text;
      const wide = wides.get(each.column ?? '');
      return wide !== undefined && text.startsWith(own) ? wide + text.slice(own.length) : text;
    });
    const rest = [
      one.method === 'btree' ? '' : `USING ${one.method}`,
      `(${columns.join(', ')})`,
      one.includes.length === 0 ? '' : `INCLUDE (${one.includes.map(part).join(', ')})`,
      options.nullsNotDistinct ? 'NULLS NOT DISTINCT' : '',
      options.tail,
      one.where === null ? '' : `WHERE ${one.where.text}`,
    ].filter((each) => each !== '');
    const spare = spareOf(one.name);
    return { name: one.name, constraint: null, spare, create: build(one.unique, one.name, rest.join(' ')) };
  });
  return [...ofKeys, ...ofPlain];
}

function isKey(constraint: Constraint): boolean {
  return constraint.type === 'primary-key' || constraint.type === 'unique';
}

/** Why the column cannot be exchanged, or null: what names it beyond plain indexes is not carried over. */
export function refuseKeyColumn({ table, column }: KeyColumn): string | null {
  const label = `${table.name}.${column.name}`;
  if (table.partitionBy !== null || table.partitionOf !== null) return `The table ${table.name} is partitioned, where the key belongs to every partition: make a new partitioned table beside it and move the rows.`;
  const check = table.constraints.find((one) => /check|exclude/.test(one.type) && one.columns.includes(column.name));
  if (check !== undefined) return `The constraint ${check.name} names ${label}: drop it in a migration before, and add it again NOT VALID once the evolution is through.`;
  const special = table.indexes.find(
    (one) =>
      one.columns.some((part) => part.column === null) ||
      one.where?.columns.includes(column.name) === true,
  );
  if (special !== undefined) return `The index ${special.name} of ${table.name} has an expression or condition that may name ${label}: drop it in a migration before, and build it again once the evolution is through.`;
  const generated = table.columns.find((one) => one.generated?.expression.columns.includes(column.name));
  if (generated !== undefined) return `The generated column ${generated.name} is computed from ${label}: drop it before, and add it again once the evolution is through.`;
  return null;
} // prettier-ignore

/** Required columns get a default that no row keeps, because then no row has to be read for NOT NULL. */
export function widen({ sql, column, wide, type, trigger }: KeyColumn): readonly string[] {
  const required = column.nullable ? '' : ' NOT NULL DEFAULT 0';
  return [`ALTER TABLE ${sql} ADD COLUMN ${wide} ${type}${required}`, ...createRowTrigger(trigger)];
}

export function unwiden({ sql, wide, trigger }: KeyColumn): readonly string[] {
  return [...dropRowTrigger(trigger), `ALTER TABLE ${sql} DROP COLUMN ${wide}`];
}

/** The wider column takes the place and the name of the old one; no row is read. */
export function exchange(key: KeyColumn): readonly string[] {
  const { sql, name, wide, column, table, trigger } = key;
  const beside = (one: string): string => qualified(table.schema, one, 'postgres');
  const drops = key.indexes.map((index) =>
    index.constraint === null
      ? `DROP INDEX ${beside(index.name)}`
      : `ALTER TABLE ${sql} DROP CONSTRAINT ${quote(index.name, 'postgres')}`,
  );
  const brings = key.indexes.map((index) =>
    index.constraint === null
      ? `ALTER INDEX ${beside(index.spare)} RENAME TO ${quote(index.name, 'postgres')}`
      : `ALTER TABLE ${sql} ADD CONSTRAINT ${quote(index.name, 'postgres')} ${index.constraint} USING INDEX ${quote(index.spare, 'postgres')}`,
  );
  const preset = column.default?.text ?? null;
  return [
    ...dropRowTrigger(trigger),
    ...drops,
    ...(column.nullable ? [] : [`ALTER TABLE ${sql} ALTER COLUMN ${wide} DROP DEFAULT`]),
    ...numbering(key),
    `ALTER TABLE ${sql} DROP COLUMN ${name}`,
    `ALTER TABLE ${sql} RENAME COLUMN ${wide} TO ${name}`,
    ...(preset === null || column.autoIncrement
      ? []
      : [`ALTER TABLE ${sql} ALTER COLUMN ${name} SET DEFAULT ${preset}`]),
    ...brings,
  ];
}

/** Serial and identity columns go on counting where they are, up to the limit of the wider type. */
function numbering({ sql, name, wide, type, column }: KeyColumn): readonly string[] {
  const target = literal(sql, 'postgres');
  const plainName = literal(column.name, 'postgres');
  const sequence = `pg_get_serial_sequence(${target}, ${plainName})`;
  if (column.identity !== null)
    return [
      `DO $evolens$
DECLARE
  sequence text := ${sequence};
  next bigint;
BEGIN
  EXECUTE 'SELECT CASE WHEN is_called THEN last_value + 1 ELSE last_value END FROM ' || sequence INTO next;
  ALTER TABLE ${sql} ALTER COLUMN ${name} DROP IDENTITY;
  EXECUTE format('ALTER TABLE ${sql.replaceAll("'", "''").replaceAll('%', '%%')} ALTER COLUMN ${wide.replaceAll("'", "''").replaceAll('%', '%%')} ADD GENERATED ${column.identity === 'always' ? 'ALWAYS' : 'BY DEFAULT'} AS IDENTITY (SEQUENCE NAME %s START WITH %s)', sequence, next);
END
$evolens$`,
    ];
  if (!column.autoIncrement && column.default?.functions.some((one) => one.endsWith('nextval')) !== true)
    return [];
  return [
    `DO $evolens$
DECLARE
  sequence text := ${sequence};
BEGIN
  IF sequence IS NOT NULL THEN
    EXECUTE format('ALTER SEQUENCE %s AS ${type}', sequence);
    EXECUTE format('ALTER SEQUENCE %s OWNED BY %s', sequence, ${literal(`${sql}.${wide}`, 'postgres')});
    EXECUTE format('ALTER TABLE %s ALTER COLUMN %s SET DEFAULT nextval(%L::regclass)', ${target}, ${literal(wide, 'postgres')}, sequence);
  END IF;
END
$evolens$`,
  ];
}
