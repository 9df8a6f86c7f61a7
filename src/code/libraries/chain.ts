import type { CallFact, FileFacts, Value } from '../facts';
import { receiverOf } from './recognition';

/** A builder chain: `db.select().from(users).where(…)`. */
export interface Chain {
  /** First to last. */
  readonly calls: readonly CallFact[];
  readonly first: CallFact;
  readonly last: CallFact;
  /** What the first call is made on. */
  readonly client: Value;
}

const longest = 80;

/** Whether nothing more is called on the result before it is awaited. */
export function endsChain(call: CallFact): boolean {
  return !call.chained || call.awaited;
}

/** The chain that ends in a call, through variables when `follow` is set; an awaited call is a result, no builder. */
export function chainTo(facts: FileFacts, call: CallFact, follow = false): Chain {
  const calls: CallFact[] = [call];
  let first = call;
  while (calls.length < longest) {
    const inner = behind(facts, first, follow);
    if (!inner || inner.awaited || inner.kind !== 'call') break;
    calls.unshift(inner);
    first = inner;
  }
  return { calls, first, last: call, client: receiverOf(first) };
}

function behind(facts: FileFacts, { callee }: CallFact, follow: boolean): CallFact | undefined {
  if (callee.path.length !== 1) return undefined;
  if (callee.root.kind === 'call') return facts.calls[callee.root.call];
  const init = follow && callee.root.kind === 'variable' ? facts.variables[callee.root.variable]?.init : null;
  return init?.root.kind === 'call' && init.path.length === 0 ? facts.calls[init.root.call] : undefined;
}

/** The call of a chain with one of these names, the last one. */
export function linkNamed(chain: Chain, names: ReadonlySet<string>): CallFact | undefined {
  return chain.calls.findLast((call) => names.has(call.name) && call.callee.path.length > 0);
}
