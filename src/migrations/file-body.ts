import type { Dialect } from '../model/dialect';
import type { Framework } from './frameworks/framework';

/** What of a framework decides how statements stand in its files. */
export type Separation = Pick<Framework, 'between' | 'around' | 'readsDelimiter'>;

/** A file that a client of the database reads: psql, mysql, sqlite3. */
export const clientFile: Separation = { readsDelimiter: true };

/**
 * Statements, without terminators, as they stand in a file: each with its semicolon, and what the reader of the
 * file needs around one that holds semicolons of its own.
 */
export function fileBody(statements: readonly string[], dialect: Dialect, how: Separation): string {
  const between = how.between === undefined ? '\n' : `\n${how.between}\n`;
  return statements.map((statement) => separated(statement, dialect, how)).join(between);
}

function separated(statement: string, dialect: Dialect, { around, readsDelimiter }: Separation): string {
  if (!statement.includes(';')) return `${statement};`;
  if (around !== undefined) return `${around[0]}\n${statement};\n${around[1]}`;
  const isMysql = dialect === 'mysql' || dialect === 'mariadb';
  if (!isMysql || readsDelimiter !== true) return `${statement};`;
  const delimiter = statement.includes('$$') ? '//' : '$$';
  return `DELIMITER ${delimiter}\n${statement} ${delimiter}\nDELIMITER ;`;
}
