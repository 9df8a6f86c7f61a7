import type { Turns } from '../../model/code';
import type { FileFacts, LoopFact, Value } from '../facts';
import type { Site } from '../linking/sites';
import { elementPreserving } from '../reading/interesting';

/** A list in a function, and the query it comes from, as far as the function shows it. */
export interface ListSource {
  /** The call of the query in `facts.calls`; -1: none was found. */
  readonly call: number;
  readonly site: Site | null;
  /** Properties taken from the result: `orders` of `customer.orders`. */
  readonly path: readonly string[];
  /** It was cut: `.slice(0, 10)`, `take(list, 10)`. */
  readonly cut: boolean;
  /** It is what a caller hands in. */
  readonly parameter: boolean;
}

const nothing: ListSource = { call: -1, site: null, path: [], cut: false, parameter: false };
const mapping = new Set(['map', 'flatMap', 'keyBy', 'entries', 'keys', 'toArray']);

/** Where a list comes from: through variables, `await`, and methods that keep, order or map its elements; at most ten steps. */
export function sourceOfList(
  facts: FileFacts,
  sites: ReadonlyMap<number, Site>,
  value: Value,
  depth = 0,
): ListSource {
  if (depth > 10) return nothing;
  const path = value.path.filter((name) => name !== '[]');
  if (value.root.kind === 'variable') {
    const variable = facts.variables[value.root.variable];
    if (!variable) return nothing;
    if (variable.init) {
      const init = { root: variable.init.root, path: [...variable.init.path, ...value.path] };
      return sourceOfList(facts, sites, init, depth + 1);
    }
    return { ...nothing, path, parameter: variable.parameterOf >= 0 };
  }
  if (value.root.kind !== 'call') return { ...nothing, path };
  const call = facts.calls[value.root.call];
  const site = sites.get(value.root.call) ?? null;
  if (!call || site) return { ...nothing, call: value.root.call, site, path };
  const receiver: Value = {
    root: call.callee.root,
    path: [...call.callee.path.slice(0, -1), ...value.path],
  };
  if (call.callee.path.length > 0 && (elementPreserving.has(call.name) || mapping.has(call.name))) {
    const inner = sourceOfList(facts, sites, receiver, depth + 1);
    return call.name === 'slice' ? { ...inner, cut: true } : inner;
  }
  // `new Set(orders.map(…))`, `[...list]`, `uniq(list)`, `Array.from(list)`: the first argument is the list.
  const [first] = call.values;
  if (
    first &&
    /^(?:Set|Map|from|uniq\w*|unique\w*|compact|sortBy|orderBy|flatten|values|keys|entries|take)$/.test(
      call.name,
    )
  ) {
    const inner = sourceOfList(facts, sites, first, depth + 1);
    return call.name === 'take' ? { ...inner, cut: true } : inner;
  }
  return { ...nothing, path };
}

/** How often a loop turns, and over what, in words. */
export function turnsOf(facts: FileFacts, sites: ReadonlyMap<number, Site>, loop: LoopFact): Turns {
  const of = wordOf(facts, loop);
  if (loop.literal) return { growth: 'bounded', of };
  if (!loop.over) return { growth: 'unknown', of };
  const { site, path, cut } = sourceOfList(facts, sites, loop.over);
  if (cut) return { growth: 'bounded', of };
  if (!site) return { growth: 'unknown', of };
  const owner = site.recognition.entity ?? site.site.table;
  if (path.length > 0 && owner !== null)
    return {
      growth: 'unbounded',
      of: `${of} of ${site.site.details.limited === 'one' ? 'one' : 'each'} ${singular(owner)}`,
    };
  if (site.site.details.limited === 'limit') return { growth: 'page', of };
  if (site.site.details.limited === 'none')
    return {
      growth: 'unbounded',
      of: site.site.details.condition === 'none' ? `all rows of ${site.site.table ?? of}` : of,
    };
  return { growth: 'unknown', of };
}

/** The name of what is gone through: `orders`; `items` when it has none. */
function wordOf(facts: FileFacts, { over, overText, kind }: LoopFact): string {
  if (!over && (kind === 'while' || kind === 'do' || kind === 'for')) return 'turns of the loop';
  const path = over?.path.filter((name) => name !== '[]') ?? [];
  const last = path[path.length - 1];
  if (last !== undefined) return last;
  const name = over?.root.kind === 'variable' ? facts.variables[over.root.variable]?.name : undefined;
  if (name !== undefined && name !== '') return name;
  const call = over?.root.kind === 'call' ? facts.calls[over.root.call] : undefined;
  const receiver = call?.callee.path[call.callee.path.length - 2];
  return receiver ?? /^[A-Za-z_]\w*$/.exec(overText)?.[0] ?? 'items';
}

function singular(name: string): string {
  const word = name.toLowerCase().replaceAll('_', ' ');
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  return word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}
