import type { Dialect } from '../model/dialect';
import type { Expression, IndexColumn } from '../model/schema-change';
import { sameName } from './lookup';

/** An expression after a column it names got another name; facts and text follow. */
export function renamedInExpression(
  dialect: Dialect,
  expression: Expression,
  from: string,
  to: string,
): Expression {
  if (!expression.columns.some((name) => sameName(dialect, name, from))) return expression;
  const rename = (name: string): string => (sameName(dialect, name, from) ? to : name);
  return {
    ...expression,
    text: renamedInText(expression.text, from, to),
    columns: expression.columns.map(rename),
    provesNotNull: expression.provesNotNull.map(rename),
  };
}

/** A part of an index after a column got another name. */
export function renamedInIndexColumn(
  dialect: Dialect,
  part: IndexColumn,
  from: string,
  to: string,
): IndexColumn {
  if (part.column === null) return { ...part, text: renamedInText(part.text, from, to) };
  return sameName(dialect, part.column, from)
    ? { ...part, column: to, text: renamedInText(part.text, from, to) }
    : part;
}

/** Whole words only, strings left alone; text is for people, decisions rest on the name lists. */
function renamedInText(text: string, from: string, to: string): string {
  const word = new RegExp(
    `'(?:[^']|'')*'|(?<![\\w$])(["\`]?)${from.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\1(?![\\w$])`,
    'gi',
  );
  return text.replace(word, (match, quote: string | undefined) =>
    match.startsWith("'") ? match : `${quote ?? ''}${to}${quote ?? ''}`,
  );
}
