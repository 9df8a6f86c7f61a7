import type { Confidence } from './dialect';
import type { Evidence } from './finding';
import type { FileQueries } from './query-patterns';
import type { Place, Range } from './text';

/** Unique in the workspace: `file#Class.method`, `file#function`, `file#function/callback@offset`. */
export type FunctionId = string;

export type LibraryName =
  | 'prisma'
  | 'typeorm'
  | 'drizzle'
  | 'kysely'
  | 'knex'
  | 'sequelize'
  | 'mikro-orm'
  | 'objection'
  | 'mongoose'
  | 'supabase'
  | 'sql';

export type QueryVerb = 'read' | 'count' | 'insert' | 'update' | 'delete' | 'upsert' | 'raw';

export interface ColumnFilter {
  /** Database name where known, else the name as written. */
  readonly column: string;
  readonly operator: 'equals' | 'in' | 'range' | 'like' | 'other';
}

export interface IncludedRelation {
  /** As written; nested ones with their path: `orders.items`. */
  readonly relation: string;
  readonly toMany: boolean | null;
  /** The rows of the relation are given an order, a limit. */
  readonly ordered: boolean;
  readonly limited: boolean;
}

export interface WrittenColumn {
  readonly column: string;
  /** Text of the value where it is a literal: `'done'`, `0`, `null`; null: not a literal. */
  readonly literal: string | null;
}

/** What a query asks, as far as its call says; every part has its own "unknown". */
export interface QueryDetails {
  /** Columns compared; null: not known (dynamic, raw that was not read). */
  readonly filters: readonly ColumnFilter[] | null;
  /** Whether there is a condition at all. */
  readonly condition: 'none' | 'some' | 'unknown';
  /** null: not known; empty: none is asked for. */
  readonly order: readonly { readonly column: string; readonly descending: boolean }[] | null;
  /** one: by a unique key or "first"; limit: take/limit given; none: every matching row. */
  readonly limited: 'one' | 'limit' | 'none' | 'unknown';
  /** skip/offset given. */
  readonly offset: boolean;
  /** Columns read: 'all' (no select), a list, or null: not known. Empty for a write that gives nothing back. */
  readonly selected: 'all' | readonly string[] | null;
  readonly includes: readonly IncludedRelation[];
  /** Columns written; null: not known; empty for a read. */
  readonly written: readonly WrittenColumn[] | null;
  /** How many rows a write carries: `create({…})` one, `createMany([…])` many. 'unknown' for a read. */
  readonly rows: 'one' | 'many' | 'unknown';
  /** The call runs on a transaction handle (tx parameter, trx, queryRunner.manager, { transaction: t }). */
  readonly inTransaction: boolean;
  /** A row lock is asked for. */
  readonly locks: boolean;
  /** Name or path of the client it runs on: `prisma`, `this.db`, `tx`. '' when it has no name. */
  readonly client: string;
}

/**
 * What a function does with the result of a query it awaits, as the names taken from it: `length`, `filter`,
 * `sort`, `map`, `id`; '' for any other use (returned, passed on, spread). Empty: nothing is done with it.
 */
export interface ResultUse {
  readonly taken: readonly string[];
}

/** A place in code that issues a database query. */
export interface QuerySite extends Place {
  readonly library: LibraryName;
  /** The call as a reader knows it: `prisma.order.findUnique`, `orders.findOne`, `knex('orders').first`. */
  readonly call: string;
  readonly verb: QueryVerb;
  /** Database name of the table where it is known. */
  readonly table: string | null;
  readonly within: FunctionId | null;
  readonly confidence: Confidence;
  readonly details: QueryDetails;
  /** null: not followed (returned at once, passed on, destructured). */
  readonly result: ResultUse | null;
}

export type LoopKind =
  'for' | 'for-of' | 'for-in' | 'while' | 'do' | 'for-each' | 'concurrent-map' | 'map' | 'reduce';

/** How often a loop turns. */
export interface Turns {
  /** bounded: by a limit in sight; page: one page of a list; unbounded: as many as there are rows; unknown: what a caller hands in. */
  readonly growth: 'bounded' | 'page' | 'unbounded' | 'unknown';
  /** What is gone through, in words: `orders`, `orders of one customer`, `items`. */
  readonly of: string;
}

/** A query that runs once per turn of a loop. `path` leads from the loop to the query, both ends included. */
export interface LoopedQuery {
  /** `within`: the function it stands in. */
  readonly loop: Place & { readonly kind: LoopKind; readonly within: FunctionId | null };
  readonly turns: Turns;
  readonly query: QuerySite;
  /** What it asks for depends on the item of the turn, or on the turn before. false: each turn asks the same. */
  readonly keyed: 'item' | 'earlier-turn' | false;
  /** Not in every turn: it stands in an arm of an `if`, a `switch` or a conditional expression inside the loop. */
  readonly conditional: boolean;
  /** The call inside the loop (equals the query when direct). */
  readonly call: Place;
  /** Empty when the query stands in the loop body itself; else one entry per hop: the call and what it enters. */
  readonly path: readonly Evidence[];
  /** same-function, same-file helper, or through another file or an injected service. */
  readonly distance: 'direct' | 'helper' | 'service';
  /** Why it stays silent (paging, retry, chunks, literal array, batched by the library, …); null: report it. */
  readonly exemption: string | null;
  readonly confidence: Confidence;
}

