import type { ts } from '../../syntax';
import type { Value } from './values';

/** A file that is evaluated: the migration's own, or one that it imports. */
export interface Module {
  readonly source: ts.SourceFile;
  /** null: the migration's own file. */
  readonly path: string | null;
}

/** Names that are known at a place. Declarations are evaluated when they are first asked for. */
export class Scope {
  private readonly values = new Map<string, Value>();
  private readonly pending = new Map<string, () => Value>();

  constructor(
    readonly parent: Scope | null,
    readonly module: Module,
    /** `this` in functions of the scope. */
    readonly self: Value | null = parent?.self ?? null,
  ) {}

  /** Declares a name whose value is worked out when it is first read. */
  declareLazily(name: string, evaluate: () => Value): void {
    this.pending.set(name, evaluate);
  }

  declare(name: string, value: Value): void {
    this.pending.delete(name);
    this.values.set(name, value);
  }

  /** The scope that holds a name; null when none does. */
  holder(name: string): Scope | null {
    if (this.values.has(name) || this.pending.has(name)) return this;
    return this.parent?.holder(name) ?? null;
  }

  /** The value of a name of this very scope. */
  own(name: string, whileEvaluating: () => Value): Value | undefined {
    const evaluate = this.pending.get(name);
    if (evaluate !== undefined) {
      this.declare(name, whileEvaluating());
      this.values.set(name, evaluate());
    }
    return this.values.get(name);
  }

  /** Sets a name of this very scope; the value before, for undoing. */
  assign(name: string, value: Value): Value | undefined {
    const before = this.values.get(name);
    this.declare(name, value);
    return before;
  }

  forget(name: string): void {
    this.values.delete(name);
  }
}
