import type { Expression } from '../../model/schema-change';

/** Whether a default puts a value into a row: there is one, and it is not NULL, bare, cast or in parentheses. */
export function givesValue(expression: Expression | null): boolean {
  return expression !== null && !/^\(*\s*null\s*\)*(\s*::.*)?$/i.test(expression.text.trim());
}