export type ColumnUseKind = 'declaration' | 'read' | 'write' | 'filter' | 'unknown';

/** A place in code or in a data-access schema file that names a column of a table. */
export interface ColumnUse extends Place {
  /** Database names, after @map, @Column({name}) and the like. */
  readonly table: string;
  readonly column: string;
  readonly use: ColumnUseKind;
  readonly library: LibraryName;
  readonly confidence: Confidence;
  /** In a test, a seed or a migration: weighs less. */
  readonly inTest: boolean;
}

/** A place that names a table: a declaration (model, entity) or a query. */
export interface TableUse extends Place {
  readonly table: string;
  readonly use: ColumnUseKind;
  readonly library: LibraryName;
  readonly confidence: Confidence;
  readonly inTest: boolean;
}

/** A column as the code declares it. The place is that of its name, which may stand in another file: a base class, shared columns. */
export interface DeclaredColumn extends Place {
  /** As the code calls it. */
  readonly property: string;
  /** Database name. */
  readonly column: string;
  /** null: the declaration does not tell. */
  readonly nullable: boolean | null;
  /** The library or the database fills it when a write leaves it out: a default, a generated key, a time of creation. */
  readonly filled: boolean;
}

/** A relation whose columns stand on this side. */
export interface DeclaredRelation extends Place {
  readonly property: string;
  /** Database names. */
  readonly columns: readonly string[];
  /** Name of the other model in the code. */
  readonly target: string;
}

/** A table as the code declares it: a Prisma model, an entity, a Drizzle table, an interface of Kysely. The place is that of its name. */
export interface DeclaredModel extends Place {
  readonly library: LibraryName;
  /** As the code calls it: class, model or variable. */
  readonly name: string;
  /** Database name. */
  readonly table: string;
  /** Database schema; null when none is written. */
  readonly schema: string | null;
  readonly view: boolean;
  readonly columns: readonly DeclaredColumn[];
  readonly relations: readonly DeclaredRelation[];
  /** The columns are all there are, under the names the database knows: nothing unknown is spread in, mixed in or renamed by a strategy. */
  readonly complete: boolean;
}

export interface Route extends Place {
  readonly framework: 'nest' | 'express';
  /** Upper case; `ALL` for any. */
  readonly method: string;
  /** Full path as far as known, prefixes and version included, parameters as `:name`. */
  readonly path: string;
  /** `1`, `2024-01`, …; null when the route has none; `neutral` for VERSION_NEUTRAL. */
  readonly version: string | null;
  /** The controller or router it belongs to. */
  readonly group: string;
  readonly handler: FunctionId | null;
}

/** How an application versions its routes, as declared or as its routes show. */
export interface VersioningConvention {
  readonly style: 'nest-uri' | 'nest-header' | 'nest-media-type' | 'path-prefix' | 'none';
  readonly defaultVersion: string | null;
  readonly declaredAt: Place | null;
}

/** A field resolver of a GraphQL server. */
export interface Resolver extends Place {
  readonly framework: 'nest' | 'type-graphql' | 'resolver-map' | 'pothos';
  /** The GraphQL type the field belongs to; null when it is not known. */
  readonly type: string | null;
  readonly field: string;
  /** A field of Query, Mutation or Subscription: runs once per request. Any other runs once per object of its type. */
  readonly root: boolean;
  readonly handler: FunctionId | null;
  /** It hands keys to a DataLoader (`loader.load(…)`), itself. */
  readonly loads: boolean;
}

/** A `new DataLoader(batch)`: calls of `load` in one tick become one call of the batch function. */
export interface BatchLoader extends Place {
  /** Variable or property that holds it; '' when it has no name. */
  readonly name: string;
  /** The function it was given, where it is known. */
  readonly batch: FunctionId | null;
}

/**
 * How the code around a place comes to run. `route`, `resolver` and `job` are hot; `script`, `migration`, `seed` and
 * `test` are not; `other` is not known to be reached from any.
 */
export type CodeRole =
  'route' | 'resolver' | 'job' | 'script' | 'migration' | 'seed' | 'example' | 'test' | 'other';

