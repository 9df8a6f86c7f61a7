import type { Resolver } from '../../model/code';
import type { FieldQuery } from '../../model/query-patterns';
import type { CallFact, FileFacts } from '../facts';
import { isExample, isTest } from '../code-files';
import { functionId, type FileSites, type Site } from '../linking/sites';
import { evidenceOf } from '../loops/looped';
import { isWrite, type CallPaths, type Hop } from '../loops/reach';
import { parameterPosition } from '../origins';

/** Field resolvers of a file that ask the database for each object: the query depends on a parameter, the parent. */
export function findFieldQueries(
  paths: CallPaths,
  file: FileSites,
  resolvers: readonly Resolver[],
  touched: Set<string>,
): readonly FieldQuery[] {
  const { facts } = file;
  return resolvers.flatMap((resolver): FieldQuery[] => {
    if (resolver.root || resolver.loads || resolver.handler === null) return [];
    const fn = facts.functions.findIndex((_, index) => functionId(facts, index) === resolver.handler);
    const found = fn < 0 ? null : readOf(paths, file, fn, touched);
    if (!found) return [];
    return [
      {
        resolver,
        query: found.site.site,
        path: evidenceOf(found.hops, found.site, 'The resolver calls'),
        exemption: exemptionOf(facts, fn, resolver, found.memoised),
      },
    ];
  });
}

/** Why a field's query stays silent, in words that end a sentence; null: it is a candidate. */
function exemptionOf(facts: FileFacts, fn: number, resolver: Resolver, memoised: boolean): string | null {
  if (isTest(facts.file)) return 'a test';
  if (isExample(facts.file)) return 'an example';
  if (memoised) return 'results are remembered';
  if (bringsField(facts, fn, resolver.field)) return 'the parent is looked at first';
  return /(?:Response|Payload)$/.test(resolver.type ?? '') ? 'an answer holds one such object' : null;
}

/** `if (order.customer) return order.customer`: a parameter is asked for the field of the resolver. */
function bringsField(facts: FileFacts, fn: number, field: string): boolean {
  return facts.variables.some((variable) => variable.parameterOf === fn && variable.taken.includes(field));
}

interface Found {
  readonly site: Site;
  readonly hops: readonly Hop[];
  readonly memoised: boolean;
}

/** The first read that depends on the resolver's parameters and is not remembered; else one that is. */
function readOf(paths: CallPaths, file: FileSites, fn: number, touched: Set<string>): Found | null {
  const { facts, sites } = file;
  const varies = (call: CallFact): boolean =>
    call.origins.some((origins) => origins.some((origin) => parameterPosition(origin, fn) >= 0));
  let remembered: Found | null = null;
  for (const index of paths.callsOf(facts, fn)) {
    const call = facts.calls[index];
    if (!call || !varies(call)) continue;
    const site = sites.get(index);
    if (site && !isWrite(site)) return { site, hops: [], memoised: paths.remembers({ facts, index: fn }) };
    if (site || /^load(?:Many)?$/.test(call.name)) continue;
    const { reads, files } = paths.reach(facts, call, (origins) =>
      origins.some((origin) => parameterPosition(origin, fn) >= 0),
    );
    for (const name of files) touched.add(name);
    const first = reads.find(({ memoised }) => !memoised) ?? reads[0];
    if (!first) continue;
    const found = { ...first, memoised: first.memoised || paths.remembers({ facts, index: fn }) };
    if (!found.memoised) return found;
    remembered ??= found;
  }
  return remembered;
}
