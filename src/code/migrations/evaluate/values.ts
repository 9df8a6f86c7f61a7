import type { Range } from '../../../model/text';
import type { ts } from '../../syntax';
import type { Host } from './host';
import type { Scope } from './scope';

/*
 * What an expression of a migration is known to be. Every value has a place: where it stands in the migration's
 * own file (absolute). A value that comes from an imported file stands where the call that led there stands.
 */

/** The delimiter of the literal that a verbatim piece stands in. */
export type Quote = "'" | '"' | '`';

/** A part of a text, and where it is written. */
export interface TextPiece {
  readonly text: string;
  readonly source: Range;
  /** The same characters stand at `source`, one for one, in a literal of this delimiter; null: they do not. */
  readonly verbatim: Quote | null;
  /** Stands for something that is not known: the text is then `${expression}`. */
  readonly placeholder: boolean;
}

export interface TextValue {
  readonly kind: 'text';
  readonly pieces: readonly TextPiece[];
  readonly place: Range;
}

export interface ScalarValue {
  readonly kind: 'scalar';
  readonly value: number | bigint | boolean | null | undefined;
  readonly place: Range;
}

/** An array. The evaluator changes `items` only through `Run.change`, so that it can be undone. */
export interface ListValue {
  readonly kind: 'list';
  readonly items: Value[];
  /** false: something was spread or pushed that is not known. */
  complete: boolean;
  readonly place: Range;
}

/** An object, an enum, or an instance of a class of the file. */
export interface RecordValue {
  readonly kind: 'record';
  readonly entries: Map<string, Value>;
  /** false: something was spread that is not known. */
  complete: boolean;
  readonly place: Range;
  /** The class it is an instance of. */
  readonly of: ClassValue | null;
  /** Answers what neither the entries nor the class hold (`this.addSql` of a library's base class). */
  readonly base: Host | null;
}

export interface FunctionValue {
  readonly kind: 'function';
  readonly node: ts.FunctionLikeDeclaration;
  readonly scope: Scope;
  readonly self: Value | null;
  readonly place: Range;
}

export interface ClassValue {
  readonly kind: 'class';
  readonly node: ts.ClassLikeDeclaration;
  readonly scope: Scope;
  readonly place: Range;
}

/** A thing of the library: `queryRunner`, a table builder, `sql`. */
export interface HostValue {
  readonly kind: 'host';
  readonly host: Host;
  readonly place: Range;
}

export interface UnknownValue {
  readonly kind: 'unknown';
  /** The expression's text, shortened. */
  readonly name: string;
  readonly place: Range;
  /** It answers whether something is in the database already (`hasTable`): true when it `exists`, or when it is `missing`. */
  readonly guard: 'exists' | 'missing' | null;
}

export type Value =
  TextValue | ScalarValue | ListValue | RecordValue | FunctionValue | ClassValue | HostValue | UnknownValue;

export function unknown(name: string, place: Range, guard: UnknownValue['guard'] = null): UnknownValue {
  return { kind: 'unknown', name, place, guard };
}

export function scalar(value: ScalarValue['value'], place: Range): ScalarValue {
  return { kind: 'scalar', value, place };
}

export function list(items: Value[], place: Range, complete = true): ListValue {
  return { kind: 'list', items, complete, place };
}

export function record(entries: Map<string, Value>, place: Range, complete = true): RecordValue {
  return { kind: 'record', entries, complete, place, of: null, base: null };
}

export function hosted(host: Host, place: Range): HostValue {
  return { kind: 'host', host, place };
}

/** A text that is written nowhere as such: it was computed, and stands at `place`. */
export function computedText(text: string, place: Range): TextValue {
  return {
    kind: 'text',
    pieces: text === '' ? [] : [{ text, source: place, verbatim: null, placeholder: false }],
    place,
  };
}

/** What stands for an unknown value inside a text. */
export function placeholderText(value: Value): TextValue {
  // Quotes and terminators of the expression would be read as those of the SQL around it.
  const name = value.kind === 'unknown' ? value.name.replaceAll(/['"`{}\\;]/g, '') : value.kind;
  const text = `\${${name}}`;
  return {
    kind: 'text',
    pieces: [{ text, source: value.place, verbatim: null, placeholder: true }],
    place: value.place,
  };
}

/** The value of a known text; null when the value is no text or holds a placeholder. */
export function textOf(value: Value | undefined): string | null {
  if (value?.kind !== 'text' || value.pieces.some((piece) => piece.placeholder)) return null;
  return joined(value);
}

/** The text with its placeholders. */
export function joined(value: TextValue): string {
  return value.pieces.map((piece) => piece.text).join('');
}

export function booleanOf(value: Value | undefined): boolean | null {
  return value?.kind === 'scalar' && typeof value.value === 'boolean' ? value.value : null;
}

export function numberOf(value: Value | undefined): number | null {
  return value?.kind === 'scalar' && typeof value.value === 'number' ? value.value : null;
}

export function isMissing(value: Value | undefined): boolean {
  return value === undefined || (value.kind === 'scalar' && value.value === undefined);
}

/** null and undefined. */
export function isNothing(value: Value | undefined): boolean {
  return isMissing(value) || (value?.kind === 'scalar' && value.value === null);
}

/** Whether a condition holds; null when that is not known. */
export function truth(value: Value): boolean | null {
  switch (value.kind) {
    case 'scalar':
      return Boolean(value.value);
    case 'text':
      return joined(value) === '' ? false : value.pieces.some((piece) => !piece.placeholder) ? true : null;
    case 'unknown':
      return null;
    case 'record':
      return value.base?.mayBeMissing === true ? null : true;
    default:
      return true;
  }
}

/** A property of a record that is known; undefined when it is missing, or when the value is no record. */
export function entry(value: Value | undefined, name: string): Value | undefined {
  return value?.kind === 'record' ? value.entries.get(name) : undefined;
}

/** The items of a list that is wholly known; null otherwise. */
export function itemsOf(value: Value | undefined): readonly Value[] | null {
  return value?.kind === 'list' && value.complete ? value.items : null;
}

/** Plain data (text, number, boolean, null, arrays and objects of them); undefined when anything in it is not known. */
export function dataOf(value: Value | undefined): unknown {
  switch (value?.kind) {
    case 'text':
      return textOf(value) ?? undefined;
    case 'scalar':
      return value.value;
    case 'list': {
      if (!value.complete) return undefined;
      const items = value.items.map(dataOf);
      return items.includes(undefined) ? undefined : items;
    }
    case 'record': {
      if (!value.complete || value.base !== null) return undefined;
      const entries = [...value.entries].filter(([, item]) => !isMissing(item));
      const data = entries.map(([name, item]) => [name, dataOf(item)] as const);
      return data.some(([, item]) => item === undefined) ? undefined : Object.fromEntries(data);
    }
    default:
      return undefined;
  }
}
