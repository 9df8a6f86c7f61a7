import { carriedBy, turnOf } from '../origins';
import type { CallFact, FileFacts } from '../facts';

/** A loop around a call, in the same file. */
export interface Around {
  readonly loop: number;
  /** Between the loop and the call stands a runner that limits how many run at once. */
  readonly bounded: boolean;
}

/** Callbacks that run later, not within the turn. */
const deferred = new Set([
  'on',
  'once',
  'addEventListener',
  'addListener',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'subscribe',
  'schedule',
  'cron',
  'switchMap',
  'mergeMap',
  'concatMap',
  'exhaustMap',
  'useCallback',
  'useEffect',
  'useMemo',
]);
const limiter = /limit|throttl|queue|semaphore|mutex|bottleneck|^add$|^schedule$/i;

/** The loops around a call, innermost first, through callbacks that run where they stand. */
export function loopsAround(facts: FileFacts, call: Pick<CallFact, 'within' | 'loop'>): readonly Around[] {
  const found: Around[] = [];
  let { within, loop } = call;
  let bounded = false;
  for (let steps = 0; steps < 60; steps++) {
    if (loop >= 0) {
      found.push({ loop, bounded });
      const fact = facts.loops[loop];
      within = fact?.within ?? -1;
      loop = fact?.parent ?? -1;
      bounded = false;
      continue;
    }
    const fn = facts.functions[within];
    if (!fn || fn.inlineOf < 0) break;
    const outer = facts.calls[fn.inlineOf];
    if (fn.bodyOf >= 0) {
      loop = fn.bodyOf;
      continue;
    }
    if (!outer || deferred.has(outer.name)) break;
    bounded ||= limiter.test(outer.name);
    within = fn.parent;
    loop = fn.loop;
  }
  return found;
}

/** The call's arguments or receiver depend on the item of the loop. */
export function dependsOnTurn(call: CallFact, loop: number): boolean {
  const origin = turnOf(loop);
  return call.origins.some((origins) => origins.includes(origin));
}

/** The call uses a variable that an earlier turn assigned. */
export function dependsOnEarlierTurn(call: CallFact, loop: number): boolean {
  const origin = carriedBy(loop);
  return call.origins.some((origins) => origins.includes(origin));
}
