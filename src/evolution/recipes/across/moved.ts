import type { EvolutionKind } from '../../../model/evolution';
import type { Column, Table } from '../../../model/schema';
import { quote } from '../../../sql/identifiers';
import type { EvolvingTable } from '../evolving-table';
import type { RecipeOptions } from '../recipe';

/** A column of the one table and the column of the other that takes its values. */
export interface MovedColumn {
  readonly column: Column;
  readonly to: string;
}

/**
 * Columns that go to another table, row by row: `key` of the one and `toKey` of the other are unique and the same.
 */
export interface Moved extends EvolvingTable {
  readonly kind: EvolutionKind;
  readonly columns: readonly MovedColumn[];
  readonly key: string;
  readonly toKey: string;
  /** The other table as SQL, and as plans name it. */
  readonly target: string;
  readonly targetWritten: string;
  /** The other table as it is; null: it is created. */
  readonly targetTable: Table | null;
  /** The CREATE TABLE of the other table, which then has a row for every row; null: it exists, with rows of its own. */
  readonly creates: string | null;
  readonly about: string;
  readonly options: RecipeOptions;
  /** The type of each column as SQL, collation included. */
  typeOf(column: Column): string;
}

/** Pieces of SQL that every dialect puts together. */
export interface MovedSql {
  readonly key: string;
  readonly toKey: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** `NEW.a IS NOT NULL OR NEW.b IS NOT NULL`. */
  readonly anyOld: (row: string) => string;
  readonly presets: readonly string[];
}

export function movedSql(facts: Moved): MovedSql {
  const name = (text: string): string => quote(text, facts.dialect);
  const from = facts.columns.map((one) => name(one.column.name));
  return {
    key: name(facts.key),
    toKey: name(facts.toKey),
    from,
    to: facts.columns.map((one) => name(one.to)),
    anyOld: (row) => from.map((column) => `${row}${column} IS NOT NULL`).join(' OR '),
    presets: facts.columns.map((one) => one.column.default?.text ?? 'NULL'),
  };
}

/** Qualifies each name with a row or table. */
export function of(row: string, names: readonly string[]): string {
  return names.map((name) => `${row}${name}`).join(', ');
}
