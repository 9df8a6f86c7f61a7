import type { ts } from '../../syntax';

/**
 * How many keys one query takes: below the parameters of Prisma (32,767, prisma/orm#21802), SQLite (32,766) and
 * Postgres (65,535), with some left for other conditions. As it is written.
 */
export const keysOfOneQuery = '30_000';

/** A query of one item, as the same query of many. */
export interface BatchedCall {
  /** The expression that picks the item: `order.customerId`. */
  readonly key: ts.Expression;
  /** The property of a row that holds it: `id`. */
  readonly rowKey: string;
  /** Text of the query of many, without `await`; `keys` is the name of an array. */
  many(keys: string): string;
  /** What the query of one gives: a row, or all rows of the key. */
  readonly gives: 'row' | 'rows';
  /** What it gives when there is no row; `throws`: the original call is made again then, so that the same error is thrown. */
  readonly missing: 'null' | 'undefined' | 'throws';
  /** What `many` needs beside what the file imports. */
  readonly imports: { readonly name: string; readonly from: string } | null;
}

/** What a form is made from. */
export interface OneCall {
  readonly call: ts.CallExpression;
  readonly source: ts.SourceFile;
  /** The value differs from turn to turn. */
  readonly varies: (value: ts.Expression) => boolean;
}

/** Makes the query of many out of a call that issues a query of one; null: not of a form that is understood. */
export type Batching = (one: OneCall) => BatchedCall | null;

/** A part of a text that is exchanged; offsets absolute in the text. */
export interface Exchange {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text of a node with parts of it exchanged. Parts do not overlap. */
export function exchanged(node: ts.Node, source: ts.SourceFile, parts: readonly Exchange[]): string {
  const start = node.getStart(source);
  return [...parts]
    .sort((one, other) => other.start - one.start)
    .reduce(
      (text, part) => text.slice(0, part.start - start) + part.text + text.slice(part.end - start),
      node.getText(source),
    );
}

/** A node with another text in its place. */
export function instead(node: ts.Node, source: ts.SourceFile, text: string): Exchange {
  return { start: node.getStart(source), end: node.end, text };
}

/** Text put in front of a node. */
export function inFrontOf(node: ts.Node, source: ts.SourceFile, text: string): Exchange {
  const at = node.getStart(source);
  return { start: at, end: at, text };
}
