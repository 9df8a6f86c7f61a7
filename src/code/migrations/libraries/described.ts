import type { Range } from '../../../model/text';
import { SourcedText } from './sourced-text';

/** One link of a chain of calls: `.references('id')`. */
export interface Step {
  readonly name: string;
  /** null: the property is read, not called. */
  readonly args: readonly Described[] | null;
  readonly source: Range;
}

/** A value that only the library can tell: a chain of properties and calls on something it gave, such as `knex.fn.now()`. */
export class Symbolic {
  constructor(
    /** What the chain starts at: a parameter of the migration, an import, a parameter of a callback. */
    readonly root: string,
    readonly steps: readonly Step[],
    readonly source: Range,
  ) {}
}

/** What happens when a function of the migration is called by the library with one of its own objects. */
export interface CallbackRun {
  /** The chains on the object that the library passes in, in the order in which they run. */
  readonly calls: readonly Symbolic[];
  readonly returned: Described;
}

export class Callback {
  constructor(readonly run: () => CallbackRun) {}
}

/** SQL that is put where a value could stand: `knex.raw(…)`, `Sequelize.literal(…)`, a tagged template. */
export class RawSql {
  constructor(readonly sql: SourcedText) {}
}

/** What the text of the file alone does not tell. */
export class Unknown {
  constructor(
    readonly reason: string,
    readonly source: Range,
  ) {}
}

/** A value of a migration as far as the text of its file shows it. */
export type Described =
  | undefined
  | null
  | boolean
  | number
  | bigint
  | string
  | SourcedText
  | RawSql
  | Symbolic
  | Callback
  | Unknown
  | readonly Described[]
  | DescribedObject;

export interface DescribedObject {
  readonly [key: string]: Described;
}

/** Why a call is not rendered; caught where the call is named as unread. */
export class NotUnderstood extends Error {
  constructor(
    readonly reason: string,
    /** The part that is not understood, when it is smaller than the call. */
    readonly source: Range | null = null,
  ) {
    super(reason);
  }
}

/** The text of a string value, null for anything else. */
export function textOf(value: Described): string | null {
  if (typeof value === 'string') return value;
  return value instanceof SourcedText ? value.text : null;
}

export function isList(value: Described): value is readonly Described[] {
  return Array.isArray(value);
}

export function isObject(value: Described): value is DescribedObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !isList(value) &&
    !(value instanceof SourcedText) &&
    !(value instanceof RawSql) &&
    !(value instanceof Symbolic) &&
    !(value instanceof Callback) &&
    !(value instanceof Unknown)
  );
}

/** The text of a string; throws NotUnderstood for anything else, `what` naming it. */
export function expectText(value: Described, what: string): string {
  const text = textOf(value);
  if (text !== null) return text;
  throw notKnown(value, what);
}

/** The error for a value that would have to be known; it points at the unknown part if there is one. */
export function notKnown(value: Described, what: string): NotUnderstood {
  if (value instanceof Unknown) return new NotUnderstood(`${what}: ${value.reason}`, value.source);
  if (value instanceof Symbolic) return new NotUnderstood(`${what} is not known`, value.source);
  return new NotUnderstood(`${what} is not known`);
}

/** The properties of an object; an absent one is empty. Throws NotUnderstood for anything that is no object. */
export function expectObject(value: Described, what: string): DescribedObject {
  if (value === undefined || value === null) return {};
  if (isObject(value)) return value;
  throw notKnown(value, what);
}

/** Whether JavaScript would take the value for true. Throws NotUnderstood where it is not known. */
export function isTruthy(value: Described, what: string): boolean {
  if (value instanceof Unknown || value instanceof Symbolic) throw notKnown(value, what);
  if (value instanceof SourcedText) return value.text !== '';
  return Boolean(value);
}
