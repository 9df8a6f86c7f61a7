import { parse } from 'sql-parser-cst';
import type { Dialect } from '../../model/dialect';

/** The dialects that sql-parser-cst knows and that have no better parser here. */
export type CstDialect = Exclude<Dialect, 'postgres'>;

/** Whether the statement follows the dialect's grammar as sql-parser-cst knows it. Never throws. */
export function isAccepted(text: string, dialect: CstDialect): boolean {
  try {
    const program = parse(text, {
      dialect,
      includeRange: false,
      paramTypes: ['?', '?nr', ':name', '@name', '$name'],
    });
    return program.statements.length > 0;
  } catch {
    return false;
  }
}
