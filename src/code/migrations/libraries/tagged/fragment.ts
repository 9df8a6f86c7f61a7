import type { Dialect } from '../../../../model/dialect';
import type { Host, HostTag, Run } from '../../evaluate/host';
import { concatenated, relocated } from '../../evaluate/texts';
import { computedText, type TextValue, type Value } from '../../evaluate/values';

/** SQL as a value: what an `sql` tag makes. It may be sent, or put into other SQL. */
export class Fragment implements Host {
  readonly label = 'sql';
  readonly harmless = true;
  private isSent = false;

  /** `send` is what awaiting it does; null: nothing (it must be given to a query). */
  constructor(
    readonly text: TextValue,
    private readonly run: Run,
    private readonly send: (() => void) | null = null,
  ) {}

  settle(): void {
    if (this.send === null || this.isSent) return;
    this.run.change(
      () => (this.isSent = true),
      () => (this.isSent = false),
    );
    this.send();
  }

  /** `.values()`, `.simple()`, `.execute()` and the like of postgres.js give the query itself. */
  method(): Value {
    return { kind: 'host', host: this, place: this.text.place };
  }
}

/** The fragment that a value is; null for any other value. */
export function fragmentOf(value: Value | undefined): Fragment | null {
  return value?.kind === 'host' && value.host instanceof Fragment ? value.host : null;
}

/**
 * The text of a tagged template: fragments are put in, every other value is bound as a parameter, which the
 * database does not take where a name or a type must stand.
 */
export function taggedText({ texts, values, holes, place }: HostTag, dialect: Dialect): TextValue {
  let parameters = 0;
  const parts = texts.flatMap((text, index) => {
    const value = values[index];
    if (value === undefined) return [text];
    const hole = holes[index] ?? place;
    const fragment = fragmentOf(value);
    return [
      text,
      fragment === null
        ? computedText(parameter(++parameters, dialect), hole)
        : relocated(fragment.text, hole),
    ];
  });
  return concatenated(parts, place);
}

/** How a bound value is written. */
export function parameter(number: number, dialect: Dialect): string {
  return dialect === 'postgres' ? `$${number}` : '?';
}
