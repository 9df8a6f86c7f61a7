import type { FunctionId, OutsideCall, QuerySite } from '../../model/code';
import type { FileFacts } from '../facts';
import { recognise } from '../libraries/registry';
import { recogniseSql, sqlUses, type SqlUse } from '../libraries/raw-sql';
import type { LibraryContext, Recognition } from '../libraries/recognition';
import { findOutsideCalls } from './outside-calls';
import { resultUses } from './results';
import { findTransactions, type FileTransaction } from './transaction-scopes';

/** A query site with what columns and loops need of it. */
export interface Site {
  readonly site: QuerySite;
  readonly recognition: Recognition;
  readonly facts: FileFacts;
  /** Index of its call. */
  readonly call: number;
}

/** The queries of one file. */
export interface FileSites {
  readonly facts: FileFacts;
  readonly sites: ReadonlyMap<number, Site>;
  readonly sql: readonly SqlUse[];
  readonly transactions: readonly FileTransaction[];
  /** Calls that leave the process, by their index. */
  readonly outside: ReadonlyMap<number, OutsideCall>;
}

/** Finds the queries of a file: each call is shown to the libraries that the root uses. */
export function findSites(context: LibraryContext, facts: FileFacts): FileSites {
  const sql = sqlUses(context, facts);
  const raw = recogniseSql(context, facts, sql);
  const sites = new Map<number, Site>();
  const results = resultUses(facts);
  facts.calls.forEach((call, index) => {
    const recognition = recognise(context, facts, call, raw.get(index));
    if (!recognition) return;
    sites.set(index, {
      facts,
      call: index,
      recognition,
      site: {
        file: facts.file,
        range: { start: call.start, end: call.end },
        library: recognition.library,
        call: recognition.call,
        verb: recognition.verb,
        table: recognition.table,
        within: functionId(facts, call.within),
        confidence: recognition.confidence,
        details: recognition.details,
        result: results.get(index) ?? null,
      },
    });
  });
  const transactions = findTransactions(context.program, facts, sites);
  return { facts, sites, sql, transactions, outside: findOutsideCalls(context.program, facts) };
}

/** The id of a function in the workspace; null at module level. */
export function functionId(facts: FileFacts, index: number): FunctionId | null {
  const fn = facts.functions[index];
  if (!fn) return null;
  if (fn.name !== '' && fn.inlineOf < 0) return `${facts.file}#${fn.name}`;
  const outer = functionId(facts, fn.parent) ?? `${facts.file}#`;
  return `${outer}/callback@${fn.start}`;
}
