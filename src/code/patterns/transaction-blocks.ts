import type { QuerySite } from '../../model/code';
import type { OutsideReach, QueryInTransaction, TransactionBlock } from '../../model/query-patterns';
import type { CallFact, FileFacts, Value } from '../facts';
import type { FileSites, Site } from '../linking/sites';
import type { FileTransaction } from '../linking/transaction-scopes';
import { parameterPosition } from '../origins';
import { evidenceOf } from '../loops/looped';
import type { CallPaths, Reached } from '../loops/reach';
import { excludeEachOther } from './ways';

/** What stands in the transactions of a file. `touched` gathers the files that a result rests on. */
export function findTransactionBlocks(
  paths: CallPaths,
  file: FileSites,
  touched: Set<string>,
): readonly TransactionBlock[] {
  return file.transactions.map((transaction) => {
    const queries: QueryInTransaction[] = [];
    const outside: OutsideReach[] = [];
    const handle = handleOf(file.facts, transaction);
    for (const [index, call] of callsIn(file.facts, transaction)) {
      const range = { start: call.start, end: call.end };
      const site = file.sites.get(index);
      const left = file.outside.get(index);
      if (left) outside.push({ outside: left, call: range, path: [] });
      else if (site)
        queries.push({
          query: site.site,
          call: range,
          path: [],
          onHandle: isOnHandle(transaction, handle, site),
        });
      else if (isOwn(file, transaction, index)) {
        const reach = paths.reach(file.facts, call, () => false);
        for (const name of reach.files) touched.add(name);
        if (reach.outside) {
          const { hops, outside: reached } = reach.outside;
          const way = { site: { file: reached.file, range: reached.range, call: reached.call } };
          outside.push({
            outside: reached,
            call: range,
            path: evidenceOf(hops, way, 'The transaction calls'),
          });
        }
        if (reach.write) queries.push(queryBehind(file, transaction, reach.write, range, handle));
      }
    }
    return { scope: transaction.scope, queries, outside, failures: failuresIn(file, transaction, queries) };
  });
}

function* callsIn(facts: FileFacts, { body }: FileTransaction): Iterable<readonly [number, CallFact]> {
  const fn = facts.functions[body];
  if (!fn) return;
  for (const [index, call] of facts.calls.entries())
    if (call.start >= fn.start && call.end <= fn.end) yield [index, call];
}

/** Not in a transaction inside this one, which is looked at by itself. */
function isOwn({ facts, transactions }: FileSites, own: FileTransaction, index: number): boolean {
  const call = facts.calls[index];
  return !transactions.some((other) => {
    const fn = other.body === own.body ? undefined : facts.functions[other.body];
    return (
      fn !== undefined &&
      call !== undefined &&
      fn.start <= call.start &&
      call.end <= fn.end &&
      fn.start > (facts.functions[own.body]?.start ?? 0)
    );
  });
}

function handleOf(facts: FileFacts, { body }: FileTransaction): number {
  return facts.variables.findIndex(
    (variable) => variable.parameterOf === body && variable.position === 0 && variable.name !== '',
  );
}

/** null: it cannot be told, as no handle is taken, or the client has no name or is of another kind. */
function isOnHandle({ scope }: FileTransaction, handle: number, { site, facts, call }: Site): boolean | null {
  if (scope.handle === null) return null;
  const made = facts.calls[call];
  if (site.details.inTransaction || (made && comesFrom(facts, made, handle, 0))) return true;
  if (site.library !== scope.library || site.details.client === '') return null;
  const root = made?.callee.root;
  // A parameter of a function inside may well be the handle.
  if (root?.kind === 'variable' && (facts.variables[root.variable]?.parameterOf ?? -1) >= 0) return null;
  return false;
}

/** The handle is in what it is given, `{ transaction }` or a context made with it: what is done with it there is not seen. A row that was read with it does not hold it. */
function isGivenHandle(
  { facts, sites }: FileSites,
  { origins, values }: CallFact,
  { body }: FileTransaction,
): boolean {
  const isRow = (value: Value | null | undefined): boolean => {
    const root = value?.root;
    const from = root?.kind === 'variable' ? facts.variables[root.variable]?.init?.root : root;
    return from?.kind === 'call' && sites.has(from.call);
  };
  // The last entry is the receiver.
  return origins
    .slice(0, -1)
    .some(
      (of, position) =>
        of.some((origin) => parameterPosition(origin, body) === 0) && !isRow(values[position]),
    );
}

/** The callee, its receivers or an argument on the way lead back to the handle. */
function comesFrom(facts: FileFacts, call: CallFact, handle: number, depth: number): boolean {
  return [call.callee, ...call.values].some(
    (value) => value !== null && leadsTo(facts, value, handle, depth),
  );
}

function leadsTo(facts: FileFacts, { root }: Value, handle: number, depth: number): boolean {
  if (depth > 8) return false;
  if (root.kind === 'variable') {
    if (root.variable === handle) return true;
    const init = facts.variables[root.variable]?.init;
    return init ? leadsTo(facts, init, handle, depth + 1) : false;
  }
  const call = root.kind === 'call' ? facts.calls[root.call] : undefined;
  return call ? comesFrom(facts, call, handle, depth + 1) : false;
}

/** A write behind a call: on the handle where its client is handed in, on another where it is the file's or the object's own. */
function queryBehind(
  file: FileSites,
  transaction: FileTransaction,
  { hops, site }: Reached,
  call: QueryInTransaction['call'],
  handle: number,
): QueryInTransaction {
  const made = site.facts.calls[site.call];
  const first = hops[0];
  const handed = first !== undefined && comesFrom(first.facts, first.call, handle, 0);
  const root = made?.callee.root;
  const onHandle =
    site.site.details.inTransaction || handed
      ? true
      : first !== undefined && isGivenHandle(file, first.call, transaction)
        ? null
        : root?.kind === 'this' || root?.kind === 'name'
          ? false
          : null;
  return { query: site.site, call, path: evidenceOf(hops, site, 'The transaction calls'), onHandle };
}

function failuresIn(
  { facts, sites }: FileSites,
  { body }: FileTransaction,
  queries: readonly QueryInTransaction[],
): TransactionBlock['failures'] {
  const writes = queries.filter(({ query, onHandle }) => onHandle !== false && isWriting(query));
  return facts.failures
    .filter(({ within }) => within === body)
    .flatMap((range) => {
      const before = writes.find(
        ({ call, query }) =>
          call.end <= range.start &&
          !excludeEachOther(facts, call, range) &&
          !isAsked(sites, facts, query, range),
      );
      return before
        ? [{ range: { start: range.start, end: range.end }, text: 'return', after: before.query }]
        : [];
    });
}

/** `if (updated.count === 0) return { ok: false }`: the write itself found nothing to write. */
function isAsked(
  sites: FileSites['sites'],
  facts: FileFacts,
  write: QuerySite,
  failure: { readonly start: number; readonly end: number },
): boolean {
  const site = [...sites.values()].find((one) => one.site === write);
  const taken = site?.site.result?.taken ?? [];
  return (
    taken.some((name) =>
      /^(?:count|affected|rowCount|affectedRows|length|numUpdatedRows|numDeletedRows|modifiedCount|)$/.test(
        name,
      ),
    ) && facts.branches.some((branch) => branch.start <= failure.start && failure.end <= branch.end)
  );
}

function isWriting(query: QuerySite): boolean {
  return query.verb !== 'read' && query.verb !== 'count';
}
