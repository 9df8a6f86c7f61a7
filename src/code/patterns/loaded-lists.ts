import type { LoadedList } from '../../model/query-patterns';
import type { FileFacts, LoopFact, Shape, Value } from '../facts';
import { calleeText } from '../libraries/recognition';
import type { Program } from '../linking/program';
import type { FileSites, Site } from '../linking/sites';
import { loopsAround } from '../loops/around';
import { exemptionOfLoop } from '../loops/exemptions';
import type { CallPaths } from '../loops/reach';
import { sourceOfList } from '../loops/turns';

/** Lists of all rows of a query that a file fans out over or hands to another query as keys. */
export function findLoadedLists(
  program: Program,
  paths: CallPaths,
  file: FileSites,
  touched: Set<string>,
): readonly LoadedList[] {
  if (file.sites.size === 0) return [];
  return [...fannedOut(program, paths, file, touched), ...keysOfQueries(file)];
}

/** Every row, or every row that matches: no limit, no unique key. */
function isUnlimited({ site }: Site): boolean {
  return site.verb === 'read' && site.details.limited === 'none';
}

function fannedOut(program: Program, paths: CallPaths, file: FileSites, touched: Set<string>): LoadedList[] {
  const { facts } = file;
  return facts.loops.flatMap((loop, index): LoadedList[] => {
    if (loop.kind !== 'concurrent-map' || !loop.over) return [];
    const source = sourceOfList(facts, file.sites, loop.over);
    if (!source.site || source.cut || source.path.length > 0 || !isUnlimited(source.site)) return [];
    if (exemptionOfLoop(program, facts, { loop: index, bounded: false }) !== null) return [];
    const work = workOf(paths, file, index, loop, touched);
    if (work === null) return [];
    return [
      {
        file: facts.file,
        range: { start: loop.start, end: loop.headEnd },
        query: source.site.site,
        use: 'fanned-out',
        then: null,
        call: work,
      },
    ];
  });
}

/** What each item begins that leaves the process; null when there is nothing, or when it is a limiter. */
function workOf(
  paths: CallPaths,
  file: FileSites,
  index: number,
  loop: LoopFact,
  touched: Set<string>,
): string | null {
  const { facts } = file;
  for (const [at, call] of facts.calls.entries()) {
    if (call.start < loop.headEnd || call.end > loop.end) continue;
    const around = loopsAround(facts, call).find((one) => one.loop === index);
    if (!around || around.bounded || /limit|throttl|queue|semaphore/i.test(call.name)) {
      if (around) return null;
      continue;
    }
    if (file.sites.has(at) || file.outside.has(at)) return calleeText(facts, call.callee);
    const reach = paths.reach(facts, call, () => false);
    for (const name of reach.files) touched.add(name);
    if (reach.any || reach.outside) return calleeText(facts, call.callee);
  }
  return null;
}

const listing = /^(?:In|inArray|notInArray|whereIn|whereNotIn|orWhereIn|any|anyOf)$/;

function keysOfQueries(file: FileSites): LoadedList[] {
  const { facts, sites } = file;
  return [...sites.values()].flatMap((site): LoadedList[] => {
    const own = facts.calls[site.call];
    if (!own) return [];
    const lists = [
      ...(own.shapes ?? []).flatMap((shape) => listsIn(shape)),
      ...facts.calls.flatMap((call) =>
        call.start >= own.start && call.end <= own.end && listing.test(call.name)
          ? call.values.filter((value) => value !== null)
          : [],
      ),
    ];
    const source = lists
      .map((value) => sourceOfList(facts, sites, value))
      .find(
        (found) =>
          found.site !== null &&
          found.call !== site.call &&
          !found.cut &&
          isUnlimited(found.site) &&
          found.site.site.details.condition === 'none',
      );
    if (!source?.site || isInChunk(facts, own)) return [];
    return [
      {
        file: facts.file,
        range: site.site.range,
        query: source.site.site,
        use: 'keys',
        then: site.site,
        call: site.site.call,
      },
    ];
  });
}

function isInChunk(facts: FileFacts, call: { readonly within: number; readonly loop: number }): boolean {
  return loopsAround(facts, call).length > 0;
}

/** Values of `in`, `notIn` and `$in` in a condition. */
function listsIn(shape: Shape, depth = 0): Value[] {
  if (shape.kind === 'array') return shape.elements.flatMap((element) => listsIn(element, depth + 1));
  if (shape.kind !== 'object' || depth > 6) return [];
  return shape.properties.flatMap(({ name, value }) =>
    /^(?:in|notIn|\$in|\$nin)$/.test(name) && value.kind === 'value'
      ? [value.value]
      : listsIn(value, depth + 1),
  );
}
