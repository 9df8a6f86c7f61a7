import type { Column, Schema, SchemaType } from '../../model/schema';
import { findType } from '../../schema/lookup';
import { evolvingColumn, parsedName, type EvolvingColumn } from './evolving-table';
import { literal, qualified } from './names';
import type { Answers, Ground, Refusal } from './recipe';
import { isRefused } from './recipe';

/** An enum: a type of Postgres with the columns of it, or one column of MySQL and MariaDB. */
export interface EvolvingEnum {
  readonly values: readonly string[];
  /** null: an ENUM column. */
  readonly type: { readonly sql: string; readonly written: string } | null;
  /** Columns that hold its values; never empty for an ENUM column. */
  readonly columns: readonly EvolvingColumn[];
  readonly written: string;
}

/** The enum that `enum` names, or the ENUM column of `table` and `column`; or why it is none. */
export function evolvingEnum(answers: Answers, ground: Ground): EvolvingEnum | Refusal {
  const { before } = ground;
  if (before.dialect === 'sqlite') return { refused: 'SQLite has no enums: change the CHECK of the column by rebuilding its table.' }; // prettier-ignore
  if (before.dialect === 'postgres') return postgresEnum(answers, ground);
  const on = evolvingColumn(answers, ground);
  if (isRefused(on)) return on;
  const values = on.column.type?.values ?? null;
  const isEnum = on.column.type?.name.toLowerCase() === 'enum';
  if (values === null || !isEnum) return { refused: `The column ${on.column.name} of ${on.written} is no ENUM: name a column that is one.` };
  return { values, type: null, columns: [on], written: `${on.written}.${on.column.name}` };
} // prettier-ignore

function postgresEnum(answers: Answers, ground: Ground): EvolvingEnum | Refusal {
  const given = parsedName(answers['enum'] ?? '');
  const type = findType(ground.before, given);
  if (type?.kind !== 'enum')
    return {
      refused: `The enum ${answers['enum'] ?? ''} is not known from the history: check the spelling, or let the history start at a dump that has it (start: in evolens.yml).`,
    };
  const columns: EvolvingColumn[] = [];
  for (const { table, column } of columnsOf(ground.before, type)) {
    if (column.type?.isArray === true)
      return {
        refused: `The column ${column.name} of ${table} is an array of the enum: give it a table of its own first, with one value in a row, then plan this again.`,
      };
    const on = evolvingColumn({ table, column: column.name }, ground);
    if (isRefused(on)) return on;
    columns.push(on);
  }
  const written = type.schema === null ? type.name : `${type.schema}.${type.name}`;
  const sql = qualified(type.schema, type.name, 'postgres');
  return { values: type.values, type: { sql, written }, columns, written };
}

function columnsOf(schema: Schema, type: SchemaType): readonly { table: string; column: Column }[] {
  return [...schema.tables.values()]
    .filter((table) => table.partitionOf === null)
    .flatMap((table) =>
      table.columns
        .filter((column) => column.type !== null && findType(schema, column.type) === type)
        .map((column) => ({ table: `${table.schema === null ? '' : `"${table.schema}".`}"${table.name}"`, column })),
    );
} // prettier-ignore

/** ENUM('a','b') of MySQL and MariaDB. */
export function enumType(values: readonly string[], { dialect }: EvolvingColumn): string {
  return `ENUM(${values.map((value) => literal(value, dialect)).join(',')})`;
}

/** A SELECT of one number: how many rows hold the value. */
export function countHolders({ columns }: EvolvingEnum, value: string): string {
  const counts = columns.map(
    (on) => `(SELECT count(*) FROM ${on.sql} WHERE ${on.name} = ${literal(value, on.dialect)})`,
  );
  return `SELECT ${counts.length === 0 ? '0' : counts.join(' + ')} AS held`;
}
