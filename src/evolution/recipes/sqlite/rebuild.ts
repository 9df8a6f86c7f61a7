import { referencesTo, sameName } from '../../../schema/lookup';
import type { Table } from '../../../model/schema';
import { triggersOf, type EvolvingTable } from '../evolving-table';
import { lastDefinition } from '../defined-columns';
import { limited, literal } from '../names';
import { buildOnline } from '../online-index';
import type { Ground } from '../recipe';
import { readingOf } from '../written';
import { createTable, type Redefinition } from './table-definition';

/** The table as it is to be: as the schema has it, but for what is said. */
export interface Rebuilt {
  readonly changed: Redefinition;
  /** What rows get in a column; null: what they hold. */
  readonly fill: { readonly column: string; readonly value: string } | null;
  /** The table with other constraints; its columns and indexes are those of the old one. Absent: as it is. */
  readonly as?: Table;
}

/** Nothing is different: the way back of a rebuild. */
export const asItWas: Rebuilt = { changed: { column: null, constraint: null }, fill: null };

/** Why the table cannot be rebuilt without losing what belongs to it, and what to do; null: it can. */
export function refuseRebuild({ table }: EvolvingTable, ground: Ground): string | null {
  if (!table.columnsKnown)
    return 'The columns of the table are not known from the history: rebuild it by hand, from the definition that sqlite_schema shows.';
  const made = readingOf(ground.history, table.createdBy)?.text ?? '';
  if (/\b(ON\s+CONFLICT|DEFERRABLE|MATCH)\b/i.test(made))
    return 'The table says ON CONFLICT, DEFERRABLE or MATCH, which is not carried over: rebuild it by hand, with these words in the new definition.';
  if (/^\s*CREATE\s+VIRTUAL/i.test(made))
    return 'The table is virtual: make another one with its module and copy the rows.';
  if (table.constraints.some((one) => one.type === 'check' && one.expression === null))
    return 'The expression of a CHECK is not known: rebuild the table by hand, from the definition that sqlite_schema shows.';
  return null;
}

/** Statements with a transaction of their own, in the order of the manual. */
export function rebuild(on: EvolvingTable, ground: Ground, rebuilt: Rebuilt): readonly string[] {
  const { table, quoted, sql } = on;
  const { changed, fill, as = table } = rebuilt;
  const newKey = as === table ? null : as.constraints.find((one) => one.type === 'primary-key');
  const fresh = limited(`evolens_new_${table.name}`, '', 'sqlite');
  const made = readingOf(ground.history, table.createdBy)?.text ?? '';
  const tail = (/\)([^()]*)$/.exec(made)?.[1] ?? '').replace(/;/g, '').trim();
  const copied = table.columns.filter((column) => column.generated === null);
  const values = copied.map(({ name }) =>
    fill !== null && sameName('sqlite', fill.column, name) ? `(${fill.value})` : quoted(name),
  );
  const counts = table.columns.some((column) => column.autoIncrement);
  const indexes = table.indexes.filter(
    (index) => !table.constraints.some((one) => (one.index ?? one.name) === index.name),
  );
  return [
    'PRAGMA foreign_keys = OFF',
    'BEGIN IMMEDIATE',
    createTable(as, fresh, changed, tail, (column) => {
      if (newKey?.columns.some((one) => sameName('sqlite', one, column.name)) === true) return true;
      const written = lastDefinition({ ...on, column, name: quoted(column.name) }, ground);
      return written?.notNull != null;
    }),
    `INSERT INTO ${quoted(fresh)} (${copied.map((one) => quoted(one.name)).join(', ')})\n  SELECT ${values.join(', ')} FROM ${sql}`,
    ...(counts ? countOn(fresh, table.name) : []),
    `DROP TABLE ${sql}`,
    // Views and triggers that name the table are not looked at while it is away, and keep its name.
    'PRAGMA legacy_alter_table = ON',
    `ALTER TABLE ${quoted(fresh)} RENAME TO ${quoted(table.name)}`,
    'PRAGMA legacy_alter_table = OFF',
    ...indexes.flatMap((index) => [
      ...buildOnline(on, {
        name: index.name,
        columns: index.columns.map((part) => (part.text === '' ? quoted(part.column ?? '') : part.text)),
        unique: index.unique,
        method: 'btree',
        includes: [],
        nullsNotDistinct: false,
        tail: '',
        where: index.where?.text ?? null,
      }).statements,
    ]),
    ...triggersOf(ground.before, table).flatMap((trigger) => {
      const text = readingOf(ground.history, trigger.createdBy)?.text;
      return text === undefined ? [] : [text.trim().replace(/;$/, '')];
    }),
    ...checked(on, ground),
    'COMMIT',
    'PRAGMA foreign_keys = ON',
  ];
}

/** AUTOINCREMENT goes on where it was, also behind rows that were deleted. */
function countOn(fresh: string, table: string): readonly string[] {
  const [as, of] = [literal(fresh, 'sqlite'), literal(table, 'sqlite')];
  return [
    `DELETE FROM sqlite_sequence WHERE name = ${as}`,
    `INSERT INTO sqlite_sequence (name, seq) SELECT ${as}, seq FROM sqlite_sequence WHERE name = ${of}`,
  ];
}

/** Rolls everything back when a foreign key of the table, or one that points at it, is broken. */
function checked({ table }: EvolvingTable, { before }: Ground): readonly string[] {
  const holders = [...new Set([table.name, ...referencesTo(before, table).map((one) => one.table.name)])];
  const broken = holders
    .map((name) => `(SELECT count(*) FROM pragma_foreign_key_check(${literal(name, 'sqlite')}))`)
    .join(' + ');
  return [
    'CREATE TEMP TABLE evolens_foreign_keys (broken INTEGER CHECK (broken = 0))',
    `INSERT OR ROLLBACK INTO evolens_foreign_keys SELECT ${broken}`,
    'DROP TABLE evolens_foreign_keys',
  ];
}
