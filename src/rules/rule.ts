import type { CodeIndex, Route } from '../model/code';
import type { FileQueries } from '../model/query-patterns';
import type { Confidence, Dialect } from '../model/dialect';
import type { ChangeEffects } from '../model/effect';
import type { Decommission } from '../evolution/decommission';
import type { EvolutionProgress } from '../evolution/progress';
import type { Plan } from '../model/evolution';
import type { Evidence, Finding, Fix, FixKind, Level, Severity } from '../model/finding';
import type { History, Migration } from '../model/migration';
import type { Origin, Schema } from '../model/schema';
import type { SchemaChange, SchemaChangeKind } from '../model/schema-change';
import type { SqlScript, Statement } from '../model/statement';
import type { Place, Range } from '../model/text';
import type { ReleasedVersion } from '../model/workspace';
import type { DeclaredTable } from '../risk/blast-radius';
import type { QualifiedName } from '../schema/lookup';
import type { SameAs } from './gather-same';
import type { ReplayedChange } from '../schema/replay-history';

export type RuleFamily = 'migration' | 'query' | 'contract' | 'evolution' | 'suppression';

export interface RuleMeta {
  readonly id: string;
  readonly family: RuleFamily;
  /** One sentence: what the rule finds. */
  readonly title: string;
  /** Out of the box. `--profile strict` reports a rule that is off as info. */
  readonly level: Level;
  /** null: not about SQL. */
  readonly dialects: readonly Dialect[] | null;
  /** Version of Evolens that brought it. */
  readonly since: string;
  /** The best fix it offers besides suppressing. */
  readonly fix: FixKind | null;
  /** Documentation, standard, or `measured` with what was measured. */
  readonly sources: readonly string[];
}

/** The three parts of a message to a user. Each is one or more full sentences. */
export interface Message {
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
}

/** What a rule reports. The engine adds file, rule id, door, suppressions and configured level. */
export interface Draft {
  /** Relative to the statement for migration rules; absolute in its file for the others. */
  readonly range: Range;
  readonly message: Message;
  /** Lowers or raises the configured level because of facts; never turns a rule on that is off. */
  readonly severity?: Severity;
  readonly confidence?: Confidence;
  readonly evidence?: readonly Evidence[];
  /** Absolute ranges of other changes of the same migration that belong to the same hazard: weaker findings there become notes. */
  readonly covers?: readonly Range[];
  /** Others say the same, and one remedy is for all: told once, with the other places. Of rules about code, at level info. */
  readonly sameAs?: SameAs;
}

/** A plan of the project with its state, which is derived when it is asked for. */
export interface PlannedEvolution {
  readonly file: string;
  readonly plan: Plan;
  /** null: the code is not looked at yet, so the state is not known. */
  readonly progress: EvolutionProgress | null;
}

/** One schema change in its place in the history. */
export interface ChangeContext {
  readonly history: History;
  readonly migration: Migration;
  readonly statement: Statement;
  /** Index of `statement` in its script and of `change` in its reading. */
  readonly index: number;
  readonly changeIndex: number;
  readonly change: SchemaChange;
  /** Just before and just after this change. */
  readonly before: Schema;
  readonly after: Schema;
  /** After the whole history. */
  readonly final: Schema;
  /** Every change of the migration in order, this one and those rolled back included, each in its place. */
  readonly siblings: readonly ReplayedChange[];
  /** This change among its siblings. */
  readonly own: ReplayedChange;
  readonly effects: ChangeEffects;
  /** The table was created earlier in this migration (or is temporary, or is unknown to a history that starts empty — then it is not new). */
  isNew(table: QualifiedName): boolean;
  /** What `evolens.yml` says about the table, by qualified name or by name; null when it says nothing. */
  declared(table: QualifiedName): DeclaredTable | null;
  /** Code of the work tree; null when there is none or it is not indexed yet. */
  readonly code: CodeIndex | null;
  readonly released: ReleasedVersion | null;
  readonly plans: readonly PlannedEvolution[];
  /** Turns an origin into a place for evidence; null when it is not in this history. */
  placeOf(origin: Origin): Place | null;
  /** Where a range relative to the statement stands in `migration.file`: for showing. Edits are made in `migration.script`. */
  absolute(range: Range): Range;
}

/** What fixes may look at besides the change: still data, read before. */
export interface FixContext extends ChangeContext {
  readonly finding: Finding;
  /** Local time for new file names. */
  readonly now: Date;
  /** Text of a file of the root that was read for this history (schema.prisma, neighbours), or null. */
  textOf(file: string): string | null;
  /** Every file of the root. */
  readonly files: readonly string[];
  /** Files that exist, so that nothing is overwritten. */
  exists(file: string): boolean;
  /** SQL in the dialect of the history, read. */
  readSql(text: string): SqlScript;
  /** What the team declares that decides when an old shape may go; absent: nothing. */
  readonly decommission?: Decommission;
}

