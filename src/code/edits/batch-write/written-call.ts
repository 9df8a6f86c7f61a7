import { ts } from '../../syntax';
import type { LibraryName } from '../../../model/code';

/** A write of one row, as the same write of many. */
export interface WriteOfMany {
  /** What differs from turn to turn: the row as an object literal, or the key of the row. */
  readonly item: ts.Expression;
  readonly collects: 'rows' | 'keys';
  /** How many of them one statement takes, as it is written. */
  readonly size: string;
  /** Text of the write of many, without `await`; `chunk` is the name of an array. */
  many(chunk: string): string;
  /**
   * Where the write of one throws when its row is missing: the number of rows written in what `many` gives, and the
   * write of one by the name of a key, which is made again then, so that the same error is thrown.
   */
  readonly throws: { readonly count: string; one(key: string): string; readonly twice: boolean } | null;
  readonly imports: { readonly name: string; readonly from: string } | null;
  /** What the fix does, as its title. */
  readonly title: string;
}

/** Makes the write of many out of a call that writes one row; null: not of a form that is understood. */
export type WriteForm = (call: ts.CallExpression, source: ts.SourceFile) => WriteOfMany | null;

export type WriteForms = Partial<Record<LibraryName, WriteForm>>;

/** A call of a chain, by its name. */
export interface ChainLink {
  readonly name: ts.MemberName;
  readonly call: ts.CallExpression;
}

/** The calls of a chain from its root to its end: `insert` and `into` of `knex.insert(row).into('orders')`. */
export function chainOf(call: ts.CallExpression): readonly ChainLink[] {
  const links: ChainLink[] = [];
  let at: ts.Expression = call;
  while (ts.isCallExpression(at) && ts.isPropertyAccessExpression(at.expression)) {
    links.unshift({ name: at.expression.name, call: at });
    at = at.expression.expression;
  }
  return links;
}

/** The link of a chain with a name, when it is there once and the others are known; null otherwise. */
export function linkIn(
  links: readonly ChainLink[],
  names: readonly string[],
  kept: ReadonlySet<string>,
): ChainLink | null {
  const found = links.filter(({ name }) => names.includes(name.text));
  const [link] = found;
  const isKnown = links.every(({ name }) => names.includes(name.text) || kept.has(name.text));
  return link !== undefined && found.length === 1 && isKnown ? link : null;
}
