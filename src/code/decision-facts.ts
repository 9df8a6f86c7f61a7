import type { Value } from './facts';

/** What a file decides by: flags that are constants, and switches that refuse what they do not know. */
export interface DecisionFacts {
  readonly constants: readonly ConstantFact[];
  readonly tests: readonly FlagTestFact[];
  readonly switches: readonly SwitchFact[];
  readonly memories: readonly MemoryFact[];
  readonly singles: readonly SingleFact[];
  /** Where the file names an idempotency key, in any spelling. */
  readonly keyMentions: readonly number[];
}

/** `const NEW_CHECKOUT = true`, or a property of a frozen object, at module level and named like a flag. */
export interface ConstantFact {
  /** `NEW_CHECKOUT`, `flags.newCheckout`. */
  readonly name: string;
  readonly on: boolean;
  readonly start: number;
  readonly end: number;
}

/** An `if` or a conditional expression that asks nothing but a name which reads like a flag. */
export interface FlagTestFact {
  readonly value: Value;
  readonly negated: boolean;
  /** Of the condition. */
  readonly start: number;
  readonly end: number;
  readonly statement: boolean;
  readonly whole: Span;
  readonly then: Span;
  readonly else: Span | null;
}

/**
 * A plain object that is asked for, or filled under, a key that changes: `if (known[id])`, `known[id] = …`; or a field of
 * this object that is given back when it is there, and filled: `if (this.root) return this.root`. Only what is both.
 */
export interface MemoryFact {
  /** As written. */
  readonly name: string;
  readonly act: 'asked' | 'filled';
  readonly at: number;
}

/** An `if` that leaves unless a list has one item at most: `if (ids.length !== 1) throw …`. */
export interface SingleFact {
  readonly list: Value;
  readonly within: number;
  readonly end: number;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** A `switch` over texts or members of an enum whose `default` throws. */
export interface SwitchFact {
  readonly value: Value;
  readonly within: number;
  /** From `switch` to the end of its subject. */
  readonly start: number;
  readonly end: number;
  /** Texts of its cases; '' for a case that is no text. */
  readonly cases: readonly string[];
  readonly refuses: Span;
}

export const noDecisions: DecisionFacts = {
  constants: [],
  tests: [],
  switches: [],
  memories: [],
  singles: [],
  keyMentions: [],
};
