import type { LoopedQuery } from '../../model/code';
import type { Evidence } from '../../model/finding';
import type { CallFact, FileFacts } from '../facts';
import { calleeText } from '../libraries/recognition';
import type { Program } from '../linking/program';
import type { FileSites, Site } from '../linking/sites';
import { turnOf } from '../origins';
import { dependsOnTurn, loopsAround, type Around } from './around';
import { exemptionOf } from './exemptions';
import type { CallPaths, Reached } from './reach';

/** Every query that runs once per turn of a loop: in the body itself, or behind a call in it. One entry per call in the loop. */
export function findLooped(
  program: Program,
  sites: ReadonlyMap<string, FileSites>,
  paths: CallPaths,
): readonly LoopedQuery[] {
  const found: LoopedQuery[] = [];
  for (const { facts, sites: own } of sites.values()) {
    if (facts.loops.length === 0) continue;
    facts.calls.forEach((call, index) => {
      const around = loopsAround(facts, call);
      if (around.length === 0) return;
      const keyed = around.find(({ loop }) => dependsOnTurn(call, loop));
      const site = own.get(index);
      if (site) found.push(directQuery(program, facts, call, site, keyed, around));
      else if (keyed) {
        const behind = queryBehind(program, paths, facts, call, keyed);
        if (behind) found.push(behind);
      }
    });
  }
  return found;
}

function directQuery(
  program: Program,
  facts: FileFacts,
  call: CallFact,
  site: Site,
  keyed: Around | undefined,
  around: readonly Around[],
): LoopedQuery {
  const chosen = keyed ?? around[0] ?? { loop: -1, bounded: false };
  const judged = {
    facts,
    call,
    around: chosen,
    site,
    direct: true,
    sameTick: call.awaitsBefore === 0,
    memoised: false,
  };
  const exemption =
    exemptionOf(program, judged) ?? (keyed ? null : 'no argument depends on the item of the loop');
  return {
    loop: loopPlace(facts, chosen.loop),
    query: site.site,
    call: { file: facts.file, range: { start: call.start, end: call.end } },
    path: [],
    distance: 'direct',
    exemption,
    confidence: site.site.confidence,
  };
}

function queryBehind(
  program: Program,
  paths: CallPaths,
  facts: FileFacts,
  call: CallFact,
  around: Around,
): LoopedQuery | null {
  const origin = turnOf(around.loop);
  const { reads, writes } = paths.reach(facts, call, (origins) => origins.includes(origin));
  const judge = (reached: Reached): string | null =>
    exemptionOf(program, {
      facts,
      call,
      around,
      site: reached.site,
      direct: false,
      sameTick: reached.sameTick,
      memoised: reached.memoised,
    });
  const first = reads[0];
  if (!first) return null;
  const candidate = reads.find((reached) => judge(reached) === null);
  const reached = candidate ?? first;
  const exemption = candidate
    ? writes
      ? 'each turn is a unit of work that also writes'
      : null
    : judge(first);
  return {
    loop: loopPlace(facts, around.loop),
    query: reached.site.site,
    call: { file: facts.file, range: { start: call.start, end: call.end } },
    path: evidenceOf(reached),
    distance: reached.hops.every((hop) => hop.target.facts === facts) ? 'helper' : 'service',
    exemption,
    confidence: reached.hops.length > 3 ? 'low' : 'medium',
  };
}

function evidenceOf({ hops, site }: Reached): Evidence[] {
  const path: Evidence[] = hops.map((hop, index) => ({
    file: hop.facts.file,
    range: { start: hop.call.start, end: hop.call.end },
    message: `${index === 0 ? 'The loop calls' : 'which calls'} ${hop.target.facts.functions[hop.target.index]?.name ?? calleeText(hop.facts, hop.call.callee)}`,
  }));
  path.push({ file: site.site.file, range: site.site.range, message: `which runs ${site.site.call}` });
  return path;
}

function loopPlace(facts: FileFacts, index: number): LoopedQuery['loop'] {
  const loop = facts.loops[index];
  return {
    file: facts.file,
    range: { start: loop?.start ?? 0, end: loop?.headEnd ?? 0 },
    kind: loop?.kind ?? 'for',
  };
}