/** A function that runs inside a database transaction: the callback of `$transaction`, `transaction`, `transactional`. The range is that of the call. */
export interface TransactionScope extends Place {
  readonly library: LibraryName;
  /** The callback; null for a named function that was not found. */
  readonly body: FunctionId | null;
  /** Range of the callback where it stands in the call; null when it is a named function. */
  readonly bodyRange: Range | null;
  /** Name of the parameter that carries the transaction; null when it takes none. */
  readonly handle: string | null;
  /** The client it was opened on: `prisma`, `this.db`. */
  readonly client: string;
  readonly within: FunctionId | null;
}

export type OutsideKind = 'http' | 'queue' | 'search' | 'mail' | 'storage' | 'payment';

/** A call that leaves the process for something that is no database: HTTP, a queue, a search index. */
export interface OutsideCall extends Place {
  readonly kind: OutsideKind;
  /** As a reader knows it: `fetch`, `this.queue.add`. */
  readonly call: string;
  /** The package it comes from; `fetch` for the global. */
  readonly library: string;
  /** It changes something there: a message sent, a document indexed, POST. false for reads. */
  readonly writes: boolean;
  readonly within: FunctionId | null;
}

/** A question to a feature-flag client. */
export interface FlagCall extends Place {
  readonly library: 'unleash' | 'launchdarkly' | 'posthog' | 'growthbook' | 'openfeature' | 'own';
  /** The flag's name; null when it is not a constant. */
  readonly flag: string | null;
  readonly call: string;
  readonly within: FunctionId | null;
}

/** A condition that asks a flag whose value is a constant of the code. The place is that of the condition. */
export interface ConstantFlag extends Place {
  /** As written where it is declared: `NEW_CHECKOUT`, `flags.newCheckout`. */
  readonly flag: string;
  readonly on: boolean;
  /** `!flag`: the condition holds when the flag is off. */
  readonly negated: boolean;
  readonly declaredAt: Place;
  /** An `if`; false: a conditional expression. */
  readonly statement: boolean;
  readonly whole: Range;
  /** What runs, what never runs; null where there is no such arm. */
  readonly live: Range | null;
  readonly dead: Range | null;
}

/** A `switch` over values that come from outside, with a default that throws. The place is that of its head. */
export interface RefusingSwitch extends Place {
  /** As written. */
  readonly subject: string;
  readonly cases: readonly string[];
  readonly refuses: Range;
  /** Where the value comes from, in words: `the answer of fetch`, `the event a handler is given`. */
  readonly origin: string;
}

/** A route that makes rows, with what it makes, and whether anything on the way to it names an idempotency key. */
export interface MakingRoute {
  readonly route: Route;
  readonly inserts: readonly QuerySite[];
  readonly namesKey: boolean;
}

/** A folder with a package.json. */
export interface PackageFolder {
  /** '' is the root. */
  readonly folder: string;
  readonly name: string;
  /** It is started by itself (a `start` or `serve` script): a service or an app, no library. */
  readonly starts: boolean;
}

/** The code of one root, resolved across files. Places are absolute. */
export interface CodeIndex {
  readonly files: number;
  readonly queries: readonly QuerySite[];
  readonly loopedQueries: readonly LoopedQuery[];
  /** What the rules about queries look at, file by file; files without any are left out. */
  readonly fileQueries: readonly FileQueries[];
  /** The same of one file alone: other files are looked at only as far as its calls lead there. */
  queriesOf(file: string): FileQueries | null;
  /** What was found of files last, be it before edits of others; nothing is found for this. */
  readonly lastQueries: readonly FileQueries[];
  readonly routes: readonly Route[];
  readonly versioning: VersioningConvention;
  readonly resolvers: readonly Resolver[];
  readonly batchLoaders: readonly BatchLoader[];
  readonly transactions: readonly TransactionScope[];
  readonly outsideCalls: readonly OutsideCall[];
  readonly flagCalls: readonly FlagCall[];
  readonly constantFlags: readonly ConstantFlag[];
  readonly refusingSwitches: readonly RefusingSwitch[];
  /** Routes of method POST whose handlers insert rows. */
  readonly makingRoutes: readonly MakingRoute[];
  /** How the code at a place comes to run: by its file, else by the hottest caller within six calls. */
  roleOf(place: { readonly file: string; readonly within: FunctionId | null }): CodeRole;
  /** The packages of the root, the innermost folders first. */
  readonly packages: readonly PackageFolder[];
  /** Tables that the code declares, in order of file and place. */
  readonly models: readonly DeclaredModel[];
  columnUses(table: string, column: string): readonly ColumnUse[];
  tableUses(table: string): readonly TableUse[];
  /** Columns that a file declares or names. */
  usesIn(file: string): readonly ColumnUse[];
  /** Routes whose handler reaches a query on the table, by the call graph. */
  routesReaching(table: string): readonly Route[];
}

/** A comment directive's host: the comments of a TypeScript file, for suppressions. */
export interface CodeComment {
  readonly range: Range;
  /** Without delimiters. */
  readonly text: string;
  /** The statement or class member that follows the comment (or holds it, for a trailing one); null at the end of a file. */
  readonly next: Range | null;
}
