import type { TransactionMode } from '../../model/migration';

/**
 * Statements of Postgres that must become visible together, whatever the runner does around its files:
 * as they are where it wraps them, with BEGIN and COMMIT where it does not, and as one DO block where that
 * is not known, because a DO block is a single statement in every runner.
 */
export function atomically(statements: readonly string[], mode: TransactionMode): string {
  const listed = statements.map((statement) => `${statement};`).join('\n');
  switch (mode) {
    case 'wrapped':
    case 'single-query':
      return listed;
    case 'autocommit':
      return `BEGIN;\n${listed}\nCOMMIT;`;
    case 'unknown':
      return `DO $evolens$\nBEGIN\n${indented(listed)}\nEND\n$evolens$;`;
  }
}

export function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}
