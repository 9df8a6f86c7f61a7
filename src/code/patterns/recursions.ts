import type { Recursion } from '../../model/query-patterns';
import type { CallFact, FileFacts } from '../facts';
import type { FileSites, Site } from '../linking/sites';
import { isExample, isScript, isTest } from '../code-files';
import { evidenceOf } from '../loops/looped';
import { isWrite, type CallPaths, type Hop } from '../loops/reach';
import { parameterPosition } from '../origins';

/** Functions of a file that enter themselves with a read in each turn, keyed by their parameters. */
export function findRecursions(
  paths: CallPaths,
  file: FileSites,
  touched: Set<string>,
): readonly Recursion[] {
  const { facts } = file;
  return facts.calls.flatMap((call): Recursion[] => {
    if (call.kind !== 'call' || call.within < 0) return [];
    const own = outerFunction(facts, call.within);
    const fn = facts.functions[own];
    if (!fn || fn.name === '' || !fn.name.endsWith(call.name)) return [];
    if (!paths.targetsOf(facts, call).some((target) => target.facts === facts && target.index === own))
      return [];
    const found = readOf(paths, file, own, touched);
    if (!found) return [];
    return [
      {
        file: facts.file,
        range: { start: call.start, end: call.end },
        name: fn.name,
        query: found.site.site,
        path: evidenceOf(found.hops, found.site, `${fn.name} calls`),
        exemption: exemptionOf(facts, call, found.site),
      },
    ];
  });
}

function outerFunction(facts: FileFacts, within: number): number {
  let at = within;
  for (let fn = facts.functions[at]; fn && fn.inlineOf >= 0 && fn.name === ''; fn = facts.functions[at])
    at = fn.parent;
  return at;
}

/** The nearest read whose arguments depend on a parameter of the function; none where the function also writes. */
function readOf(
  paths: CallPaths,
  file: FileSites,
  fn: number,
  touched: Set<string>,
): { readonly site: Site; readonly hops: readonly Hop[] } | null {
  const { facts, sites } = file;
  const varies = (call: CallFact): boolean =>
    call.origins.some((origins) => origins.some((origin) => parameterPosition(origin, fn) >= 0));
  const calls = paths.callsOf(facts, fn);
  const own = calls.flatMap((index) => sites.get(index) ?? []);
  if (own.some(isWrite)) return null;
  const direct = own.find((site) => {
    const call = facts.calls[site.call];
    return call !== undefined && varies(call);
  });
  if (direct) return { site: direct, hops: [] };
  for (const index of calls) {
    const call = facts.calls[index];
    if (!call || sites.has(index) || !varies(call)) continue;
    const entersItself = paths
      .targetsOf(facts, call)
      .some((target) => target.facts === facts && target.index === fn);
    if (entersItself) continue;
    const { reads, write, files } = paths.reach(facts, call, (origins) =>
      origins.some((origin) => parameterPosition(origin, fn) >= 0),
    );
    for (const name of files) touched.add(name);
    const [first] = reads;
    if (write) return null;
    if (first && first.hops.length < 3 && !first.memoised) return first;
  }
  return null;
}

function exemptionOf(facts: FileFacts, call: CallFact, { site }: Site): string | null {
  if (isTest(facts.file)) return 'a test';
  if (isScript(facts.file)) return 'a migration, seed or script';
  if (isExample(facts.file)) return 'an example';
  if (/unique|generate|retry|again|next|free|available/i.test(call.name)) return 'the function tries again';
  const { details } = site;
  if (
    details.offset ||
    (details.limited === 'limit' && details.filters?.some(({ operator }) => operator === 'range') === true)
  )
    return 'each turn reads a page';
  if (details.filters?.some(({ operator }) => operator === 'in') === true)
    return 'each turn reads a whole level';
  const names = call.values.map((value) =>
    value?.root.kind === 'variable' ? (facts.variables[value.root.variable]?.name ?? '') : '',
  );
  if (names.some((name) => /attempt|retr(?:y|ies)|tries|cursor|offset|page|after|token/i.test(name)))
    return 'the function tries again or reads the next page';
  if (names.some((name) => /depth|level/i.test(name))) return 'the depth is counted';
  return null;
}
