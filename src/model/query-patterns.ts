import type {
  CodeRole,
  FunctionId,
  LoopedQuery,
  OutsideCall,
  QuerySite,
  Resolver,
  TransactionScope,
} from './code';
import type { Evidence } from './finding';
import type { Place, Range } from './text';

/** Something else than a query that is done once per turn of a loop. */
export interface LoopedAct extends Place {
  readonly act: 'transaction' | 'flush' | 'lazy-relation' | 'lazy-reference';
  /** As written: `prisma.$transaction`, `em.flush`, `order.customer`. */
  readonly call: string;
  readonly loop: LoopedQuery['loop'];
  readonly exemption: string | null;
}

/** A call that leaves the process, seen from somewhere. `path` leads to it; empty when it stands there itself. */
export interface OutsideReach {
  readonly outside: OutsideCall;
  /** Where it is seen: the call itself, or the one that leads to it. */
  readonly call: Range;
  readonly path: readonly Evidence[];
}

/** A query inside a transaction's callback. */
export interface QueryInTransaction {
  readonly query: QuerySite;
  /** The call in the callback: the query itself, or what leads to it. */
  readonly call: Range;
  readonly path: readonly Evidence[];
  /** It runs on the handle of the transaction; null: that cannot be told. */
  readonly onHandle: boolean | null;
}

/** What stands in a transaction whose body is a function: `prisma.$transaction(async (tx) => …)`. */
export interface TransactionBlock {
  readonly scope: TransactionScope;
  readonly queries: readonly QueryInTransaction[];
  readonly outside: readonly OutsideReach[];
  /** Returns of a value that says "failed" after a write: the transaction commits. */
  readonly failures: readonly { readonly range: Range; readonly text: string; readonly after: QuerySite }[];
}

/** What one function writes outside of any transaction, in order, without ways that exclude each other. */
export interface WriteSequence extends Place {
  readonly name: string;
  readonly writes: readonly QuerySite[];
  /** Calls that tell others of what was written, after the first write. */
  readonly published: readonly (OutsideReach & {
    /** A catch around it does nothing but write a log line. */
    readonly onlyLogged: boolean;
  })[];
}

/** A function that enters itself, directly or over others, with a query in each turn. */
export interface Recursion extends Place {
  readonly name: string;
  readonly query: QuerySite;
  readonly path: readonly Evidence[];
  readonly exemption: string | null;
}

/** A field of a GraphQL type whose resolver asks the database for each object. */
export interface FieldQuery {
  readonly resolver: Resolver;
  readonly query: QuerySite;
  readonly path: readonly Evidence[];
  readonly exemption: string | null;
}

/** A list that a query loads without a limit, and that is sent somewhere at once. The place is that of the use. */
export interface LoadedList extends Place {
  /** The query that loads the list. */
  readonly query: QuerySite;
  /** Each item begins work of its own at once; or the items are the keys of another query. */
  readonly use: 'fanned-out' | 'keys';
  /** The query that takes the keys; null for work of each item. */
  readonly then: QuerySite | null;
  /** As written: what is called for each item, or what takes the keys. */
  readonly call: string;
}

/** A part of an SQL text that is put in from outside. */
export interface SqlInsertion extends Place {
  /** The part as written: `${name}`. */
  readonly text: string;
  /** Where it lands: as a value (after `=`, inside quotes, in a list), or as a name (after FROM, ORDER BY). */
  readonly lands: 'value' | 'name';
  /** `parameter`: from a parameter of the function; `unknown`: from somewhere else that is not a constant. */
  readonly from: 'parameter' | 'unknown';
  readonly query: QuerySite;
}

/** Two reads of one function that wait for each other though neither needs the other. */
export interface IndependentReads {
  readonly first: QuerySite;
  readonly second: QuerySite;
}

/** A write of many rows that may meet rows of others, in whatever order they came. */
export interface BulkUpsert {
  readonly query: QuerySite;
}

/** All that the rules about queries look at in one file. The same object as long as nothing it rests on changed. */
export interface FileQueries {
  readonly file: string;
  /** How the code of each of its functions with queries comes to run; null stands for the module level. */
  readonly roles: ReadonlyMap<FunctionId | null, CodeRole>;
  readonly queries: readonly QuerySite[];
  readonly looped: readonly LoopedQuery[];
  readonly acts: readonly LoopedAct[];
  readonly transactions: readonly TransactionBlock[];
  readonly sequences: readonly WriteSequence[];
  readonly recursions: readonly Recursion[];
  readonly fields: readonly FieldQuery[];
  readonly lists: readonly LoadedList[];
  readonly insertions: readonly SqlInsertion[];
  readonly independent: readonly IndependentReads[];
  readonly upserts: readonly BulkUpsert[];
}
