import type { Range } from '../../model/text';
import type { OutsideReach, WriteSequence } from '../../model/query-patterns';
import type { CallFact, FileFacts } from '../facts';
import type { FileSites, Site } from '../linking/sites';
import { evidenceOf } from '../loops/looped';
import { isWrite, type CallPaths } from '../loops/reach';
import { catchAround, excludeEachOther, holds } from './ways';

/** Kinds of calls that tell others of what was written. */
const telling = new Set(['queue', 'search', 'http', 'payment']);

const ownState =
  /^(?:cron|scheduler?|job)_?(?:jobs?|runs?|states?|locks?)$|^(?:leases?|locks?|checkpoints?|cursors?)$/i;

/** Columns that say when something was last told, tried or taken. */
const marks =
  /^(?:.*_)?(?:last_?.*)?(?:claimed|locked|leased|notified|notification_?sent|reminded|polled|heartbeat)_?at$/i;

/** A write about the job or the message itself, not about what it tells. */
function isBookkeeping({ table, verb, details: { written } }: Site['site']): boolean {
  if (table !== null && ownState.test(table)) return true;
  return (
    verb === 'update' &&
    written !== null &&
    written.length > 0 &&
    written.every(({ column }) => marks.test(column))
  );
}

/** What the functions of a file write outside of transactions. */
export function findWriteSequences(
  paths: CallPaths,
  file: FileSites,
  touched: Set<string>,
): readonly WriteSequence[] {
  const { facts } = file;
  const byFunction = new Map<number, Site[]>();
  for (const site of file.sites.values()) {
    if (!isWrite(site) || site.site.details.inTransaction || isInTransaction(file, site.site.range)) continue;
    const owner = unitOf(facts, facts.calls[site.call]?.within ?? -1);
    if (isTransactional(facts, owner)) continue;
    byFunction.set(owner, [...(byFunction.get(owner) ?? []), site]);
  }
  return [...byFunction].flatMap(([owner, sites]): WriteSequence[] => {
    const writes = sites.sort((a, b) => a.site.range.start - b.site.range.start);
    // What a job writes about itself is not what it tells others.
    const first = writes.find(({ site }) => !isBookkeeping(site));
    if (!first) return [];
    const together = longest(facts, writes);
    return [
      {
        file: facts.file,
        range: first.site.range,
        name: facts.functions[owner]?.name ?? '',
        writes: together.map(({ site }) => site),
        published: publishedAfter(paths, file, owner, first, touched),
      },
    ];
  });
}

/** The function whose turn a call belongs to. A callback at module level is one by itself: the handler of a route, a procedure. */
function unitOf(facts: FileFacts, within: number): number {
  let at = within;
  for (
    let fn = facts.functions[at];
    fn && fn.inlineOf >= 0 && fn.name === '' && fn.parent >= 0;
    fn = facts.functions[at]
  )
    at = fn.parent;
  return at;
}

/** Of the writes that may run in one call, those that follow the one with the most company. */
function longest(facts: FileFacts, writes: readonly Site[]): readonly Site[] {
  let best: readonly Site[] = [];
  writes.forEach((first, index) => {
    const following = writes
      .slice(index + 1)
      .filter((later) => !excludeEachOther(facts, first.site.range, later.site.range));
    if (following.length + 1 > best.length) best = [first, ...following];
  });
  return best;
}

/** In the callback of a transaction, or in a list that is sent as one: `prisma.$transaction([…])`, `db.batch([…])`. */
function isInTransaction({ facts, transactions }: FileSites, range: Range): boolean {
  return (
    transactions.some(({ body }) => {
      const fn = facts.functions[body];
      return fn !== undefined && holds(fn, range);
    }) ||
    facts.calls.some((call) => (call.name === '$transaction' || call.name === 'batch') && holds(call, range))
  );
}

/** `@Transactional()`, or it opens a transaction by itself: `queryRunner.startTransaction()`. */
function isTransactional(facts: FileFacts, owner: number): boolean {
  const fn = facts.functions[owner];
  if (!fn) return false;
  if (fn.decorators.some(({ name }) => /transaction/i.test(name))) return true;
  return facts.calls.some(
    (call) =>
      /^(?:startTransaction|beginTransaction|commit|commitTransaction|transaction|unprepared)$/.test(
        call.name,
      ) &&
      call.start >= fn.start &&
      call.end <= fn.end,
  );
}

function publishedAfter(
  paths: CallPaths,
  file: FileSites,
  owner: number,
  first: Site,
  touched: Set<string>,
): WriteSequence['published'] {
  const { facts } = file;
  return paths.callsOf(facts, owner).flatMap((index) => {
    const call = facts.calls[index];
    if (!call || call.start < first.site.range.end || file.sites.has(index)) return [];
    const range = { start: call.start, end: call.end };
    if (excludeEachOther(facts, first.site.range, range)) return [];
    const reach = outsideOf(paths, file, index, call, touched);
    if (!reach || !telling.has(reach.outside.kind) || !reach.outside.writes) return [];
    return [{ ...reach, onlyLogged: isOnlyLogged(facts, range) }];
  });
}

/** The call itself, or one that it reaches within two calls. */
function outsideOf(
  paths: CallPaths,
  file: FileSites,
  index: number,
  call: CallFact,
  touched: Set<string>,
): OutsideReach | null {
  const range = { start: call.start, end: call.end };
  const own = file.outside.get(index);
  if (own) return { outside: own, call: range, path: [] };
  const { outside: reached, files } = paths.reach(file.facts, call, () => false);
  for (const name of files) touched.add(name);
  if (!reached || reached.hops.length > 2) return null;
  const { outside, hops } = reached;
  const way = { site: { file: outside.file, range: outside.range, call: outside.call } };
  return { outside, call: range, path: evidenceOf(hops, way, 'The function calls') };
}

const logs = /^(?:log|error|warn|warning|info|debug|trace|verbose|stringify|String|toString)$/;

/** A catch around the place does nothing but write a log line, or nothing at all. */
function isOnlyLogged(facts: FileFacts, place: { readonly start: number; readonly end: number }): boolean {
  const handler = catchAround(facts, place);
  return (
    handler !== null &&
    !handler.leaves &&
    facts.calls.every((call) => !holds(handler, call) || logs.test(call.name))
  );
}
