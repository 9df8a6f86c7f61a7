import type { Range } from '../../../model/text';
import type { HostCall, Run } from '../evaluate/host';
import { isNothing, textOf, truth, type Value } from '../evaluate/values';

/** Why a call cannot be rendered. It never leaves `attempt`. */
export class NotUnderstood extends Error {
  constructor(
    readonly reason: string,
    /** The part that is not understood, when it is smaller than the call. */
    readonly place?: Range,
  ) {
    super(reason);
  }
}

/** What `work` gives; when something in it was not understood, the call is unread with its reason, and this is undefined. */
export function attempt<T>(run: Run, call: HostCall, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    run.unread(call, error.reason, error.place);
    return undefined;
  }
}

/** The text of a string that is known; throws NotUnderstood for anything else. `what` as in "the name of the table". */
export function expectText(value: Value | undefined, what: string): string {
  const text = textOf(value);
  if (text === null) throw notKnown(value, what);
  return text;
}

/** The entries of an object, none when it is missing; throws NotUnderstood for anything else. */
export function expectRecord(value: Value | undefined, what: string): ReadonlyMap<string, Value> {
  if (isNothing(value)) return new Map();
  if (value?.kind !== 'record' || !value.complete) throw notKnown(value, what);
  return value.entries;
}

/** The items of a list, or the one value itself when it is no list; throws NotUnderstood when an item may be missing. */
export function expectList(value: Value | undefined, what: string): readonly Value[] {
  if (value?.kind !== 'list') {
    if (value === undefined || value.kind === 'unknown') throw notKnown(value, what);
    return [value];
  }
  if (!value.complete) throw notKnown(value, what);
  return value.items;
}

/** Whether JavaScript takes a value for true, a missing one for false; throws NotUnderstood where it is not known. */
export function expectTruth(value: Value | undefined, what: string): boolean {
  if (value === undefined) return false;
  const known = truth(value);
  if (known === null) throw notKnown(value, what);
  return known;
}

export function notKnown(value: Value | undefined, what: string): NotUnderstood {
  return new NotUnderstood(`${what} is not known`, value?.place);
}
