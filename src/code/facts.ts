import type { CodeComment, LoopKind } from '../model/code';
import { noDecisions, type DecisionFacts } from './decision-facts';

/*
 * What one TypeScript or JavaScript file says, as plain data. Things refer to each other by their index in
 * the arrays of the same file (`functions[3]`, `calls[7]`); -1 stands for "none". Offsets are absolute,
 * zero-based UTF-16. Nothing here knows other files: names are resolved later, by the index.
 */

/** A type as written: `Repository<Order>` is {name: 'Repository', args: [{name: 'Order'}]}. Promise, arrays and nullability are peeled off. */
export interface TypeRef {
  readonly name: string;
  readonly args: readonly TypeRef[];
}

/** Where an expression starts. A `name` is not bound to a variable of the file that precedes it: a function, class, import or global. */
export type Root =
  | { readonly kind: 'variable'; readonly variable: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'this' }
  | { readonly kind: 'super' }
  | { readonly kind: 'call'; readonly call: number }
  | { readonly kind: 'other' };

/** An expression as a root and the properties taken from it; `[]` is an element. `await`, parentheses, casts and `!` are peeled off. */
export interface Value {
  readonly root: Root;
  readonly path: readonly string[];
}

/**
 * What a value depends on: `turn` a loop's item, `carried` a variable that an earlier turn of the loop assigned,
 * `parameter` a parameter of a function. Encoded as a number by origins.ts.
 */
export type Origin = number;

export interface ImportFact {
  readonly local: string;
  /** Exported name, `default`, or `*` for the whole module. */
  readonly imported: string;
  readonly from: string;
  readonly start: number;
}

export interface ExportFact {
  /** Name seen by importers, `default`, or `*` for `export * from`. */
  readonly exported: string;
  /** The name in this file, or in `from` when that is given. */
  readonly local: string;
  readonly from: string | null;
}

export interface FunctionFact {
  /** `findUser`, `OrderService.find`, `orders.find` for an object literal; '' for an anonymous callback. */
  readonly name: string;
  readonly className: string | null;
  /** The function it stands in; -1 at module level. */
  readonly parent: number;
  readonly start: number;
  readonly end: number;
  readonly async: boolean;
  /** The call it is passed to as an argument; -1 when it is not an inline callback. */
  readonly inlineOf: number;
  /** The key it stands under in an object literal: `resolve`; '' elsewhere. */
  readonly property: string;
  /** The innermost call among whose arguments it stands, itself or in an object; -1 without. */
  readonly argumentOf: number;
  /** The loop it is the body of (map, forEach); -1 when it is none. */
  readonly bodyOf: number;
  /** The loop of the parent function in which it stands. */
  readonly loop: number;
  readonly parameters: number;
  /** Names that `({a, b}) =>` takes from the first parameter; they are told apart by origins. */
  readonly destructured: readonly string[];
  readonly decorators: readonly DecoratorFact[];
  readonly returns: TypeRef | null;
  /** What its first `return`, or its expression body, gives back; null when that is no name, property or call. */
  readonly returned: Value | null;
}

export interface DecoratorFact {
  readonly name: string;
  readonly args: readonly Shape[];
  readonly start: number;
  readonly end: number;
}

export interface PropertyFact {
  readonly name: string;
  readonly type: TypeRef | null;
  readonly init: Value | null;
  readonly decorators: readonly DecoratorFact[];
  readonly start: number;
  readonly end: number;
  /** Start of its name, which follows decorators and modifiers. */
  readonly nameStart: number;
  /** What a static property or getter holds, where it is a literal: `static tableName = 'orders'`. */
  readonly shape: Shape | null;
}

export interface ClassFact {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Start of its name; of the class where it has none. */
  readonly nameStart: number;
  readonly extends: TypeRef | null;
  readonly implements: readonly TypeRef[];
  /** Declared properties and constructor parameter properties. */
  readonly properties: readonly PropertyFact[];
  /** Method name → index of its function. */
  readonly methods: Readonly<Record<string, number>>;
  readonly decorators: readonly DecoratorFact[];
}

/** An interface, or a type alias (`alias` set when it only renames a type). */
export interface InterfaceFact {
  readonly name: string;
  readonly extends: readonly TypeRef[];
  readonly members: Readonly<Record<string, TypeRef>>;
  readonly alias: TypeRef | null;
  /** Start of the name of each member, those of plain types included; only in files that import Kysely. */
  readonly places: Readonly<Record<string, number>> | null;
}

