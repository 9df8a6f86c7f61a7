import type { Dialect } from '../../model/dialect';
import type { StatementReading } from '../../model/statement';
import { readTolerant } from '../tolerant/read';
import { loadCstParser } from './load';

/**
 * A statement that sql-parser-cst accepts: the reading of its tokens, now sure because its grammar was checked
 * by a parser of the dialect. null when that rejects it, or when the dialect is Postgres, which has its own.
 */
export function readCst(text: string, dialect: Dialect): StatementReading | null {
  if (dialect === 'postgres' || !loadCstParser().isAccepted(text, dialect)) return null;
  const reading = readTolerant(text, dialect);
  return {
    ...reading,
    reader: 'sql-parser-cst',
    confidence: reading.unread.length === 0 ? 'high' : 'medium',
  };
}
