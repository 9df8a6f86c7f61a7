import type { CodeRole, LoopedQuery, LoopKind, Turns } from '../../model/code';
import type { Severity } from '../../model/finding';
import type { FileQueries } from '../../model/query-patterns';
import type { CodeDraft, Message, QueryContext } from '../rule';
import { declaredWords, roleOf, weighed } from './weight-of-query';

/** Loops whose turns are all begun before one of them ends. */
const together: ReadonlySet<LoopKind> = new Set(['concurrent-map', 'map']);

export function isTogether(kind: LoopKind): boolean {
  return together.has(kind);
}

export function isRead({ query }: LoopedQuery): boolean {
  return query.verb === 'read' || query.verb === 'count';
}

/** Reads in the loops of a file that nothing excuses: at one distance, and by what they depend on. */
export function readsInLoops(
  file: FileQueries,
  distance: LoopedQuery['distance'],
  keyed: LoopedQuery['keyed'] = 'item',
): readonly LoopedQuery[] {
  return file.looped.filter(
    (looped) =>
      looped.exemption === null && looped.distance === distance && looped.keyed === keyed && isRead(looped),
  );
}

/** `1 + N queries on orders, N = orders of one customer, unbounded`. */
export function numberOfQueries({ turns, query }: LoopedQuery, each = 1): string {
  const where = query.table === null ? '' : ` on ${query.table}`;
  const n = each === 1 ? '1 + N' : `1 + ${String(each)}N`;
  return `${n} queries${where}, N = ${turns.of}${growthWords(turns)}`;
}

function growthWords({ growth }: Turns): string {
  switch (growth) {
    case 'bounded':
      return ', bounded';
    case 'page':
      return ', up to one page';
    case 'unbounded':
      return ', unbounded';
    case 'unknown':
      return ', as many as the caller brings';
  }
}

/** `in each turn of this loop`, `for each item of this map`. */
export function inLoop({ loop }: LoopedQuery): string {
  if (isTogether(loop.kind)) return 'for each item of this map, all at once';
  return loop.kind === 'for-each' ? 'for each item of this forEach' : 'in each turn of this loop';
}

/** `two calls further on`; empty for a query that stands in the loop itself. */
export function behind({ path }: LoopedQuery): string {
  const hops = path.length - 1;
  return hops <= 0 ? '' : hops === 1 ? ', one call further on,' : `, ${String(hops)} calls further on,`;
}

/** Who waits for the loop, by the calls that lead to it. */
const waiting: Partial<Readonly<Record<CodeRole, string>>> = {
  route: ' It is reached from a route: a request waits for all of them.',
  resolver: ' It is reached from a GraphQL resolver: a request waits for all of them.',
  job: ' It is reached from a job, which holds its connection as long.',
};

/** A finding at the call in the loop, with the way from the loop to the query, as loud as the facts allow. */
export function loopedDraft(
  file: FileQueries,
  context: QueryContext,
  looped: LoopedQuery,
  usual: Severity,
  message: Message,
): CodeDraft {
  const { loop, query, call, path, confidence, turns } = looped;
  return {
    file: call.file,
    range: call.range,
    confidence,
    severity: weighed(file, context, query, turns, usual),
    evidence: [
      { file: loop.file, range: loop.range, message: isTogether(loop.kind) ? 'The map' : 'The loop' },
      ...path,
    ],
    message: {
      ...message,
      why: `${message.why}${waiting[roleOf(file, loop)] ?? ''}${declaredWords(context, query.table)}`,
    },
  };
}
