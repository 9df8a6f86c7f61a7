import type { SchemaChange } from '../../model/schema-change';
import type { StatementReading, Unread } from '../../model/statement';
import { splitStatements } from '../split';
import type { Read } from './alter-table';
import type { PostgresParser } from './parser';
import { moved, movedTo } from './moved';
import type { Source } from './source';
import { stringsOf } from './walk';

/** Reads one statement that stands in the block; null when Postgres rejects it. */
type ReadInner = (text: string) => StatementReading | null;

export interface BlockRead extends Read {
  /** Whether a statement runs, or how often, depends on conditions, loops or exceptions. */
  readonly conditional: boolean;
}

interface Inner {
  readonly text: string;
  /** 1-based in the body; line 1 is the rest of the line after the opening quote. */
  readonly line: number;
  /** The text is an expression that gives the statement. */
  readonly dynamic: boolean;
}

/**
 * What the statements of a DO block in PL/pgSQL do, in the order they are written. SQL made at run time is unread
 * unless it is a plain literal. A block that only computes gives one `other` change.
 */
export function readDoBlock(parser: PostgresParser, source: Source, read: ReadInner): BlockRead {
  const body = bodyOf(source);
  if (body === null) return refused(source, 'the body of this DO block is not plain PL/pgSQL text');
  const parsed = parser.parseBody(source.text);
  if ('error' in parsed)
    return refused(source, `PL/pgSQL rejects the body of this DO block: ${parsed.error}`);
  const { statements, conditional } = innerStatements(parsed.functions);
  const lines = lineStarts(body.text);
  const changes: SchemaChange[] = [];
  const unread: Unread[] = [];
  let at = 0;
  for (const inner of statements) {
    const offset = locate(body.text, inner.text, Math.max(at, lines[inner.line - 1] ?? 0));
    if (offset !== null) at = offset + inner.text.length;
    const result = inner.dynamic ? readDynamic(parser, inner.text, read) : readStatic(inner.text, read);
    const place = offset === null ? null : body.start + offset;
    const shift = <T>(value: T): T => (place === null ? movedTo(value, source.whole) : moved(value, place));
    changes.push(...result.changes.map(shift));
    unread.push(...result.unread.map(shift));
  }
  if (changes.length === 0 && unread.length === 0)
    changes.push({ kind: 'other', range: source.whole, what: 'DO', tables: [] });
  return { changes, unread, conditional };
}

function refused(source: Source, reason: string): BlockRead {
  return { changes: [], unread: [{ range: source.whole, reason }], conditional: false };
}

/** The text between the quotes, when it is there as it is meant: dollar quotes, or plain quotes without escapes. */
function bodyOf(source: Source): { readonly text: string; readonly start: number } | null {
  const language = source.tokens.findIndex((_, i) => source.word(i) === 'LANGUAGE');
  if (language >= 0 && source.identifier(language + 1).name.replaceAll("'", '') !== 'plpgsql') return null;
  const token = source.tokens.find(
    (candidate, i) => candidate.kind === 'string' && source.word(i - 1) !== 'LANGUAGE',
  );
  if (token?.closed !== true) return null;
  const open = /^(?:\$\w*\$|')/.exec(token.text)?.[0];
  if (open === undefined) return null;
  const text = token.text.slice(open.length, -open.length);
  if (open === "'" && text.includes("'")) return null;
  return { text, start: token.start + open.length };
}

function lineStarts(text: string): number[] {
  return [0, ...Array.from(text.matchAll(/\n/g), (match) => match.index + 1)];
}

/** PL/pgSQL keeps the source of a statement but blanks its INTO: then its beginning has to do. */
function locate(body: string, text: string, from: number): number | null {
  const exact = body.indexOf(text, from);
  if (exact >= 0) return exact;
  const beginning = body.indexOf(text.slice(0, text.search(/\s{3}|$/)), from);
  return beginning >= 0 && beginning + text.length <= body.length ? beginning : null;
}

const control = /^PLpgSQL_(?:stmt_(?:if|case|loop|while|fori|fors|forc|foreach_a|dynfors)|exception)$/;

function innerStatements(tree: readonly unknown[]): { statements: readonly Inner[]; conditional: boolean } {
  const statements: Inner[] = [];
  let conditional = false;
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === 'object' && value !== null)
      for (const [key, child] of Object.entries(value)) {
        if (control.test(key)) conditional = true;
        const inner = key.startsWith('PLpgSQL_stmt_') ? innerOf(key, child as Record<string, unknown>) : null;
        if (inner !== null) statements.push(inner);
        visit(child);
      }
  };
  visit(tree);
  return { statements, conditional };
}

