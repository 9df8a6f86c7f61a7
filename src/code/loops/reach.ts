import { firstDestructured, parameterPosition } from '../origins';
import type { OutsideCall } from '../../model/code';
import type { CallFact, FileFacts, Origin } from '../facts';
import type { FunctionRef, Program } from '../linking/program';
import type { FileSites, Site } from '../linking/sites';

/** One hop: a call and the function it enters. */
export interface Hop {
  readonly facts: FileFacts;
  readonly call: CallFact;
  readonly target: FunctionRef;
}

/** A query that a call reaches. */
export interface Reached {
  readonly site: Site;
  readonly hops: readonly Hop[];
  /** No await stands before any call of the path: the query is sent in the tick of the first call. */
  readonly sameTick: boolean;
  /** A function on the path remembers its results. */
  readonly memoised: boolean;
}

/** A call that leaves the process, behind another call. */
export interface ReachedOutside {
  readonly outside: OutsideCall;
  readonly hops: readonly Hop[];
}

export interface Reach {
  /** Reads whose arguments depend on what the call was given, nearest first. */
  readonly reads: readonly Reached[];
  /** The nearest write on the way, whatever it depends on; null: nothing writes. */
  readonly write: Reached | null;
  /** The nearest query of all. */
  readonly any: Reached | null;
  /** The nearest call that leaves the process. */
  readonly outside: ReachedOutside | null;
  /** Files in which calls were followed: the result rests on their facts. */
  readonly files: ReadonlySet<string>;
}

const deepest = 6;
const most = 300;
const remembering = /cache|memo/i;

/** Follows calls from function to function, at most six deep, to the queries behind them. */
export class CallPaths {
  private readonly owned = new WeakMap<FileFacts, Map<number, number[]>>();
  private readonly known = new Map<string, Reach>();
  private readonly remembered = new WeakMap<FileFacts, Map<number, boolean>>();
  private readonly targets = new WeakMap<CallFact, readonly FunctionRef[]>();

  constructor(
    private readonly program: Program,
    private readonly sites: { get(file: string): FileSites | undefined },
  ) {}

  /** These files changed: what was followed through them is followed anew. */
  forget(files: ReadonlySet<string>): void {
    for (const [key, reach] of this.known)
      if ([...files].some((file) => reach.files.has(file))) this.known.delete(key);
  }

  targetsOf(facts: FileFacts, call: CallFact): readonly FunctionRef[] {
    let found = this.targets.get(call);
    if (!found) this.targets.set(call, (found = this.program.targetsOf(facts, call)));
    return found;
  }

  /** The queries behind a call of which some arguments vary. */
  reach(facts: FileFacts, call: CallFact, varies: (origins: readonly Origin[]) => boolean): Reach {
    const reads: Reached[] = [];
    const files = new Set<string>();
    let write: Reached | null = null;
    let any: Reached | null = null;
    let outside: ReachedOutside | null = null;
    for (const target of this.targetsOf(facts, call)) {
      const inner = this.reachFrom(target, movedInto(target, call, varies));
      const from = (found: Reached): Reached => ({
        ...found,
        hops: [{ facts, call, target }, ...found.hops],
        sameTick: found.sameTick && call.awaitsBefore === 0,
      });
      if (inner.write) write ??= from(inner.write);
      if (inner.any) any ??= from(inner.any);
      if (inner.outside)
        outside ??= { ...inner.outside, hops: [{ facts, call, target }, ...inner.outside.hops] };
      for (const found of inner.reads) reads.push(from(found));
      for (const file of inner.files) files.add(file);
    }
    return { reads: reads.sort((a, b) => a.hops.length - b.hops.length), write, any, outside, files };
  }

  private reachFrom(start: FunctionRef, positions: readonly number[]): Reach {
    const key = `${start.facts.file}#${start.index}#${positions.join()}`;
    const known = this.known.get(key);
    if (known) return known;
    const reads: Reached[] = [];
    const files = new Set<string>();
    let write: Reached | null = null;
    let any: Reached | null = null;
    let outside: ReachedOutside | null = null;
    const queue = [{ at: start, positions, hops: [] as readonly Hop[], sameTick: true, memoised: false }];
    const seen = new Set<string>();
    for (let next = queue.shift(); next && seen.size < most; next = queue.shift()) {
      const { at, hops, sameTick, positions: from } = next;
      files.add(at.facts.file);
      const { facts, index: fn } = at;
      const memoised = next.memoised || this.remembers(at);
      const file = this.sites.get(facts.file);
      const varies = (origins: readonly Origin[]): boolean =>
        origins.some((origin) => from.includes(parameterPosition(origin, fn)));
      for (const index of this.callsOf(facts, fn)) {
        const call = facts.calls[index];
        if (!call) continue;
        const site = file?.sites.get(index);
        const left = file?.outside.get(index);
        if (left) outside ??= { outside: left, hops };
        if (site) {
          const found = { site, hops, sameTick: sameTick && call.awaitsBefore === 0, memoised };
          any ??= found;
          if (isWrite(site)) write ??= found;
          else if (call.origins.some(varies)) reads.push(found);
          continue;
        }
        if (hops.length + 1 >= deepest) continue;
        for (const target of this.targetsOf(facts, call)) {
          const moved = movedInto(target, call, varies);
          const id = `${target.facts.file}#${target.index}#${moved.join()}`;
          if (seen.has(id)) continue;
          seen.add(id);
          queue.push({
            at: target,
            positions: moved,
            hops: [...hops, { facts, call, target }],
            sameTick: sameTick && call.awaitsBefore === 0,
            memoised,
          });
        }
      }
    }
    const result = { reads, write, any, outside, files };
    this.known.set(key, result);
    return result;
  }

