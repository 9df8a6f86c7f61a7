import { ts } from '../../syntax';
import type { Range } from '../../../model/text';

/** A place that names a column, and the name that another column has there. */
export interface NamedPlace {
  /** Of the name in the text, with or without its quotes; of a read, also the whole path. */
  readonly range: Range;
  /** The other column as the code calls it: property, field or column. */
  readonly other: string;
  /** The variable that stands for the table in a query: `orders` of `orders.total` in Drizzle; null: rows only have columns. */
  readonly tableVariable: string | null;
}

/** Places of one file that are to name another column beside the one they name. */
export interface BothShapesRequest {
  readonly file: string;
  readonly text: string;
  readonly places: readonly NamedPlace[];
}

/** An edit of the file that was asked about; offsets absolute. */
export interface Edit {
  readonly range: Range;
  readonly newText: string;
}

/** The innermost node around a range; the whole file when there is none. */
export function nodeAt(source: ts.SourceFile, { start, end }: Range): ts.Node {
  let found: ts.Node = source;
  const visit = (node: ts.Node): void => {
    if (node.getStart(source) > start || node.end < end) return;
    found = node;
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return found;
}

/** A name as it is written before a colon: in quotes where it is no word. */
export function asKey(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name.replace(/[\\']/g, '\\$&')}'`;
}

/** Puts an element behind another one of its list: on a line of its own where that one has one. */
export function beside(element: ts.Node, source: ts.SourceFile, text: string): Edit {
  const start = element.getStart(source);
  const line = source.text.slice(source.text.lastIndexOf('\n', start - 1) + 1, start);
  const separator = /^[ \t]*$/.test(line) && source.text.includes('\n') ? `,\n${line}` : ', ';
  return { range: { start: element.end, end: element.end }, newText: separator + text };
}

/** Puts an element in front of another one of its list. */
export function before(element: ts.Node, source: ts.SourceFile, text: string): Edit {
  const start = element.getStart(source);
  const line = source.text.slice(source.text.lastIndexOf('\n', start - 1) + 1, start);
  const separator = /^[ \t]*$/.test(line) && source.text.includes('\n') ? `,\n${line}` : ', ';
  return { range: { start, end: start }, newText: text + separator };
}
