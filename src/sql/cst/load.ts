import type * as Parser from './parser';

let parser: typeof Parser | null = null;

/** Loads sql-parser-cst on first need: it stays in a file of its own in the bundle. */
export function loadCstParser(): typeof Parser {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a static import would load it with everything else
  parser ??= require('./parser') as typeof Parser;
  return parser;
}