export interface VariableFact {
  readonly name: string;
  /** The function it lives in; -1 at module level. */
  readonly within: number;
  readonly start: number;
  readonly type: TypeRef | null;
  readonly init: Value | null;
  /** What it is when nothing is given: `= sendMail` of a parameter or of a name taken from an object. */
  readonly fallback: Value | null;
  /** The function it is, directly or wrapped (`cache(async () => …)`); -1. */
  readonly fn: number;
  /** Name of the function that wraps it: `cache`, `memoize`. */
  readonly wrapper: string | null;
  /** Classes constructed anywhere in its initialiser. */
  readonly constructs: readonly string[];
  /** A literal array, object or enum: a known, small number of elements. */
  readonly literal: boolean;
  /** Set for a parameter: of which function, at which position. */
  readonly parameterOf: number;
  readonly position: number;
  /** Shape of an object literal, kept where its declared type or a query needs it. */
  readonly shape: Shape | null;
  /** Properties taken from it, by name (`length`, `map`), and '' for every use of another kind. */
  readonly taken: readonly string[];
}

export type CallKind = 'call' | 'new' | 'tag';

export interface CallFact {
  readonly kind: CallKind;
  readonly callee: Value;
  /** Last name of the callee. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Start of the last name of the callee. */
  readonly nameStart: number;
  readonly within: number;
  readonly loop: number;
  /** Per argument; the last entry is the callee's receiver. */
  readonly origins: readonly (readonly Origin[])[];
  /** What the properties of an object literal given as first argument depend on; null when it is none, or spreads. */
  readonly fields: Readonly<Record<string, readonly Origin[]>> | null;
  /** Values of the arguments, where they are names; null otherwise. */
  readonly values: readonly (Value | null)[];
  /** Shapes of the arguments of calls that may be queries or routes; else null. */
  readonly shapes: readonly Shape[] | null;
  /** The first argument when it is a string: a table, a path, a name. */
  readonly text: string | null;
  readonly typeArgs: readonly TypeRef[];
  /** Awaits of the same function that precede it. */
  readonly awaitsBefore: number;
  /** It is the receiver of a further call: `knex('t')` in `knex('t').first()`. */
  readonly chained: boolean;
  /** `await` stands directly before it. */
  readonly awaited: boolean;
  /** The property taken from its result at once: `length` of `(await f()).length`; null when none is. */
  readonly taken: string | null;
  /** The call of which it is a direct argument; -1. */
  readonly argumentOf: number;
}

export interface LoopFact {
  readonly kind: LoopKind;
  readonly start: number;
  readonly end: number;
  /** End of the head: `for (const a of b)`. */
  readonly headEnd: number;
  readonly within: number;
  readonly parent: number;
  /** What is iterated. */
  readonly over: Value | null;
  readonly overText: string;
  readonly literal: boolean;
  readonly variables: readonly string[];
  /** `i += size`: takes several at a time. */
  readonly strides: boolean;
  /** A return or break directly of this loop. */
  readonly exits: boolean;
  readonly asyncIteration: boolean;
  /** A sleep or timer in the body. */
  readonly pauses: boolean;
}

/** A property of a query's result that is read. `path` begins at the result; elements of a list are not part of it. */
export interface ReadFact {
  readonly call: number;
  readonly path: readonly string[];
  readonly start: number;
  readonly end: number;
}

/** `orders.total` of a table declared elsewhere or above, in files that import Drizzle: a name, not a value. */
export interface MemberFact {
  readonly value: Value;
  /** Of its last name. */
  readonly start: number;
  readonly end: number;
  readonly within: number;
  /** Name of the call it is an argument of; '' outside calls. */
  readonly argumentOf: string;
}

/** A string that holds SQL. `start` is the offset of its first character; `${…}` parts are blanked with spaces, so offsets stay true. */
export interface SqlFact {
  readonly text: string;
  readonly start: number;
  readonly within: number;
  /** The call it is an argument or template of; -1. */
  readonly call: number;
  /** The variable it is the whole initialiser of; -1. */
  readonly variable: number;
  /** Offsets in the text at which `${…}` stood. */
  readonly holes: readonly number[];
  /** What is put in: `${…}`, or what is added with `+`. */
  readonly insertions: readonly InsertionFact[];
}

