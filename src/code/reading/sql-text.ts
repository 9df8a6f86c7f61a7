import { ts } from '../syntax';
import type { InsertionFact } from '../facts';
import { peel } from './nodes';
import type { Walk } from './walk';

/** As they stand in the code: a line may end in `\n`. What only begins like UPDATE or WITH is a sentence. */
const opening =
  /^(?:\s|\\[nrt])*(?:--[^\n]*\n\s*)*(?:select|insert\s+into|update(?=[\s\S]*(?:\b|\\[nt])set\b)|delete\s+from|with(?=[\s\S]*(?:\b|\\[nt])(?:select|insert|update|delete)\b)|merge\s+into|truncate|replace\s+into|alter\s+table)(?:\s|\\[nrt])/i;
const body = /(?:\b|\\[nt])(?:from|into|set|values|join|table|truncate)\b/i;

/** Keeps a string or template that reads as SQL. `${…}` is blanked, so that offsets in the text stay offsets in the file. */
export function readSql(
  walk: Walk,
  node: ts.StringLiteral | ts.NoSubstitutionTemplateLiteral | ts.TemplateExpression,
): void {
  const start = walk.startOf(node) + 1;
  if (node.end - start < 12) return;
  let text = walk.text.slice(start, node.end - 1);
  if (!opening.test(text) || !body.test(text)) return;
  const insertions: InsertionFact[] = [];
  const holes: number[] = [];
  if (ts.isTemplateExpression(node)) {
    for (const span of node.templateSpans) {
      const from = span.expression.pos - 2 - start;
      const to =
        span.literal.pos -
        start +
        Math.max(0, walk.text.slice(span.literal.pos, span.literal.end).indexOf('}') + 1);
      holes.push(from);
      text = text.slice(0, from) + ' '.repeat(Math.max(0, to - from)) + text.slice(to);
      insertions.push(...insertionOf(walk, span.expression));
    }
  }
  walk.sql.push({ text, start, within: walk.fn, call: walk.call, variable: -1, holes, insertions });
}

/** `'SELECT … WHERE id = ' + id`: what is added to an SQL text that was read before. */
export function readAddedSql(walk: Walk, node: ts.BinaryExpression): void {
  let first: ts.Expression = peel(node.left);
  while (ts.isBinaryExpression(first) && first.operatorToken.kind === ts.SyntaxKind.PlusToken)
    first = peel(first.left);
  if (!ts.isStringLiteralLike(first) && !ts.isTemplateExpression(first)) return;
  const start = walk.startOf(first) + 1;
  const text = walk.sql.findLast((sql) => sql.start === start);
  if (text) text.insertions = [...text.insertions, ...insertionOf(walk, node.right)];
}

/** None for what stands in the code character for character: literals, and strings put together of them. */
function insertionOf(walk: Walk, expression: ts.Expression): readonly InsertionFact[] {
  const node = peel(expression);
  if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) return [];
  if (ts.isConditionalExpression(node))
    return [...insertionOf(walk, node.whenTrue), ...insertionOf(walk, node.whenFalse)];
  if (ts.isTemplateExpression(node))
    return node.templateSpans.flatMap((span) => insertionOf(walk, span.expression));
  if (ts.isIdentifier(node) && isNumber(walk, node.text)) return [];
  const value = walk.valueOf(node);
  return [{ start: walk.startOf(node), end: node.end, value: value.root.kind === 'other' ? null : value }];
}

/** A name that is declared as a number or a truth value cannot carry SQL. */
function isNumber(walk: Walk, name: string): boolean {
  const bound = walk.lookup(name);
  const start = bound === null ? -1 : (walk.variables[bound.variable]?.start ?? -1);
  return (
    start >= 0 &&
    /^\w+\??\s*:\s*(?:number|bigint|boolean|Date)\b/.test(walk.text.slice(start, start + name.length + 24))
  );
}
