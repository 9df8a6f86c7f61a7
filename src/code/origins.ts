import type { Origin } from './facts';

/** No dependency. Shared, so that most expressions cost nothing. */
export const independent: readonly Origin[] = [];

const turn = 0;
const carried = 1;
const parameter = 2;
/** Parameters of one function that are told apart; later ones share the last slot. */
const slots = 32;

/** Slot of the first name that a function takes out of its first parameter by destructuring. */
export const firstDestructured = 8;

/** Depends on the item of a loop. */
export function turnOf(loop: number): Origin {
  return loop * 4 + turn;
}

/** Depends on a variable that an earlier turn of the loop assigned. */
export function carriedBy(loop: number): Origin {
  return loop * 4 + carried;
}

/** Depends on a parameter of a function. */
export function parameterOf(fn: number, position: number): Origin {
  return (fn * slots + Math.min(position, slots - 1)) * 4 + parameter;
}

/** The position of the parameter if the origin is one of this function, else -1. */
export function parameterPosition(origin: Origin, fn: number): number {
  if (origin % 4 !== parameter) return -1;
  const code = (origin - parameter) / 4;
  return Math.floor(code / slots) === fn ? code % slots : -1;
}

/** Both, without doubles. */
export function union(a: readonly Origin[], b: readonly Origin[]): readonly Origin[] {
  if (b.length === 0 || a === b) return a;
  if (a.length === 0) return b;
  let all: Origin[] | null = null;
  for (const origin of b) {
    if (a.includes(origin)) continue;
    all ??= [...a];
    if (!all.includes(origin)) all.push(origin);
  }
  return all ?? a;
}
