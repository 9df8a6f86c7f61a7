import type { Dialect } from '../../model/dialect';
import type { Column, Schema, SchemaObject, Table } from '../../model/schema';
import { columnOf, findTable, sameName, writtenName, type QualifiedName } from '../../schema/lookup';
import { limited, qualified } from './names';
import type { Answers, Ground, Refusal } from './recipe';
import { isRefused } from './recipe';
import { quote } from '../../sql/identifiers';

/** The table an evolution is about, as recipes need it. */
export interface EvolvingTable {
  readonly dialect: Dialect;
  readonly version: number;
  readonly table: Table;
  /** As SQL: qualified and quoted where needed. */
  readonly sql: string;
  /** As plans and messages name it: `orders`, `sales.orders`. */
  readonly written: string;
  /** Triggers of the table that exist already. */
  readonly triggers: readonly string[];
  /** SQL of a name of ours beside the table, of parts that tell it apart: `evolens_orders_total_checkpoint`. */
  readonly own: (about: string, tail: string) => string;
  /** The same without its schema: names of triggers and constraints. */
  readonly ownPlain: (about: string, tail: string, prefix?: string) => string;
  /** A name as SQL. */
  readonly quoted: (name: string) => string;
}

export interface EvolvingColumn extends EvolvingTable {
  readonly column: Column;
  /** The column as SQL. */
  readonly name: string;
}

/** The name as a person or a change gives it: `orders`, `sales.orders`; a part with a dot in it stands in quotes. */
export function parsedName(text: string): QualifiedName {
  const parts = [...text.matchAll(/"((?:[^"]|"")*)"|([^."]+)/g)].map(
    ([, quotedPart, plain]) => quotedPart?.replaceAll('""', '"') ?? plain ?? '',
  );
  return { schema: parts.length > 1 ? (parts.at(-2) ?? null) : null, name: parts.at(-1) ?? text };
}

/** The table that `answers.table` names, or why it cannot be carried through stages. */
export function evolvingTable(answers: Answers, ground: Ground): EvolvingTable | Refusal {
  const { before, history, asking } = ground;
  const { dialect } = before;
  const given = answers['table'] ?? '';
  const table = findTable(before, parsedName(given));
  if (asking?.migration.released === true)
    return {
      refused:
        'This migration is on the base branch, so it may have run already: the change in it can no longer be split. Plan what is left to do as an evolution of its own (evolens plan).',
    };
  if (table === null)
    return {
      refused: `The table ${given} is not known from the history: check the spelling, or let the history start at a dump that has it (start: in evolens.yml).`,
    };
  if (table.temporary)
    return { refused: 'The table is temporary: only its own session sees it, so change it in one step.' };
  const name = (about: string, tail: string, prefix = ''): string =>
    limited(`${prefix}evolens_${table.name}${about === '' ? '' : `_${about}`}`, tail, dialect);
  return {
    dialect,
    version: history.target.version,
    table,
    sql: qualified(table.schema, table.name, dialect),
    written: writtenName(table),
    triggers: triggersOf(before, table).map((one) => one.name),
    own: (about, tail) => qualified(table.schema, name(about, tail), dialect),
    ownPlain: (about, tail, prefix) => quote(name(about, tail, prefix), dialect),
    quoted: (one) => quote(one, dialect),
  };
}

/** The column that `answers.table` and `answers.column` name, or why it cannot be carried through stages. */
export function evolvingColumn(answers: Answers, ground: Ground): EvolvingColumn | Refusal {
  const table = evolvingTable(answers, ground);
  if (isRefused(table)) return table;
  const given = answers['column'] ?? '';
  const column = columnOf(table.dialect, table.table, given);
  if (column === null)
    return {
      refused: `The column ${given} of ${table.written} is not known from the history: check the spelling; where a migration that is not released renames or drops it, take the stages that the finding there offers.`,
    };
  return { ...table, column, name: quote(column.name, table.dialect) };
}

/** Triggers of a table that exist already. */
export function triggersOf(schema: Schema, table: Table): readonly SchemaObject[] {
  const { dialect } = schema;
  return [...schema.objects.values()].filter((one) => {
    if (one.object !== 'trigger' || one.table === null) return false;
    return sameName(dialect, parsedName(one.table).name, table.name);
  });
}

/** Columns, by commas, that all exist in the table; null: one does not, or none is given. */
export function columnsNamed(table: EvolvingTable, list: string | undefined): readonly Column[] | null {
  const names = (list ?? '').split(',').map((name) => name.trim());
  const columns = names.map((name) => columnOf(table.dialect, table.table, name));
  return columns.every((column) => column !== null) ? columns : null;
}

/** Columns of a unique key that is never NULL, primary key first, to go through the table by; null: none. */
export function keyOf({ dialect, table }: EvolvingTable, ground: Ground): readonly string[] | null {
  const asked = ground.options.keyColumns;
  if (asked !== null) return asked;
  const usable = (columns: readonly string[]): boolean =>
    columns.length > 0 && columns.every((name) => columnOf(dialect, table, name)?.nullable === false);
  const keys = [
    ...table.constraints.filter((one) => one.type === 'primary-key').map((one) => one.columns),
    ...table.constraints.filter((one) => one.type === 'unique').map((one) => one.columns),
    ...table.indexes
      .filter((index) => index.unique && index.where === null && index.method === 'btree')
      .map((index) => index.columns.map((one) => (one.length === null ? (one.column ?? '') : ''))),
  ];
  return keys.find(usable) ?? null;
}
