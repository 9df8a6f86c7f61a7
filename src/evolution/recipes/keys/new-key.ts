import type { Column, Constraint } from '../../../model/schema';
import { sameName } from '../../../schema/lookup';
import { baked, declared, draftStage, released } from '../draft-stage';
import type { EvolvingTable } from '../evolving-table';
import type { DraftStage, Ground, Guard, Refusal } from '../recipe';
import { isRefused } from '../recipe';
import { mysqlKey } from './new-key-mysql';
import { postgresKey } from './new-key-postgres';
import { sqliteKey } from './new-key-sqlite';

/** Columns of a table that are to become its primary key. */
export interface NewKey extends EvolvingTable {
  readonly ground: Ground;
  readonly columns: readonly Column[];
  /** The name of the constraint where the database takes one. */
  readonly keyName: string;
  /** The key whose place they take; it stays unique. null: the table has none. */
  readonly old: Constraint | null;
}

/** What a dialect does once no row stands in the way; preconditions are given to its stages. */
export interface KeyStages {
  /** Before contract: what can be proven while older versions write. */
  readonly verify: readonly DraftStage[];
  readonly contract: readonly DraftStage[];
}

/** The stages from the first version that writes the columns rightly to the key, or why there are none. */
export function newKeyStages(key: NewKey): readonly DraftStage[] | Refusal {
  const refused = refuse(key);
  if (refused !== null) return { refused };
  const list = listed(key);
  const inTheWay = rowsInTheWay(key);
  const guard: Guard = {
    count: inTheWay,
    message: `rows of ${key.written} have no ${list}, or share it: resolve them first`,
  };
  const made = stagesOf(key, guard);
  if (isRefused(made)) return made;
  const safe = declared(
    `no running version writes a row of ${key.written} without ${list}, or two with the same`,
  );
  const waits = [released('backfill'), baked('dual-write', key.ground.options.bakeHours), safe];
  return [
    draftStage('dual-write', {
      application: `Release a version that gives ${list} to every row of ${key.written} it inserts, never the same twice, never changes it to NULL, and handles the error that the database will raise; then set done.`,
      rollbackNote: 'Release the previous version again.',
    }),
    draftStage('backfill', {
      application: `Give every row of ${key.written} a ${list} of its own, in batches, until the verification query counts none; then set done.`,
      preconditions: [released('dual-write')],
      verification: inTheWay,
      rollbackNote: 'Stop it: nothing is refused yet.',
    }),
    ...made.verify.map((stage) => ({ ...stage, preconditions: [released('backfill' as const), safe] })),
    ...made.contract.map((stage) => ({ ...stage, preconditions: waits })),
  ];
}

function stagesOf(key: NewKey, guard: Guard): KeyStages | Refusal {
  switch (key.dialect) {
    case 'postgres':
      return postgresKey(key, guard);
    case 'mysql':
    case 'mariadb':
      return mysqlKey(key, guard);
    case 'sqlite':
      return sqliteKey(key, guard);
  }
}

/** `id`, `tenant, id`. */
export function listed({ columns }: Pick<NewKey, 'columns'>): string {
  return columns.map((one) => one.name).join(', ');
}

/** The columns as SQL. */
export function quotedList({ columns, quoted }: NewKey): string {
  return columns.map((one) => quoted(one.name)).join(', ');
}

function refuse({ columns, dialect, old, written }: NewKey): string | null {
  const twice = columns.find((one, at) => columns.indexOf(one) !== at);
  if (twice !== undefined)
    return `The column ${twice.name} is named twice: name each column of the key once.`;
  const same = (one: string, at: number): boolean => sameName(dialect, one, columns[at]?.name ?? '');
  if (old?.columns.length === columns.length && old.columns.every(same))
    return `The primary key of ${written} is ${old.columns.join(', ')} already: name other columns, or another type.`;
  return null;
}

/** Rows without the key, and values that several rows share. */
function rowsInTheWay(key: NewKey): string {
  const empty = key.columns.map((one) => `${key.quoted(one.name)} IS NULL`).join(' OR ');
  return `SELECT (SELECT count(*) FROM ${key.sql} WHERE ${empty}) + (SELECT count(*) FROM (SELECT 1 AS shared FROM ${key.sql} GROUP BY ${quotedList(key)} HAVING count(*) > 1) AS duplicates) AS in_the_way`;
}
