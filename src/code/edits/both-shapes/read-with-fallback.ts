import { ts } from '../../syntax';
import type { TextEdit } from '../../../model/text';
import { nodeAt, type BothShapesRequest, type Edit, type NamedPlace } from './named-place';
import { isRepeatable } from './repeatable';
import { besideFlag, besideMember, besideText } from './selected-beside';

/** `first`: the column that a place names is read before the other one. */
export interface FallbackRequest extends BothShapesRequest {
  readonly named: 'first' | 'second';
}

/**
 * The edits that read one column and fall back to the other where it is empty, and that select both where a query
 * lists its columns. null: some place is not of a form where that is certain, or nothing is to be done.
 */
export function readWithFallback({ file, text, places, named }: FallbackRequest): readonly TextEdit[] | null {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const parts = places.map((place) => editsAt(place, named, source));
  const edits = parts.flatMap((part) => part ?? []);
  if (parts.includes(null) || edits.length === 0) return null;
  return edits.map((edit) => ({ file, ...edit }));
}

/** Empty: both are read already. */
function editsAt(
  { range, other, tableVariable }: NamedPlace,
  named: FallbackRequest['named'],
  source: ts.SourceFile,
): readonly Edit[] | null {
  const node = nodeAt(source, range);
  const { parent } = node;
  if (ts.isPropertyAssignment(parent) && parent.name === node) return besideFlag(parent, other, source);
  if (ts.isStringLiteralLike(node)) {
    const name = source.text.slice(range.start, range.end).replace(/^(['"`])(.*)\1$/, '$2');
    return besideText(node, name, other, source);
  }
  const access = ts.isPropertyAccessExpression(node) ? node : parent;
  if (!ts.isPropertyAccessExpression(access) || (access !== node && access.name !== node)) return null;
  return isTable(access.expression, tableVariable)
    ? besideMember(access, other, source)
    : withFallback(access, other, named, source);
}

function isTable(receiver: ts.Expression, variable: string | null): boolean {
  const name = ts.isPropertyAccessExpression(receiver) ? receiver.name : receiver;
  return variable !== null && ts.isIdentifier(name) && name.text === variable;
}

/** `row.amount` as `(row.amount ?? row.total)`. */
function withFallback(
  access: ts.PropertyAccessExpression,
  other: string,
  named: FallbackRequest['named'],
  source: ts.SourceFile,
): readonly Edit[] | null {
  if (!isRepeatable(access.expression) || !isRead(access) || endsChain(access)) return null;
  if (!/^[A-Za-z_$][\w$]*$/.test(other)) return null;
  const own = access.getText(source);
  const dot = access.questionDotToken === undefined ? '.' : '?.';
  const second = access.expression.getText(source) + dot + other;
  const { parent } = access;
  if (isEmptyChoice(parent) && [parent.left, parent.right].some((one) => one.getText(source) === second))
    return [];
  const both = named === 'first' ? `${own} ?? ${second}` : `${second} ?? ${own}`;
  return [
    {
      range: { start: access.getStart(source), end: access.end },
      newText: standsAlone(access) ? both : `(${both})`,
    },
  ];
}

function isEmptyChoice(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken;
}

/** Neither assigned to nor deleted. */
function isRead(access: ts.PropertyAccessExpression): boolean {
  const { parent } = access;
  if (ts.isDeleteExpression(parent) || ts.isPostfixUnaryExpression(parent)) return false;
  if (ts.isPrefixUnaryExpression(parent)) return !/^(?:\+\+|--)/.test(parent.getText());
  const { kind } = ts.isBinaryExpression(parent) ? parent.operatorToken : parent;
  const isAssigned = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
  return !(isAssigned && ts.isBinaryExpression(parent) && parent.left === access);
}

/** `row?.amount.toFixed()` stops at `row?.`; in parentheses it would not. */
function endsChain(access: ts.PropertyAccessExpression): boolean {
  const { parent } = access;
  const goesOn =
    (ts.isPropertyAccessExpression(parent) ||
      ts.isElementAccessExpression(parent) ||
      ts.isCallExpression(parent)) &&
    parent.expression === access;
  return goesOn && ts.isOptionalChain(access) && parent.questionDotToken === undefined;
}

/** No parentheses are needed around `a ?? b` there. */
function standsAlone(access: ts.PropertyAccessExpression): boolean {
  const { parent } = access;
  return (
    ts.isReturnStatement(parent) ||
    ts.isVariableDeclaration(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isArrowFunction(parent) ||
    ts.isParenthesizedExpression(parent) ||
    ts.isTemplateSpan(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    isEmptyChoice(parent) ||
    (ts.isCallExpression(parent) && parent.expression !== access)
  );
}