/** Something put into an SQL text where it stands. `value` is null for what is no name, property or call; constants are left out. */
export interface InsertionFact {
  readonly start: number;
  readonly end: number;
  readonly value: Value | null;
}

/**
 * An object or array literal that holds functions by their names: `{ mail: sendMail }`, `[check, this.check.bind(this)]`.
 * Functions written in it are FunctionFacts of the name `owner.key`.
 */
export interface ObjectFact {
  /** `handlers`, `handlers.late`, `Jobs.handlers` of a property, `createLimiter()` of what a function gives back. */
  readonly owner: string;
  /** The function it stands in; -1 at module level. */
  readonly within: number;
  /** By key; of an array by number. */
  readonly members: Readonly<Record<string, Value>>;
}

/** A way that may or may not be taken. Two of one statement (`of`, its start) exclude each other, except `try` and what follows it. */
export interface BranchFact {
  readonly kind: 'then' | 'else' | 'case' | 'try' | 'catch' | 'finally';
  readonly of: number;
  readonly start: number;
  readonly end: number;
  /** It ends by leaving: return, throw, continue. */
  readonly leaves: boolean;
  /** It ends by leaving the loop around it: return, throw, break. */
  readonly ends: boolean;
}

/** A value that says "failed" and is given back as any other: `return { ok: false }`, `return err(…)`. */
export interface FailureFact {
  readonly start: number;
  readonly end: number;
  readonly within: number;
}

/** `await order.customer`: a property that is a promise. */
export interface AwaitedProperty {
  readonly value: Value;
  readonly start: number;
  readonly end: number;
  readonly within: number;
  readonly loop: number;
}

/** Literals and object literals as data. */
export type Shape =
  | {
      readonly kind: 'object';
      readonly properties: readonly PropertyShape[];
      readonly spreads: boolean;
      /** What is spread in and is no literal of this file: `...timestamps`. */
      readonly spread: readonly Value[];
      readonly start: number;
      readonly end: number;
    }
  | {
      readonly kind: 'array';
      readonly elements: readonly Shape[];
      /** Not a list: one of these, of `a ? b : c` or `a ?? b`. */
      readonly alternatives: boolean;
      readonly start: number;
      readonly end: number;
    }
  | { readonly kind: 'text'; readonly text: string; readonly start: number; readonly end: number }
  | { readonly kind: 'literal'; readonly text: string; readonly start: number; readonly end: number }
  | { readonly kind: 'value'; readonly value: Value; readonly start: number; readonly end: number }
  /** A function; `result` where its body is one expression of names: `() => User`, `(user) => user.orders`. */
  | {
      readonly kind: 'function';
      readonly function: number;
      readonly result: Value | null;
      /** The object it gives, where that is all its body is: `(eb) => ({ total: eb.val(1) })`. */
      readonly object: Shape | null;
      readonly start: number;
      readonly end: number;
    }
  | { readonly kind: 'other'; readonly start: number; readonly end: number };

export interface PropertyShape {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly value: Shape;
}

export interface FileFacts {
  readonly file: string;
  /** Why the file was not read; null when it was. */
  readonly skipped: string | null;
  readonly length: number;
  readonly imports: readonly ImportFact[];
  readonly exports: readonly ExportFact[];
  readonly functions: readonly FunctionFact[];
  readonly classes: readonly ClassFact[];
  readonly interfaces: readonly InterfaceFact[];
  readonly variables: readonly VariableFact[];
  readonly calls: readonly CallFact[];
  readonly loops: readonly LoopFact[];
  readonly reads: readonly ReadFact[];
  readonly members: readonly MemberFact[];
  readonly sql: readonly SqlFact[];
  readonly branches: readonly BranchFact[];
  readonly failures: readonly FailureFact[];
  readonly objects: readonly ObjectFact[];
  readonly awaitedProperties: readonly AwaitedProperty[];
  readonly decisions: DecisionFacts;
  readonly comments: readonly CodeComment[];
}

/** Facts of a file that was not read. */
export function skippedFile(file: string, length: number, reason: string): FileFacts {
  return {
    file,
    skipped: reason,
    length,
    imports: [],
    exports: [],
    functions: [],
    classes: [],
    interfaces: [],
    variables: [],
    calls: [],
    loops: [],
    reads: [],
    members: [],
    sql: [],
    branches: [],
    failures: [],
    objects: [],
    awaitedProperties: [],
    decisions: noDecisions,
    comments: [],
  };
}
