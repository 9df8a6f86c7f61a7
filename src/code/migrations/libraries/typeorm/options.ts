import type { HostCall, Run } from '../../evaluate/host';
import { asText } from '../../evaluate/texts';
import { isNothing, itemsOf, joined, truth, type Value } from '../../evaluate/values';

/**
 * The options that a call is given, read one by one. What is not known is said once, at its place, and stays in
 * texts as a placeholder; a flag counts as not set.
 */
export class Options {
  constructor(
    private readonly run: Run,
    private readonly call: HostCall,
    readonly value: Value & { kind: 'record' },
  ) {
    if (!value.complete) run.unread(call, 'some of its options are not known', value.place);
  }

  /** Options of an object; null, and said, when what is given is none. `what` names it in the message. */
  static of(run: Run, call: HostCall, value: Value | undefined, what: string): Options | null {
    if (value?.kind === 'record') return new Options(run, call, value);
    run.unread(call, `${what} is not known`, value?.place);
    return null;
  }

  at(name: string): Value | undefined {
    return this.value.entries.get(name);
  }

  text(name: string): string | null {
    const value = this.at(name);
    return value === undefined || isNothing(value) ? null : textFrom(this.run, this.call, value);
  }

  flag(name: string): boolean {
    const value = this.at(name);
    return value !== undefined && flagFrom(this.run, this.call, value);
  }

  /** Texts of an array, or one text alone. */
  texts(name: string): readonly string[] | null {
    const value = this.at(name);
    return value === undefined || isNothing(value) ? null : textsFrom(this.run, this.call, value);
  }

  /** Objects of an array, each as options. */
  objects(name: string): readonly Options[] {
    const value = this.at(name);
    return value === undefined || isNothing(value) ? [] : objectsFrom(this.run, this.call, value, name);
  }
}

export function textFrom(run: Run, call: HostCall, value: Value): string {
  if (value.kind === 'unknown') run.unread(call, `what ${value.name} stands for is not known`, value.place);
  return joined(asText(value));
}

export function flagFrom(run: Run, call: HostCall, value: Value): boolean {
  const known = truth(value);
  if (known === null && value.kind === 'unknown')
    run.unread(call, `whether ${value.name} holds is not known`, value.place);
  return known ?? false;
}

export function textsFrom(run: Run, call: HostCall, value: Value): readonly string[] {
  if (value.kind !== 'list') return [textFrom(run, call, value)];
  if (!value.complete) run.unread(call, 'some items of a list are not known', value.place);
  return value.items.map((item) => textFrom(run, call, item));
}

export function objectsFrom(run: Run, call: HostCall, value: Value, what: string): readonly Options[] {
  const items = itemsOf(value);
  if (items === null) run.unread(call, `some of its ${what} are not known`, value.place);
  const known = value.kind === 'list' ? value.items : [];
  return known.flatMap((item) => Options.of(run, call, item, `one of its ${what}`) ?? []);
}
