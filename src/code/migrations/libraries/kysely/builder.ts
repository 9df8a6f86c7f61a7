import type { Host, HostCall, Run } from '../../evaluate/host';
import { hosted, unknown, type Value } from '../../evaluate/values';
import { attempt } from '../not-understood';
import type { Sql } from '../rendered';
import { ExpressionBuilder } from './expressions';

/** One call of a chain. */
export interface Link {
  readonly call: HostCall;
  /** What the callback that was given to it has built. */
  readonly built: Builder | null;
}

/** A kind of builder of Kysely: what may be chained, and what it becomes. */
export interface BuilderKind {
  readonly label: string;
  /** The methods, each with the kind of builder that it hands to a callback; null: none, its arguments are values. */
  readonly methods: ReadonlyMap<string, BuilderKind | null>;
  /** The statements of a chain that is executed; null: it is a part of another one. */
  readonly render: ((builder: Builder) => readonly Sql[]) | null;
}

const executing = new Set(['execute', 'executeTakeFirst', 'executeTakeFirstOrThrow', 'stream']);

/** A chain of Kysely. It never changes: each call gives a new one. Nothing runs before `execute`. */
export class Builder implements Host {
  readonly label: string;

  constructor(
    readonly run: Run,
    readonly kind: BuilderKind,
    readonly schema: string | null,
    readonly links: readonly Link[],
  ) {
    this.label = kind.label;
  }

  method(call: HostCall): Value | undefined {
    const { name, args, place } = call;
    if (executing.has(name)) return this.execute(call);
    const [first] = args;
    // `$call(f)` and `$if(condition, f)` hand over the builder itself.
    if (name === '$call') return this.run.invoke(first, [hosted(this, place)], call);
    if (name === 'compile' || name === 'toOperationNode' || name === '$castTo') return hosted(this, place);
    const nested = this.kind.methods.get(name);
    if (nested === undefined) return undefined;
    const built = nested === null ? null : this.build(nested, call);
    return hosted(new Builder(this.run, this.kind, this.schema, [...this.links, { call, built }]), place);
  }

  /** The last call of a name; undefined when it was not called. */
  last(name: string): HostCall | undefined {
    return this.links.findLast((link) => link.call.name === name)?.call;
  }

  has(name: string): boolean {
    return this.last(name) !== undefined;
  }

  private build(kind: BuilderKind, call: HostCall): Builder | null {
    const callback = call.args.find((argument) => argument.kind === 'function');
    if (callback === undefined) return null;
    const builder = hosted(new Builder(this.run, kind, this.schema, []), call.place);
    const result = this.run.invoke(
      callback,
      [builder, hosted(new ExpressionBuilder(this.run), call.place)],
      call,
    );
    if (result.kind === 'host' && result.host instanceof Builder) return result.host;
    this.run.unread(call, `what the callback of ${call.name} builds is not known`);
    return null;
  }

  private execute(call: HostCall): Value {
    const { render } = this.kind;
    const statements = attempt(this.run, call, () => render?.(this) ?? []);
    for (const statement of statements ?? []) this.run.emitSql(call, statement);
    if (statements?.length === 0) this.run.seen(call);
    return unknown(call.label, call.place);
  }
}

/** A kind whose methods take values only, or callbacks of the kinds given with them. */
export function kindOf(
  label: string,
  methods: string,
  nested: Readonly<Record<string, BuilderKind>> = {},
  render: BuilderKind['render'] = null,
): BuilderKind {
  const names = methods.split(' ').map((name) => [name, null] as const);
  return { label, methods: new Map([...names, ...Object.entries(nested)]), render };
}

/** The builder of a value; null for any other value. */
export function builderOf(value: Value | undefined): Builder | null {
  return value?.kind === 'host' && value.host instanceof Builder ? value.host : null;
}
