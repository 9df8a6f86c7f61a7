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
  readonly many: (chunk: string) => string;
  /** Where the write of one throws when its row is missing: how the same error is thrown; null: it does not throw. */
  readonly throws: MissingRow | null;
  readonly imports: { readonly name: string; readonly from: string } | null;
  /** What the fix does, as its title. */
  readonly title: string;
}

export interface MissingRow {
  /** A write of a row that another turn wrote already is an error as well. */
  readonly twice: boolean;
  /** The number of rows written, of what the write of many gives: `.count`. */
  readonly count: string;
  /** The property of a row that is the key. */
  readonly rowKey: string;
  /** Text of the read of those rows that are there, of many keys, and of the write of one, by the name of its key. */
  there(chunk: string): string;
  one(key: string): string;
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
