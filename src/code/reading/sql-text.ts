import { ts } from '../syntax';
import type { Walk } from './walk';

const opening =
  /^\s*(?:--[^\n]*\n\s*)*(?:select|insert\s+into|update|delete\s+from|with|merge\s+into|truncate|replace\s+into|alter\s+table)\s/i;
const body = /\b(?:from|into|set|values|join|table|truncate)\b/i;

/** Keeps a string or template that reads as SQL. `${…}` is blanked, so that offsets in the text stay offsets in the file. */
export function readSql(
  walk: Walk,
  node: ts.StringLiteral | ts.NoSubstitutionTemplateLiteral | ts.TemplateExpression,
): void {
  const start = walk.startOf(node) + 1;
  if (node.end - start < 12) return;
  let text = walk.text.slice(start, node.end - 1);
  if (!opening.test(text) || !body.test(text)) return;
  if (ts.isTemplateExpression(node)) {
    for (const span of node.templateSpans) {
      const from = span.expression.pos - 2 - start;
      const to =
        span.literal.pos -
        start +
        Math.max(0, walk.text.slice(span.literal.pos, span.literal.end).indexOf('}') + 1);
      text = text.slice(0, from) + ' '.repeat(Math.max(0, to - from)) + text.slice(to);
    }
  }
  walk.sql.push({ text, start, within: walk.fn, call: walk.call, variable: -1 });
}