function innerOf(kind: string, body: Record<string, unknown>): Inner | null {
  const line = typeof body['lineno'] === 'number' ? body['lineno'] : 1;
  const query = (name: string): string | undefined =>
    (body[name] as { PLpgSQL_expr?: { query?: string } } | undefined)?.PLpgSQL_expr?.query;
  const dynamic = query('dynquery') ?? (/dynexecute|dynfors/.test(kind) ? query('query') : undefined);
  if (dynamic !== undefined) return { text: dynamic, line, dynamic: true };
  if (kind === 'PLpgSQL_stmt_commit') return { text: 'COMMIT', line, dynamic: false };
  if (kind === 'PLpgSQL_stmt_rollback') return { text: 'ROLLBACK', line, dynamic: false };
  const text = query('sqlstmt') ?? (kind === 'PLpgSQL_stmt_fors' ? query('query') : undefined);
  return text === undefined ? null : { text, line, dynamic: false };
}

function readStatic(text: string, read: ReadInner): Read {
  const reading = read(text);
  if (reading !== null) return reading;
  return {
    changes: [],
    unread: [{ range: { start: 0, end: text.length }, reason: 'this statement is not understood' }],
  };
}

/** EXECUTE of a literal is read like the statements it holds; anything else is known at run time only. */
function readDynamic(parser: PostgresParser, expression: string, read: ReadInner): Read {
  const range = { start: 0, end: expression.length };
  const literal = literalOf(parser, expression);
  if (literal === null)
    return { changes: [], unread: [{ range, reason: 'EXECUTE runs SQL that is made at run time' }] };
  const offset = expression.indexOf(literal);
  const changes: SchemaChange[] = [];
  const unread: Unread[] = [];
  for (const { start, end } of splitStatements(literal, 'postgres').pieces) {
    const result = readStatic(literal.slice(start, end), read);
    const shift = <T>(value: T): T => (offset < 0 ? movedTo(value, range) : moved(value, offset + start));
    changes.push(...result.changes.map(shift));
    unread.push(...result.unread.map(shift));
  }
  return { changes, unread };
}

function literalOf(parser: PostgresParser, expression: string): string | null {
  const parsed = parser.parse(`SELECT ${expression}`);
  if ('error' in parsed || parsed.statements.length !== 1) return null;
  const node = parsed.statements[0]?.node;
  if (node === undefined || !('SelectStmt' in node) || node.SelectStmt.fromClause !== undefined) return null;
  const [target, ...more] = node.SelectStmt.targetList ?? [];
  if (target === undefined || more.length > 0 || !('ResTarget' in target)) return null;
  const value = target.ResTarget.val;
  if (value === undefined) return null;
  if ('A_Const' in value) return (value.A_Const as { sval?: { sval?: string } }).sval?.sval ?? null;
  // format('…') without arguments and without anything to fill in is its text.
  if (!('FuncCall' in value) || stringsOf(value.FuncCall.funcname).at(-1) !== 'format') return null;
  const [text, ...filled] = value.FuncCall.args ?? [];
  if (text === undefined || filled.length > 0 || !('A_Const' in text)) return null;
  const format = (text.A_Const as { sval?: { sval?: string } }).sval?.sval;
  return format === undefined || format.includes('%') ? null : format;
}
