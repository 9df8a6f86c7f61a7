import type { Dialect } from '../model/dialect';
import type { SqlScript, Statement, StatementReading } from '../model/statement';
import { readCst } from './cst/read';
import { CalledRoutines } from './postgres/called-routines';
import type { PostgresParser } from './postgres/parser';
import { readPostgresText } from './postgres/read';
import { readPostgresQuery } from './postgres/read-query';
import type { QueryReading } from './query-reading';
import { ReadingMemory } from './reading-memory';
import { sections, splitStatements } from './split';
import { readTolerant } from './tolerant/read';

export interface SqlReader {
  /**
   * A whole SQL text. Statements in the down section of a runner's markers are left out; comments are not.
   * Statements of `previous` (the last reading of the same file) whose text did not change keep the same
   * `reading` object, wherever they moved. Never throws.
   */
  readScript(text: string, dialect: Dialect, previous?: SqlScript): SqlScript;
  /** One statement without its terminator. Never throws; what is not understood is in `unread`. */
  readStatement(text: string, dialect: Dialect): StatementReading;
  /**
   * What a query in code asks, by Postgres's grammar; null when that rejects it. The text is ASCII and has its
   * placeholders as Postgres writes them. Kept by text. Never throws.
   */
  readQuery(text: string): QueryReading | null;
}

/** Texts of queries that are kept. */
const mostQueries = 5000;

/** The reader of all dialects: each dialect's own parser first, the tolerant reader for what it rejects. */
export function createSqlReader(postgres: PostgresParser): SqlReader {
  const readOwn = (text: string): StatementReading | null => readPostgresText(postgres, text);
  const readStatement = (text: string, dialect: Dialect): StatementReading => {
    if (text.includes('\0')) return withoutNul(text, dialect, readStatement);
    switch (dialect) {
      case 'postgres':
        return readOwn(text) ?? readRejected(text);
      case 'mysql':
      case 'mariadb':
        return readMysql(text, dialect);
      case 'sqlite':
        return better(readCst(text, dialect), () => readTolerant(text, dialect));
    }
  };
  const memory = new ReadingMemory();
  const routines = new CalledRoutines(postgres, readOwn);
  const queries = new Map<string, QueryReading | null>();
  return {
    readStatement,
    readQuery: (text) => {
      const known = queries.get(text);
      if (known !== undefined) return known;
      if (queries.size > mostQueries) queries.clear();
      const reading = readPostgresQuery(postgres, text);
      queries.set(text, reading);
      return reading;
    },
    readScript: (text, dialect, previous) => {
      if (previous?.text === text && previous.dialect === dialect) return previous;
      const known = new Map<string, StatementReading>();
      if (previous?.dialect === dialect)
        for (const { reading, calledFrom } of previous.statements)
          if (calledFrom === undefined) known.set(reading.text, reading);
      const script = readScript(text, dialect, (statement) => {
        const reading =
          known.get(statement) ?? memory.recall(statement, dialect, () => readStatement(statement, dialect));
        known.set(statement, reading);
        return reading;
      });
      return dialect === 'postgres'
        ? { ...script, statements: routines.followed(script.statements) }
        : script;
    },
  };
}

function readScript(
  text: string,
  dialect: Dialect,
  read: (statement: string) => StatementReading,
): SqlScript {
  const { pieces, comments, unread } = splitStatements(text, dialect);
  const down = sections(text).filter((section) => section.direction === 'down');
  const isUp = (offset: number): boolean =>
    !down.some((section) => offset >= section.start && offset < section.end);
  const statements: Statement[] = [];
  for (const { start, end, next } of pieces)
    if (isUp(start)) statements.push({ start, end, next, reading: read(text.slice(start, end)) });
  return {
    text,
    dialect,
    statements,
    comments,
    unread: unread.filter(({ range }) => isUp(range.start)),
  };
}

/** A database stops at a NUL. What stands around it is still read, with a blank in its place, and said to be unsure. */
function withoutNul(text: string, dialect: Dialect, read: SqlReader['readStatement']): StatementReading {
  const at = text.indexOf('\0');
  const reading = read(text.replaceAll('\0', ' '), dialect);
  const entry = { range: { start: at, end: at + 1 }, reason: 'a NUL character cuts this statement short' };
  return { ...reading, text, confidence: 'low', unread: [...reading.unread, entry] };
}

/** What Postgres's own parser rejects is never called read, however much of it was understood. */
function readRejected(text: string): StatementReading {
  const reading = readTolerant(text, 'postgres');
  if (reading.unread.length > 0) return reading;
  const range = { start: 0, end: text.length };
  return { ...reading, unread: [{ range, reason: "Postgres's own grammar rejects this statement" }] };
}

/** The tolerant reader knows more of these dialects than the parser, so it comes first. */
function readMysql(text: string, dialect: 'mysql' | 'mariadb'): StatementReading {
  const tolerant = readTolerant(text, dialect);
  if (tolerant.unread.length === 0 && tolerant.confidence === 'high') return tolerant;
  return better(readCst(text, dialect), () => tolerant);
}

/** The parser's reading when it leaves nothing unread, else the one that leaves less. */
function better(parsed: StatementReading | null, tolerant: () => StatementReading): StatementReading {
  if (parsed?.unread.length === 0) return parsed;
  const other = tolerant();
  return parsed !== null && parsed.unread.length <= other.unread.length ? parsed : other;
}
