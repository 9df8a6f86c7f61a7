import type { SchemaChange } from '../../../model/schema-change';
import type { StatementReading, Unread } from '../../../model/statement';
import type { Range } from '../../../model/text';
import { splitStatements } from '../../split';
import type { Node } from '../ast';
import { mappedRanges } from '../moved';
import type { PostgresParser } from '../parser';
import type { Source } from '../source';
import { bodyOf } from './body-text';
import { cut, sourceRange, type DerivedText } from './derived-text';
import { bodyStatements, type BodyStatement } from './plpgsql';
import type { Environment } from './values';

/** Reads one statement that stands in a body; null when Postgres rejects it. */
export type ReadInner = (text: string) => StatementReading | null;

export interface BodyReading {
  readonly changes: readonly SchemaChange[];
  readonly unread: readonly Unread[];
  /** Whether a statement runs, or how often, depends on conditions, loops or exceptions. */
  readonly conditional: boolean;
  /** The statements as they would be sent: who looks for calls finds them there. */
  readonly texts: readonly string[];
}

/**
 * What running the body of a DO block, function or procedure does, in the order it is written. SQL that is made at
 * run time is unread unless it follows from constants. Ranges are those of the statement that holds the body.
 */
export function readBody(
  parser: PostgresParser,
  node: Node,
  source: Source,
  known: Environment,
  read: ReadInner,
): BodyReading {
  const body = bodyOf(node, source);
  if (body === null) return refused(source.whole, 'this statement has no body');
  if (body.text === null) return refused(source.whole, 'the text of this body is not understood');
  const whole = sourceRange(body.text, { start: 0, end: body.text.text.length }) ?? source.whole;
  switch (body.language) {
    case 'sql':
      return collected(sqlStatements(body.text), false, whole, read);
    case 'plpgsql': {
      const parsed = parser.parseBody(source.text);
      if ('error' in parsed) return refused(whole, `PL/pgSQL rejects this body: ${parsed.error}`);
      const { statements, conditional } = bodyStatements(parser, parsed.functions, body.text, known);
      return collected(statements, conditional, whole, read);
    }
    default:
      return refused(whole, `a body in the language ${body.language} is not read`);
  }
}

function refused(range: Range, reason: string): BodyReading {
  return { changes: [], unread: [{ range, reason }], conditional: false, texts: [] };
}

function sqlStatements(body: DerivedText): readonly BodyStatement[] {
  return splitStatements(body.text, 'postgres').pieces.map(({ start, end }) => ({
    kind: 'sql',
    text: cut(body, start, end),
    quiet: false,
  }));
}

function collected(
  statements: readonly BodyStatement[],
  conditional: boolean,
  whole: Range,
  read: ReadInner,
): BodyReading {
  const changes: SchemaChange[] = [];
  const unread: Unread[] = [];
  const texts: string[] = [];
  for (const statement of statements) {
    if (statement.kind === 'unknown') {
      unread.push({ range: statement.range, reason: statement.reason });
      continue;
    }
    for (const { start, end } of splitStatements(statement.text.text, 'postgres').pieces) {
      const text = cut(statement.text, start, end);
      const place = (range: Range): Range => sourceRange(text, range) ?? whole;
      texts.push(text.text);
      const reading = read(text.text);
      if (reading === null) {
        const range = place({ start: 0, end: text.text.length });
        unread.push({ range, reason: 'this statement is not understood' });
        continue;
      }
      const kept = statement.quiet
        ? reading.changes.filter((change) => change.kind !== 'other')
        : reading.changes;
      changes.push(...mappedRanges(kept, place));
      unread.push(...mappedRanges(reading.unread, place));
    }
  }
  return { changes, unread, conditional, texts };
}