  /** Calls a function makes itself or in callbacks written in it. */
  callsOf(facts: FileFacts, fn: number): readonly number[] {
    if (ownerOf(facts, fn) !== fn) return callsBelow(facts, fn);
    let byOwner = this.owned.get(facts);
    if (!byOwner) {
      byOwner = new Map();
      for (const [index, call] of facts.calls.entries()) {
        const owner = ownerOf(facts, call.within);
        const list = byOwner.get(owner);
        if (list) list.push(index);
        else byOwner.set(owner, [index]);
      }
      this.owned.set(facts, byOwner);
    }
    return byOwner.get(fn) ?? [];
  }

  /** Wrapped in `cache(…)`, decorated with `@Cacheable`, or looking into a cache itself. */
  remembers({ facts, index }: Pick<FunctionRef, 'facts' | 'index'>): boolean {
    let ofFile = this.remembered.get(facts);
    if (!ofFile) this.remembered.set(facts, (ofFile = new Map<number, boolean>()));
    let known = ofFile.get(index);
    if (known === undefined) ofFile.set(index, (known = this.findsCache(facts, index)));
    return known;
  }

  private findsCache(facts: FileFacts, index: number): boolean {
    const fn = facts.functions[index];
    if (!fn) return false;
    if (fn.decorators.some((decorator) => remembering.test(decorator.name))) return true;
    if (
      facts.variables.some(
        (variable) =>
          variable.fn === index && variable.wrapper !== null && remembering.test(variable.wrapper),
      )
    )
      return true;
    const calls = this.callsOf(facts, index).flatMap((at) => facts.calls[at] ?? []);
    return (
      calls.some((call) => looksIntoCache(facts, call)) ||
      keepsInMap(facts, index, calls) ||
      keepsInField(facts, fn)
    );
  }
}

/** `if (this.root) return this.root;` before it is read, `this.root = …` after it. */
function keepsInField({ decisions }: FileFacts, { start, end }: { start: number; end: number }): boolean {
  const own = decisions.memories.filter(
    ({ name, at }) => name.startsWith('this.') && at >= start && at <= end,
  );
  return own.some(
    ({ name, act, at }) =>
      act === 'asked' && own.some((other) => other.act === 'filled' && other.name === name && other.at > at),
  );
}

/** A Map from around the function is asked before anything is waited for, and filled: what was read once is kept. */
function keepsInMap(facts: FileFacts, fn: number, calls: readonly CallFact[]): boolean {
  const mapOf = ({ callee: { root, path } }: CallFact): number => {
    const variable =
      root.kind === 'variable' && path.length === 1 ? facts.variables[root.variable] : undefined;
    const isOuter = variable !== undefined && variable.within !== fn && variable.parameterOf !== fn;
    return isOuter && root.kind === 'variable' ? root.variable : -1;
  };
  const asked = calls.filter(({ name, awaitsBefore }) => /^(?:get|has)$/.test(name) && awaitsBefore === 0);
  const filled = new Set(calls.filter(({ name }) => name === 'set').map(mapOf));
  return asked.some((call) => mapOf(call) >= 0 && filled.has(mapOf(call)));
}

/** `this.cache.get(id)`, `cached.has(id)`: the receiver is named as a cache. */
export function looksIntoCache(facts: FileFacts, call: CallFact): boolean {
  if (!/^(?:get|has|wrap|getOrSet|fetch|remember|load|loadMany)$/.test(call.name)) return false;
  const { path, root } = call.callee;
  const receiver =
    path[path.length - 2] ??
    (root.kind === 'variable'
      ? facts.variables[root.variable]?.name
      : root.kind === 'name'
        ? root.name
        : undefined);
  return receiver !== undefined && remembering.test(receiver);
}

/** Calls inside a callback, which belong to the function around it otherwise. */
function callsBelow(facts: FileFacts, fn: number): number[] {
  const { start = 0, end = 0 } = facts.functions[fn] ?? {};
  return facts.calls.flatMap((call, index) => (call.start >= start && call.end <= end ? [index] : []));
}

/** The function a call belongs to: callbacks written in it are its own. */
export function ownerOf(facts: FileFacts, within: number): number {
  let at = within;
  for (let fn = facts.functions[at]; fn && fn.inlineOf >= 0 && fn.name === ''; fn = facts.functions[at])
    at = fn.parent;
  return at;
}

export function isWrite({ site }: Site): boolean {
  if (site.verb === 'raw') return /execute/i.test(site.call);
  return site.verb !== 'read' && site.verb !== 'count';
}

/** Parameters of the target that vary because arguments of the call do; single properties where both sides name them. */
function movedInto(
  target: FunctionRef,
  call: CallFact,
  varies: (origins: readonly Origin[]) => boolean,
): number[] {
  const positions = call.origins.flatMap((origins, position) => (varies(origins) ? [position] : []));
  const names = target.facts.functions[target.index]?.destructured ?? [];
  if (names.length === 0 || !positions.includes(0)) return positions;
  const { fields } = call;
  const slots = names.flatMap((name, slot) =>
    !fields || varies(fields[name] ?? []) ? [firstDestructured + slot] : [],
  );
  // What `...rest` takes, and everything when the argument is no literal, stays with the parameter as a whole.
  const whole =
    !fields || Object.entries(fields).some(([name, origins]) => !names.includes(name) && varies(origins));
  return [...positions.filter((position) => position > 0 || whole), ...slots];
}
