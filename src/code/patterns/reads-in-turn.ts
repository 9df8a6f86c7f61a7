import type { BulkUpsert, IndependentReads } from '../../model/query-patterns';
import type { CallFact, FileFacts, Shape, Value } from '../facts';
import type { FileSites, Site } from '../linking/sites';
import { isWrite } from '../loops/reach';
import { holds } from './ways';

/** Pairs of reads of one function that follow each other at once, the second of which uses nothing of the first. */
export function findIndependentReads({ facts, sites }: FileSites): readonly IndependentReads[] {
  const reads = [...sites.values()]
    .filter((site) => !isWrite(site) && facts.calls[site.call]?.awaited === true)
    .sort((a, b) => a.site.range.start - b.site.range.start);
  return reads.flatMap((second, index): IndependentReads[] => {
    const first = reads[index - 1];
    return first && areIndependent(facts, first, second) ? [{ first: first.site, second: second.site }] : [];
  });
}

function areIndependent(facts: FileFacts, first: Site, second: Site): boolean {
  const [a, b] = [facts.calls[first.call], facts.calls[second.call]];
  if (!a || !b || a.within !== b.within || a.within < 0 || a.loop >= 0 || b.loop >= 0) return false;
  if (first.site.details.inTransaction || second.site.details.inTransaction) return false;
  // Something between them may leave, wait or decide.
  if (b.awaitsBefore !== a.awaitsBefore + 1) return false;
  if (facts.branches.some((branch) => holds(branch, a) !== holds(branch, b))) return false;
  if (facts.branches.some((branch) => branch.leaves && branch.start >= a.end && branch.end <= b.start))
    return false;
  return !mayUse(facts, b, first.call);
}

/** An argument leads to the other call, or is something that cannot be followed. */
function mayUse(facts: FileFacts, call: CallFact, other: number): boolean {
  if (call.callee.root.kind === 'call' || call.shapes === null) return true;
  return call.shapes.some((shape) => shapeUses(facts, shape, other));
}

function shapeUses(facts: FileFacts, shape: Shape, other: number): boolean {
  switch (shape.kind) {
    case 'object':
      return shape.spreads || shape.properties.some(({ value }) => shapeUses(facts, value, other));
    case 'array':
      return shape.elements.some((element) => shapeUses(facts, element, other));
    case 'value':
      return leadsTo(facts, shape.value, other, 0);
    case 'text':
    case 'literal':
      return false;
    case 'function':
    case 'other':
      return true;
  }
}

function leadsTo(facts: FileFacts, { root }: Value, other: number, depth: number): boolean {
  if (root.kind === 'call') return true;
  if (root.kind !== 'variable') return root.kind === 'other';
  const variable = facts.variables[root.variable];
  if (!variable || depth > 6) return true;
  if (variable.init) return leadsTo(facts, variable.init, other, depth + 1);
  return variable.parameterOf < 0;
}

/** Upserts of many rows whose list is not put in order before. */
export function findBulkUpserts({ facts, sites }: FileSites): readonly BulkUpsert[] {
  return [...sites.values()].flatMap((site) => {
    // `save` of TypeORM looks for the rows first and writes each by its key.
    if (/(?:^|\.)save$/.test(site.site.call)) return [];
    if (site.site.verb !== 'upsert' || site.site.details.rows === 'one') return [];
    const values = valuesOf(facts, site);
    if (site.site.details.rows === 'unknown' && !values.some((value) => isNamedAsMany(facts, value)))
      return [];
    return values.some((value) => isOrdered(facts, value, 0)) ? [] : [{ query: site.site }];
  });
}

/** The rows handed to the calls of the chain. */
function valuesOf(facts: FileFacts, site: Site): Value[] {
  const values: Value[] = [];
  let at: CallFact | undefined = facts.calls[site.call];
  while (at) {
    values.push(...at.values.filter((value) => value !== null));
    at = at.callee.root.kind === 'call' ? facts.calls[at.callee.root.call] : undefined;
  }
  return values;
}

/** `rows`, `orderList`: a list by its name, where nothing else says so. */
function isNamedAsMany(facts: FileFacts, { root, path }: Value): boolean {
  const name =
    path[path.length - 1] ?? (root.kind === 'variable' ? (facts.variables[root.variable]?.name ?? '') : '');
  return /(?:[a-z]s|List|Array|Batch)$/.test(name) && !/(?:ss|us|is|Props|Params|Options|Values)$/.test(name);
}

function isOrdered(facts: FileFacts, { root }: Value, depth: number): boolean {
  if (depth > 8) return false;
  if (root.kind === 'variable') {
    const variable = facts.variables[root.variable];
    if (variable?.literal || variable?.taken.some((name) => /^(?:sort|toSorted)$/.test(name))) return true;
    return variable?.init ? isOrdered(facts, variable.init, depth + 1) : false;
  }
  const call = root.kind === 'call' ? facts.calls[root.call] : undefined;
  if (!call) return false;
  if (/^(?:sort|toSorted|sortBy|orderBy)$/.test(call.name)) return true;
  return [call.callee, ...call.values].some((value) => value !== null && isOrdered(facts, value, depth + 1));
}
