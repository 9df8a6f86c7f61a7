import type { Confidence } from './dialect';
import type { Evidence } from './finding';
import type { Place, Range } from './text';

/** Unique in the workspace: `file#Class.method`, `file#function`, `file#function/callback@offset`. */
export type FunctionId = string;

export type LibraryName = 'prisma' | 'typeorm' | 'knex' | 'sql';

export type QueryVerb = 'read' | 'count' | 'insert' | 'update' | 'delete' | 'upsert' | 'raw';

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
}

export type LoopKind =
  'for' | 'for-of' | 'for-in' | 'while' | 'do' | 'for-each' | 'concurrent-map' | 'map' | 'reduce';

/** A query that runs once per turn of a loop. `path` leads from the loop to the query, both ends included. */
export interface LoopedQuery {
  readonly loop: Place & { readonly kind: LoopKind };
  readonly query: QuerySite;
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

/** The code of one root, resolved across files. Places are absolute. */
export interface CodeIndex {
  readonly files: number;
  readonly queries: readonly QuerySite[];
  readonly loopedQueries: readonly LoopedQuery[];
  readonly routes: readonly Route[];
  readonly versioning: VersioningConvention;
  columnUses(table: string, column: string): readonly ColumnUse[];
  tableUses(table: string): readonly TableUse[];
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
