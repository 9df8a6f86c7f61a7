import type { Dialect } from '../../model/dialect';
import type { EvolutionKind, EvolvingShape, Precondition, StageName } from '../../model/evolution';
import type { History, Migration } from '../../model/migration';
import type { Schema } from '../../model/schema';
import type { SchemaChange } from '../../model/schema-change';
import type { Statement } from '../../model/statement';
import type { Frame } from '../../migrations/frameworks/framework';
import type { RowBatches } from './row-batches';

/*
 * What every recipe is made of. A recipe knows one kind of change: when it applies, its stages and their SQL in
 * each dialect. It knows nothing of frameworks, files, plan files or transactions of a runner: that is
 * plan-evolution.ts, which turns the draft of a recipe into migrations, stage files and a plan.
 */

/** How the stages are to be made. Every recipe says in its docstring which of them it heeds. */
export interface RecipeOptions {
  /** Who keeps both shapes in step: the database, or every writer of the application. */
  readonly dualWrite: 'triggers' | 'application';
  /** What old readers get where the database allows more than one: a view, or a generated column. */
  readonly oldReaders: 'view' | 'generated-column' | 'none';
  /** Rows of one batch. */
  readonly batchRows: number;
  readonly pauseMilliseconds: number;
  /** A backfill is SQL that the database goes through by itself, or a script that sends batch after batch. */
  readonly backfill: 'sql' | 'script';
  /** Columns to go through the table by; null: the recipe chooses. */
  readonly keyColumns: readonly string[] | null;
  /** Hours each stage is held. */
  readonly bakeHours: number;
  /** How long a stage waits for a lock before it gives up; 0: no limit is set. */
  readonly lockTimeoutMilliseconds: number;
}

/** product.md: batches of 10,000 rows with a pause of 100 ms, each stage held for 24 hours. */
export const defaultOptions: RecipeOptions = {
  dualWrite: 'triggers',
  oldReaders: 'view',
  batchRows: 10_000,
  pauseMilliseconds: 100,
  backfill: 'sql',
  keyColumns: null,
  bakeHours: 24,
  lockTimeoutMilliseconds: 5_000,
};

/** The statement of a migration that asks for a change, and that expand takes the place of. */
export interface AskingStatement {
  readonly migration: Migration;
  readonly statement: Statement;
  /** Indexes of the statement in its script and of the change in its reading. */
  readonly index: number;
  readonly changeIndex: number;
  readonly change: SchemaChange;
}

/** What a recipe stands on. */
export interface Ground {
  readonly history: History;
  /** Just before the change: before the statement that asks, or after the whole history. */
  readonly before: Schema;
  /** null: a person asks, so expand becomes a new migration at the end of the history. */
  readonly asking: AskingStatement | null;
  readonly options: RecipeOptions;
}

/** Stops a stage with an error as long as its query counts a row. */
export interface Guard {
  /** A SELECT of one number: how many rows stand in the way. */
  readonly count: string;
  /** What the error says. */
  readonly message: string;
}

export interface DraftStage {
  readonly name: StageName;
  /** What its file is called behind the number: `backfill`, `index-orders_customer_idx`. Unique in the draft. */
  readonly label: string;
  /**
   * SQL, each statement without terminator, in the order they run; empty: the stage has none. SET lock_timeout,
   * BEGIN and COMMIT are added by the writer. A statement may not contain a delimiter of its dialect's client but
   * inside a quoted body.
   */
  readonly statements: readonly string[];
  /**
   * transaction: all or nothing where the database can. no-transaction: commits as it goes (batches) or refuses a
   * transaction (CONCURRENTLY); then the stage has one statement, or each may be repeated by itself.
   */
  readonly frame: Frame;
  /** What `statements` go through in batches, for a script in their place; null: no script can. */
  readonly batches: RowBatches | null;
  /** Checked first, in the same transaction; null: nothing has to hold in the data. */
  readonly guard: Guard | null;
  /** What the application must do at this stage, in one or two sentences. */
  readonly application: string;
  readonly preconditions: readonly Precondition[];
  /** A SELECT of one number that must be 0 once the stage has run; null: nothing to check. */
  readonly verification: string | null;
  /** Statements that give back the state before the stage, in order; empty: nothing to undo, or no way back. */
  readonly rollback: readonly string[];
  /** Says in a sentence what rolling back means here, also where there is no SQL for it. */
  readonly rollbackNote: string;
  /** `rollback` must be run outside a transaction (DROP INDEX CONCURRENTLY). */
  readonly rollbackFrame: Frame;
  readonly oneWay: boolean;
  /** Nobody has to do anything: it holds as soon as its preconditions do (dual write by triggers). */
  readonly done: boolean;
}

/** A change in stages, before it is written for a framework. */
export interface DraftEvolution {
  readonly kind: EvolutionKind;
  /** `Rename orders.customer to customer_name`: names the folder and the plan. */
  readonly name: string;
  /** Title of the code action: `Split the rename of orders.customer into expand–contract steps`. */
  readonly title: string;
  /** Why one step would not do, in a sentence. */
  readonly why: string;
  /** The table it is about, qualified where the history qualifies it. */
  readonly table: string;
  /** Old and new name or description where the kind has them: `customer`, `varchar(20)`. */
  readonly from: string | null;
  readonly to: string | null;
  /** What goes away with contract, and what takes its place: progress and rules look for their uses in code. */
  readonly old: readonly EvolvingShape[];
  readonly new: readonly EvolvingShape[];
  /** Triggers of the table that exist already and fire during a backfill. */
  readonly triggers: readonly string[];
  readonly stages: readonly DraftStage[];
}

/** Why no stages are offered: a full sentence. */
export interface Refusal {
  readonly refused: string;
}

export function isRefused(result: object): result is Refusal {
  return 'refused' in result;
}

/** What a person says when asking for an evolution: a question of the command, an option of the command line. */
export interface Parameter {
  /** `table`, `column`, `to`: `--to` on the command line. */
  readonly name: string;
  /** The question: `New name of the column`. */
  readonly title: string;
  /** What may be answered; a column is one of the table named before it. */
  readonly takes:
    'table' | 'column' | 'columns' | 'type' | 'name' | 'expression' | 'value' | 'index' | 'enum';
  readonly optional: boolean;
}

/** Answers by name of parameter; several columns are separated by commas. */
export type Answers = Readonly<Record<string, string>>;

export interface Recipe {
  readonly kind: EvolutionKind;
  /** For lists: `Rename a column`. */
  readonly title: string;
  readonly dialects: readonly Dialect[];
  readonly parameters: readonly Parameter[];
  /**
   * The answers a schema change of a migration gives, so that the recipe can take its place; null: the change is
   * not of this kind, or it does more.
   */
  answersOf(change: SchemaChange, before: Schema): Answers | null;
  /** The stages, or why there are none. Never throws on bad input. */
  draft(answers: Answers, ground: Ground): DraftEvolution | Refusal;
}
