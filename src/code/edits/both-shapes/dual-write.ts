import { ts } from '../../syntax';
import type { TextEdit } from '../../../model/text';
import { nameOf, propertyOf, valueOf, type NamedProperty } from '../batch-read/literals';
import { isBuilderExpression, namesColumn } from './builder-expression';
import { madeAhead } from './made-ahead';
import {
  asKey,
  before,
  beside,
  nodeAt,
  type BothShapesRequest,
  type Edit,
  type NamedPlace,
} from './named-place';
import { isRepeatable } from './repeatable';

/** `filled`: every row has a value in the column that is named; false: it may be empty yet. */
export interface DualWriteRequest extends BothShapesRequest {
  readonly filled: boolean;
}

/**
 * The edits that write the same value to another column at each place that writes one. A value that may differ when
 * it is made twice is made once, ahead of the statement. null: some place is not of a form where that is certain, or
 * nothing is to be written.
 */
export function dualWrite({ file, text, places, filled }: DualWriteRequest): readonly TextEdit[] | null {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const parts = places.map((place) => editsAt(place, filled, source));
  const edits = parts.flatMap((part) => part ?? []);
  // Two values made ahead under one name would be one.
  const isClear = edits.filter(({ newText }) => newText.startsWith('const ')).length <= 1;
  if (parts.includes(null) || edits.length === 0 || !isClear) return null;
  return edits.map((edit) => ({ file, ...edit }));
}

/** Empty: the other column is written already. */
function editsAt(
  { range, other }: NamedPlace,
  filled: boolean,
  source: ts.SourceFile,
): readonly Edit[] | null {
  const node = nodeAt(source, range);
  const { parent } = node;
  if (isNamedProperty(parent) && parent.name === node) return besideProperty(parent, other, filled, source);
  if (isNamedProperty(node)) return besideProperty(node, other, filled, source);
  if (ts.isStringLiteral(node) && ts.isCallExpression(parent)) return asObject(node, parent, other, source);
  return null;
}

function isNamedProperty(node: ts.Node): node is NamedProperty {
  return ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node);
}

/** `{ total }` as `{ total, amount: total }`. */
function besideProperty(
  property: NamedProperty,
  other: string,
  filled: boolean,
  source: ts.SourceFile,
): readonly Edit[] | null {
  const object = property.parent;
  if (!ts.isObjectLiteralExpression(object) || nameOf(property) === null) return null;
  if (propertyOf(object, other) !== null) return [];
  // What is spread behind it may take the place of the value.
  const behind = object.properties.slice(object.properties.indexOf(property) + 1);
  if (behind.some((one) => nameOf(one) === null)) return null;
  const value = valueOf(property);
  if (isChangeOfValue(value)) return null;
  if (isBuilderExpression(value, object)) {
    if (namesColumn(value, other) || (!filled && namesColumn(value, nameOf(property) ?? ''))) return null;
    // MySQL and MariaDB see what stands before in a SET: there the value must be made of the row as it was.
    return [before(property, source, `${asKey(other)}: ${value.getText(source)}`)];
  }
  if (isRepeatable(value)) return [beside(property, source, entry(other, value.getText(source)))];
  const ahead = madeAhead(value, other, source);
  return ahead === null ? null : [...ahead, beside(property, source, entry(other, other))];
}

function entry(name: string, value: string): string {
  return name === value ? name : `${asKey(name)}: ${value}`;
}

/** Prisma's `{ increment: 1 }`: added to a column that is not filled yet, it gives nothing. */
function isChangeOfValue(value: ts.Expression): boolean {
  return (
    ts.isObjectLiteralExpression(value) &&
    value.properties.some((one) => /^(?:increment|decrement|multiply|divide|push)$/.test(nameOf(one) ?? ''))
  );
}

/** `set('total', value)` as `set({ total: value, amount: value })`, which Knex and Kysely take as well. */
function asObject(
  name: ts.StringLiteral,
  call: ts.CallExpression,
  other: string,
  source: ts.SourceFile,
): readonly Edit[] | null {
  const [first, value] = call.arguments;
  if (first !== name || value === undefined || call.arguments.length !== 2 || !isRepeatable(value))
    return null;
  if (!ts.isPropertyAccessExpression(call.expression)) return null;
  if (!/^(?:set|update)$/.test(call.expression.name.text)) return null;
  return [
    {
      range: { start: name.getStart(source), end: value.getStart(source) },
      newText: `{ ${asKey(name.text)}: `,
    },
    {
      range: { start: value.end, end: value.end },
      newText: `, ${asKey(other)}: ${value.getText(source)} }`,
    },
  ];
}
