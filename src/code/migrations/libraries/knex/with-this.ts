import { ts } from '../../../syntax';
import type { Value } from '../../evaluate/values';

/** The callback with `this` as the table, where it is a function that has a `this` of its own. */
export function withThis(callback: Value | undefined, self: Value): Value | undefined {
  if (callback?.kind !== 'function' || ts.isArrowFunction(callback.node)) return callback;
  return { ...callback, self };
}
