import type { LoopedQuery, QuerySite } from '../../model/code';
import type { Evidence } from '../../model/finding';
import { isTest } from '../code-files';
import type { CallFact, FileFacts } from '../facts';
import { calleeText } from '../libraries/recognition';
import type { Program } from '../linking/program';
import { functionId, type FileSites, type Site } from '../linking/sites';
import { turnOf } from '../origins';
import { dependsOnEarlierTurn, dependsOnTurn, loopsAround, type Around } from './around';
import { exemptionOf, isConditional } from './exemptions';
import type { CallPaths, Hop, Reached } from './reach';
import { turnsOf } from './turns';

/** What is needed to find the queries in the loops of a file. `touched` gathers the files that a result rests on. */
export interface LoopContext {
  readonly program: Program;
  readonly paths: CallPaths;
  readonly touched: Set<string>;
}

/** Every query of one file that runs once per turn of a loop: in the body itself, or behind a call in it. One entry per call in the loop. */
export function findLooped(context: LoopContext, file: FileSites): readonly LoopedQuery[] {
  const { facts } = file;
  if (facts.loops.length === 0) return [];
  return facts.calls.flatMap((call, index): LoopedQuery[] => {
    if (call.loop < 0 && call.within < 0) return [];
    const around = loopsAround(facts, call);
    const [nearest] = around;
    if (!nearest) return [];
    const keyed = around.find(({ loop }) => dependsOnTurn(call, loop));
    const site = file.sites.get(index);
    if (site) return [directQuery(context, file, call, site, keyed, nearest)];
    const behind = queryBehind(context, file, call, keyed, nearest);
    return behind ? [behind] : [];
  });
}

function directQuery(
  { program }: LoopContext,
  file: FileSites,
  call: CallFact,
  site: Site,
  keyed: Around | undefined,
  nearest: Around,
): LoopedQuery {
  const { facts } = file;
  const chosen = keyed ?? nearest;
  const earlier = dependsOnEarlierTurn(call, chosen.loop);
  const judged = {
    facts,
    call,
    around: chosen,
    nearest,
    site,
    sites: file.sites,
    direct: true,
    sameTick: call.awaitsBefore === 0,
    memoised: false,
    keyed: keyed !== undefined,
  };
  return {
    ...loopOf(file, chosen.loop),
    query: site.site,
    keyed: earlier ? 'earlier-turn' : keyed ? 'item' : false,
    conditional: isConditionalIn(facts, chosen.loop, call),
    call: { file: facts.file, range: { start: call.start, end: call.end } },
    path: [],
    distance: 'direct',
    exemption: exemptionOf(program, judged),
    confidence: site.site.confidence,
  };
}

/** A call in a loop that leads to queries: reads that depend on the item first, then writes, then whatever there is. */
function queryBehind(
  { program, paths, touched }: LoopContext,
  file: FileSites,
  call: CallFact,
  keyed: Around | undefined,
  nearest: Around,
): LoopedQuery | null {
  const { facts } = file;
  const around = keyed ?? nearest;
  const origin = turnOf(around.loop);
  const { reads, write, any, files } = paths.reach(facts, call, (origins) => origins.includes(origin));
  for (const name of files) touched.add(name);
  const judge = (reached: Reached): string | null =>
    exemptionOf(program, {
      facts,
      call,
      around,
      nearest,
      site: reached.site,
      sites: file.sites,
      direct: false,
      sameTick: reached.sameTick,
      memoised: reached.memoised,
      keyed: true,
    });
  const candidate = reads.find((reached) => judge(reached) === null && !isAside(facts, reached));
  const reached = candidate ?? reads[0] ?? write ?? any;
  if (!reached) return null;
  const exemption = write
    ? 'each turn is a unit of work that also writes'
    : candidate
      ? null
      : (judge(reached) ?? (reads.length > 0 ? asideWords : 'what is read does not depend on the item'));
  return {
    ...loopOf(file, around.loop),
    query: reached.site.site,
    keyed: reads.length > 0 ? 'item' : false,
    conditional: isConditionalIn(facts, around.loop, call),
    call: { file: facts.file, range: { start: call.start, end: call.end } },
    path: evidenceOf(reached.hops, reached.site, 'The loop calls'),
    distance: reached.hops.every((hop) => hop.target.facts === facts) ? 'helper' : 'service',
    exemption,
    confidence: reached.hops.length > 3 ? 'low' : 'medium',
  };
}

const asideWords = 'only an example, a test or a sample reads there';
const aside =
  /(?:^|\/)(?:examples?|example-[\w-]+|samples?|playground|dev-server|sandbox|mocks?|stubs?|fakes?)\//i;

/** One of several things a call may enter that is no part of the program: an example of a strategy, a stub. */
function isAside(facts: FileFacts, { site, hops }: Reached): boolean {
  if (aside.test(facts.file) || isTest(facts.file)) return false;
  const entered = [site.facts, ...hops.map(({ target }) => target.facts)];
  return entered.some(({ file }) => aside.test(file) || isTest(file));
}

/** The way from a call to a query, one entry per hop, the query last. `first` begins the first entry: `The loop calls`. */
export function evidenceOf(
  hops: readonly Hop[],
  { site }: { readonly site: Pick<QuerySite, 'file' | 'range' | 'call'> },
  first: string,
): Evidence[] {
  const path: Evidence[] = hops.map((hop, index) => ({
    file: hop.facts.file,
    range: { start: hop.call.start, end: hop.call.end },
    message: `${index === 0 ? first : 'which calls'} ${hop.target.facts.functions[hop.target.index]?.name ?? calleeText(hop.facts, hop.call.callee)}`,
  }));
  path.push({ file: site.file, range: site.range, message: `which runs ${site.call}` });
  return path;
}

function loopOf(file: FileSites, index: number): Pick<LoopedQuery, 'loop' | 'turns'> {
  return { loop: loopPlace(file.facts, index), turns: turnsIn(file, index) };
}

function isConditionalIn(facts: FileFacts, index: number, call: CallFact): boolean {
  const loop = facts.loops[index];
  return loop !== undefined && isConditional(facts, loop, call);
}

export function loopPlace(facts: FileFacts, index: number): LoopedQuery['loop'] {
  const loop = facts.loops[index];
  return {
    file: facts.file,
    range: { start: loop?.start ?? 0, end: loop?.headEnd ?? 0 },
    kind: loop?.kind ?? 'for',
    within: functionId(facts, loop?.within ?? -1),
  };
}

function turnsIn(file: FileSites, index: number): LoopedQuery['turns'] {
  const loop = file.facts.loops[index];
  return loop ? turnsOf(file.facts, file.sites, loop) : { growth: 'unknown', of: 'items' };
}
