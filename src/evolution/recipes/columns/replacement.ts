import type { EvolutionKind } from '../../../model/evolution';
import type { Column } from '../../../model/schema';
import type { ColumnType } from '../../../model/schema-change';
import type { EvolvingTable } from '../evolving-table';
import type { RecipeOptions } from '../recipe';
import type { Carried } from './carried';

/*
 * Columns of one table that are replaced by others, whatever the recipe. Expressions are SQL in which columns
 * stand by their bare names; the dialect's SQL puts NEW and OLD before them.
 */

export interface OldColumn {
  readonly column: Column;
  /** Its value from the new columns; it may name the old columns too, for what the new ones do not hold. */
  readonly backward: string;
}

export interface NewColumn {
  readonly name: string;
  /** The type as SQL, and as it was read where it was. */
  readonly type: string;
  readonly read: ColumnType | null;
  readonly collation: string | null;
  readonly nullable: boolean;
  /** Of the finished column. */
  readonly default: string | null;
  /** Its value from the old columns. */
  readonly forward: string;
}

/**
 * same: the values are the same bytes. widening: forward never fails, and every value comes back as it was.
 * expressions: forward may fail, both may lose something.
 */
export type Conversion = 'same' | 'widening' | 'expressions';

export interface Replacement extends EvolvingTable {
  readonly kind: EvolutionKind;
  readonly old: readonly OldColumn[];
  readonly new: readonly NewColumn[];
  readonly conversion: Conversion;
  /** Tells this evolution apart in the names of what is ours: `customer_to_name`. */
  readonly about: string;
  /** What of the old column is repeated on the new one; nothing where there are several of either. */
  readonly carried: Carried;
  /** What hangs on the old columns and is not repeated: it goes with them. */
  readonly goes: Carried;
  /** New columns that get an index each. */
  readonly indexed: readonly string[];
  /** Columns of a unique key without NULL and without the old columns; null: there is none. */
  readonly key: readonly string[] | null;
  /** Columns that the database sets whenever a row changes (ON UPDATE CURRENT_TIMESTAMP). */
  readonly setOnUpdate: readonly string[];
  /** MySQL, MariaDB, SQLite: a condition over the old columns, true where they cannot be converted; null: they can. */
  readonly failed: string | null;
  /** A condition over the old columns: true for a row that holds what the new columns cannot; null: none does. */
  readonly lost: string | null;
  /** Contract gives the new column the name of the old one. */
  readonly keepsName: boolean;
  /** Comments, privileges and settings of the old column that the history knows, said of the new one. */
  readonly extras: readonly string[];
  /** MySQL and MariaDB: the comment of the one column that one replaces. */
  readonly comment: string | null;
  readonly options: RecipeOptions;
}

/** What a recipe says in words. */
export interface Wording {
  readonly name: string;
  readonly title: string;
  readonly why: string;
  readonly from: string | null;
  readonly to: string | null;
  /** Preconditions of contract that only a person can know. */
  readonly declared: readonly string[];
}

export function oldNames(facts: Replacement): readonly string[] {
  return facts.old.map((one) => one.column.name);
}

export function newNames(facts: Replacement): readonly string[] {
  return facts.new.map((one) => one.name);
}

/** MySQL, MariaDB and SQLite count the values of an INSERT; Postgres lets it leave out the last columns. */
export function insertsNameColumns({ written }: Replacement): string {
  return `An INSERT into ${written} that does not name its columns fails from now on.`;
}