export interface MigrationRule {
  readonly meta: RuleMeta;
  /** The kinds of change it looks at; it is not called for others. */
  readonly kinds: readonly SchemaChangeKind[];
  /** Called once per schema change of these kinds of every up migration that is not released. Never throws on bad input. */
  check(context: ChangeContext): readonly Draft[];
  /** Called for one finding when fixes are asked for. */
  fixes?(context: FixContext): readonly Fix[];
}

/** One migration in its place in the history. */
export interface MigrationContext {
  readonly history: History;
  readonly migration: Migration;
}

/** A rule about a migration as a whole: its place, its way back. */
export interface WholeMigrationRule {
  readonly meta: RuleMeta;
  /**
   * Called once per migration, released ones included: they too can be edited. Ranges are absolute in its
   * script. Never throws on bad input.
   */
  check(context: MigrationContext): readonly Draft[];
}

/** A draft of a rule about code: with its file, and ranges absolute in it. */
export type CodeDraft = Draft & Pick<Place, 'file'>;

/** What rules about queries may look at besides the file. A finding may depend on nothing else: it is kept while this stays the same. */
export interface QueryContext {
  /** What `evolens.yml` says about the table, by name in any case; null when it says nothing. */
  declared(table: string): DeclaredTable | null;
  /** The schemas that the histories of the root end in. */
  readonly schemas: readonly Schema[];
  /** The histories behind them, in the same order. */
  readonly histories: readonly HistoryEnd[];
  readonly flags: KnownFlags;
}

/** What the team says of its feature flags. */
export interface FlagSettings {
  /** Flags that stay for good, to switch something off in an emergency: names, `*` for any part. */
  readonly killSwitches: readonly string[];
  readonly staleAfterDays: number;
}

/** What is known of the flags the code asks for, by name. */
export interface KnownFlags {
  readonly settings: FlagSettings;
  /** The base branch asked for them on this day already, which is as long ago as a flag may grow old. */
  readonly old: ReadonlyMap<string, Date>;
  /** The base branch asked for them on this day, and does not any more: the code asks anew. */
  readonly removed: ReadonlyMap<string, Date>;
}

/** A history of the root and the schema it ends in. */
export interface HistoryEnd {
  readonly history: History;
  readonly schema: Schema;
}

export interface QueryRule {
  readonly meta: RuleMeta;
  /** Called once per file that issues queries. Findings stand in any file, as a rule in this one. Never throws. */
  check(file: FileQueries, context: QueryContext): readonly CodeDraft[];
  /** Called for one finding when fixes are asked for. */
  fixes?(context: QueryFixContext): readonly Fix[];
}

/** What fixes of a rule about queries may look at. */
export interface QueryFixContext {
  readonly finding: Finding;
  /** The queries of the finding's file. */
  readonly queries: FileQueries;
  /** Text of the finding's file. */
  readonly text: string;
  /** Text of a file of the root, or null. */
  textOf(file: string): string | null;
  /** The histories of the root and the schemas they end in. */
  ends(): readonly HistoryEnd[];
}

/** A rule about queries that must see the code of all files at once; called anew after every edit. */
export interface WholeCodeRule {
  readonly meta: RuleMeta;
  check(code: CodeIndex, context: QueryContext): readonly CodeDraft[];
  /** Called for one finding when fixes are asked for. */
  fixes?(context: WholeCodeFixContext): readonly Fix[];
}

/** What fixes of a rule about all code may look at. */
export interface WholeCodeFixContext {
  readonly finding: Finding;
  readonly code: CodeIndex;
  /** Text of the finding's file. */
  readonly text: string;
}

export interface ContractRule {
  readonly meta: RuleMeta;
  check(routes: readonly Route[], code: CodeIndex): readonly CodeDraft[];
}

/** A plan in its place: its file, its state, and what the team declares. */
export interface PlanContext {
  readonly file: string;
  readonly plan: Plan;
  readonly progress: EvolutionProgress;
  /** Where the value at a path of the plan is written (`['stages', 2, 'name']`); the nearest part that is written, when it is missing. */
  placeOf(path: readonly (string | number)[]): Place;
  /** What `evolens.yml` says about a table, by its name with or without schema; null when it says nothing. */
  declared(table: string): DeclaredTable | null;
  readonly decommission: Decommission;
}

/** A rule about an evolution as its plan describes it. Its findings stand in the plan file or in code. */
export interface PlanRule {
  readonly meta: RuleMeta;
  /** Called once per plan file that can be read. Never throws. */
  check(context: PlanContext): readonly CodeDraft[];
  /** Called for one finding in code, once for each plan it may come from, when fixes are asked for. */
  fixes?(context: PlanFixContext): readonly Fix[];
}

/** What fixes of a rule about evolutions may look at. */
export interface PlanFixContext {
  readonly finding: Finding;
  readonly plan: Plan;
  readonly code: CodeIndex;
  /** Text of the finding's file. */
  readonly text: string;
}

/** A rule whose findings the engine makes itself (suppressions). */
export interface EngineRule {
  readonly meta: RuleMeta;
}
