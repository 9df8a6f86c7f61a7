import type { ColumnName, DetailsDraft, Operator } from './details';

const comparison =
  /((?:[A-Za-z_"`][\w"`]*\.)*[A-Za-z_"`][\w"`]*)\s*(=|<>|!=|<=|>=|<|>|@>|->>|~\*?|\bnot\s+in\b|\bin\b|\bnot\s+i?like\b|\bi?like\b|\bbetween\b|\bis\b)\s*(any\b)?/gi;
const noColumns = /^(?:and|or|not|where|null|case|when|then|else|exists|any|all|on|true|false)$/i;

/** The operator of a comparison as SQL and the query builders write it: `=`, `in`, `>=`. */
export function operatorOfText(text: string, any = false): Operator {
  const operator = text.trim().toLowerCase().replace(/\s+/g, ' ');
  if (operator === '=' || operator === '==' || operator === '===' || operator === 'is')
    return any ? 'in' : 'equals';
  if (operator === 'in') return 'in';
  if (/^(?:[<>]=?|between)$/.test(operator)) return 'range';
  return /like$|^~/.test(operator) ? 'like' : 'other';
}

/** The last name of a qualified column, without quotes and alias: `"o"."id" as x` → `id`. */
export function bareColumn(text: string): string {
  const [name = ''] = text.trim().split(/\s+as\s+|\s+/i);
  return (name.split('.').pop() ?? '').replace(/["`[\]]/g, '');
}

/** Adds the comparisons of a condition written as text; a text without any that is seen leaves the columns unknown. */
export function readConditionText(draft: DetailsDraft, text: string, columnOf: ColumnName): void {
  let found = false;
  for (const match of text.matchAll(comparison)) {
    const column = bareColumn(match[1] ?? '');
    if (noColumns.test(column)) continue;
    draft.filter(columnOf(column), operatorOfText(match[2] ?? '', match[3] !== undefined));
    found = true;
  }
  if (!found) draft.filterUnknown();
}
