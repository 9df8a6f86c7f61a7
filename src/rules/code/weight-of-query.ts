import type { CodeRole, QuerySite, Turns } from '../../model/code';
import type { Severity } from '../../model/finding';
import type { FileQueries } from '../../model/query-patterns';
import type { QueryContext } from '../rule';

/** Declared rows below which a table is small, and from which it is large. */
const small = 1_000;
const large = 1_000_000;

/** Roles in which a query of a loop is no hazard worth a warning. */
const cold: ReadonlySet<CodeRole> = new Set(['test', 'seed', 'migration', 'script', 'example']);

/** Roles of code that runs by hand, or in nobody's production. */
export const byHand: ReadonlySet<CodeRole> = new Set(['migration', 'script', 'example']);

/** Of the function around a query, or around the loop that leads to it. */
export function roleOf(file: FileQueries, { within }: Pick<QuerySite, 'within'>): CodeRole {
  return file.roles.get(within) ?? 'other';
}

/** Whether the code of the query runs by hand, once, or in tests only. */
export function isCold(file: FileQueries, query: QuerySite): boolean {
  return cold.has(roleOf(file, query));
}

/** The table is declared with few rows and is not critical. */
export function isSmall(context: QueryContext, table: string | null): boolean {
  const declared = table === null ? null : context.declared(table);
  return (
    declared?.rows !== undefined &&
    declared.rows < small &&
    declared.criticality !== 'high' &&
    declared.criticality !== 'critical'
  );
}

/** The table is declared large or critical. */
export function isHeavy(context: QueryContext, table: string | null): boolean {
  const declared = table === null ? null : context.declared(table);
  return (declared?.rows ?? 0) >= large || declared?.criticality === 'critical';
}

/**
 * How loud a query that repeats is: as usual, less where the code is cold, the turns are bounded, the table is
 * declared small, or the database runs in the same process and has no round trip.
 */
export function weighed(
  file: FileQueries,
  context: QueryContext,
  query: QuerySite,
  turns: Turns | null,
  usual: Severity,
): Severity {
  if (isCold(file, query) || turns?.growth === 'bounded') return 'info';
  // What it asks for cannot be seen: each turn may ask for something else.
  if (query.details.filters === null && query.details.condition === 'unknown' && query.library === 'prisma')
    return 'info';
  if (isSmall(context, query.table) || runsInProcess(query)) return 'info';
  if (usual === 'info' && isHeavy(context, query.table) && turns?.growth === 'unbounded') return 'warning';
  return usual;
}

/** better-sqlite3 and node:sqlite: `db.prepare(…).get(…)`. */
export function runsInProcess({ library, call }: QuerySite): boolean {
  return library === 'sql' && /\bprepare\(/.test(call);
}

/** What is declared of the table, as a sentence; empty when nothing is. */
export function declaredWords(context: QueryContext, table: string | null): string {
  const rows = table === null ? undefined : context.declared(table)?.rows;
  return rows === undefined
    ? ''
    : ` ${String(table)} is declared to hold about ${rows.toLocaleString('en')} rows.`;
}
