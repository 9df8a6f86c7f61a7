import { callStatement, enclosingCall, type CallStatement } from '../../code/edits/call-statement';
import type { EmbeddedPiece, SqlEmbedding } from '../../model/embedding';
import type { History } from '../../model/migration';
import type { Range, TextEdit } from '../../model/text';
import { sourceEdits } from '../../migrations/embedded';
import { sentTogether, sqlCall, sqlCalls, sqlLiteral, type Sending } from '../../migrations/sql-calls';
import type { AskingStatement } from '../recipes/recipe';
import { replaceAsking } from './asking';

/**
 * The edits that send `statements` where code sends the change, in offsets of the file: other calls in the place of
 * the call, or another text in its literal. Without statements the call goes, and `note` stands in its place. null:
 * the call does more than ask, or is part of something larger.
 */
export function replaceAskingCall(
  asking: AskingStatement,
  history: History,
  statements: readonly string[],
  note: string,
): readonly TextEdit[] | null {
  const { migration } = asking;
  const { embedding } = migration;
  if (embedding === null) return null;
  const sent = callOf(asking, embedding);
  if (sent === null) return inLiteral(asking, statements);
  const { source } = embedding;
  const builder = builderAround(source, sent.call);
  if (builder !== null && holdsMore(embedding, builder.call, sent.call))
    return outOfBuilder(asking, history, source, sent.call, builder, statements, note);
  const own = builder ?? callStatement(source, sent.call);
  if (own === null) return null;
  const edit = (newText: string): TextEdit => ({ file: migration.file, range: own.range, newText });
  if (statements.length === 0) return own.lead.startsWith('return') ? null : [edit(`// ${note}`)];
  const calls = rawCalls(own, sent.literal, source, asking, history, statements);
  return calls === null ? null : [edit(calls), ...neededImport(asking, source, history)];
}

interface SentByCall {
  readonly call: Range;
  /** The whole SQL of the call, when it stands in the file as it is sent. */
  readonly literal: EmbeddedPiece | null;
}

/** The call that sends the asking change and nothing else; null: it sends more. */
function callOf(asking: AskingStatement, { pieces }: SqlEmbedding): SentByCall | null {
  const { statement, migration } = asking;
  if (statement.reading.changes.length > 1) return null;
  const inside = (piece: EmbeddedPiece, { start, end }: { start: number; end: number }): boolean =>
    piece.sql.start < end && piece.sql.end > start;
  const own = pieces.filter((piece) => inside(piece, statement));
  const [first] = own;
  if (first === undefined) return null;
  const { call } = first;
  const isSame = (piece: EmbeddedPiece): boolean =>
    piece.call.start === call.start && piece.call.end === call.end;
  const others = migration.script.statements.filter((one) => one !== statement);
  const sendsMore = others.some((one) => pieces.some((piece) => isSame(piece) && inside(piece, one)));
  if (!own.every(isSame) || sendsMore) return null;
  return { call, literal: own.length === 1 && first.verbatim && first.quote !== null ? first : null };
}

/** Several statements stand in one literal: another text in their place. */
function inLiteral(asking: AskingStatement, statements: readonly string[]): readonly TextEdit[] | null {
  if (statements.length === 0) return null;
  const text = statements.map((statement) => `${statement};`).join('\n');
  const edit = replaceAsking(asking, text);
  return edit === null ? null : sourceEdits(asking.migration, [edit]);
}

/** `knex.schema.alterTable(…, (table) => { … })` around `table.renameColumn(…)`. */
function builderAround(source: string, call: Range): CallStatement | null {
  const outer = enclosingCall(source, call.start);
  if (outer === null || !/^[\w$]+\.schema\.(?:alterTable|table)\(/.test(source.slice(outer.start)))
    return null;
  return callStatement(source, outer);
}

/** Whether a call sends more than one call within it does. */
function holdsMore({ pieces }: SqlEmbedding, outer: Range, own: Range): boolean {
  return pieces.some(
    ({ call }) =>
      call.start >= outer.start &&
      call.end <= outer.end &&
      (call.start !== own.start || call.end !== own.end),
  );
}

/** The call leaves its builder, which keeps the others; what takes its place comes behind the builder. */
function outOfBuilder(
  asking: AskingStatement,
  history: History,
  source: string,
  call: Range,
  builder: CallStatement,
  statements: readonly string[],
  note: string,
): readonly TextEdit[] | null {
  const inner = callStatement(source, call);
  if (inner?.lead !== '') return null;
  const { file } = asking.migration;
  const gone = { file, range: inner.range, newText: `// ${note}` };
  if (statements.length === 0) return [gone];
  const sending: Sending = {
    framework: history.framework,
    dialect: asking.migration.script.dialect,
    frame: 'transaction',
    runner: /^[\w$]+/.exec(source.slice(builder.call.start))?.[0] ?? '',
    end: builder.end,
  };
  if (builder.lead === 'return') {
    const send = sqlCall(sending);
    if (send === null) return null;
    const { end } = builder.call;
    const newText = sentTogether(statements).map((sql) => `\n${builder.indent}  .then(() => ${send(sql)})`);
    return [gone, { file, range: { start: end, end }, newText: newText.join('') }];
  }
  const lines = builder.lead === '' ? null : sqlCalls(statements, sending);
  const { end } = builder.range;
  return lines === null
    ? null
    : [
        gone,
        {
          file,
          range: { start: end, end },
          newText: lines.map((line) => `\n${builder.indent}${line}`).join(''),
        },
      ];
}

function rawCalls(
  own: CallStatement,
  literal: EmbeddedPiece | null,
  source: string,
  asking: AskingStatement,
  history: History,
  statements: readonly string[],
): string | null {
  const callText = source.slice(own.call.start, own.call.end);
  const runner = /^[\w$]+/.exec(callText)?.[0] ?? '';
  const transaction = /\btransaction(?:\s*:\s*([\w$]+))?\s*\}/.exec(callText);
  const sending: Sending = {
    framework: history.framework,
    dialect: asking.migration.script.dialect,
    frame: 'transaction',
    runner,
    end: own.end,
    ...(transaction === null || history.framework !== 'sequelize'
      ? {}
      : { options: `, { transaction${transaction[1] === undefined ? '' : `: ${transaction[1]}`} }` }),
  };
  if (isAllOf(own, literal)) return asWritten(own, literal, source, statements);
  if (own.lead === 'return') return chained(own, statements, sending);
  const lines = sqlCalls(statements, sending);
  const needsAwait = history.framework !== 'node-pg-migrate' && history.framework !== 'mikro-orm';
  if (lines === null || (needsAwait && own.lead === '')) return null;
  return lines.join(`\n${own.indent}`);
}

function isAllOf(own: CallStatement, literal: EmbeddedPiece | null): literal is EmbeddedPiece {
  return literal !== null && own.call.start <= literal.source.start && own.call.end >= literal.source.end;
}

/** The same call once for each statement, its further arguments kept. */
function asWritten(
  own: CallStatement,
  literal: EmbeddedPiece,
  source: string,
  statements: readonly string[],
): string {
  // The literal with its quotes; a mark before the opening one belongs to a tag.
  const before = source.slice(own.call.start, literal.source.start - 1);
  const after = source.slice(literal.source.end + 1, own.call.end);
  const each = sentTogether(statements).map((sql) => `${before}${sqlLiteral(sql)}${after}`);
  if (own.lead.startsWith('return') && each.length > 1)
    return own.lead === 'return'
      ? `return ${thenEach(each, own)}`
      : each.map((one) => `await ${one}${own.end}`).join(`\n${own.indent}`);
  const lead = own.lead === '' ? '' : `${own.lead} `;
  return each.map((one) => `${lead}${one}${own.end}`).join(`\n${own.indent}`);
}

/** A function that returns its promise goes on doing so. */
function chained(own: CallStatement, statements: readonly string[], sending: Sending): string | null {
  const send = sqlCall(sending);
  if (send === null) return null;
  return `return ${thenEach(sentTogether(statements).map(send), own)}`;
}

function thenEach(calls: readonly string[], { indent, end }: CallStatement): string {
  const [first = '', ...rest] = calls;
  return `${first}${rest.map((call) => `\n${indent}  .then(() => ${call})`).join('')}${end}`;
}

/** Kysely sends SQL by its `sql` tag, which a migration of builder calls may not have imported. */
function neededImport(asking: AskingStatement, source: string, history: History): readonly TextEdit[] {
  if (history.framework !== 'kysely') return [];
  const found = /import\s+(type\s+)?\{([^}]*)\}\s*from\s*(['"])kysely\3/.exec(source);
  if (found === null || /\bsql\b/.test(found[2] ?? '')) return [];
  const { file } = asking.migration;
  if (found[1] !== undefined)
    return [
      {
        file,
        range: { start: 0, end: 0 },
        newText: `import { sql } from ${found[3] ?? "'"}kysely${found[3] ?? "'"};\n`,
      },
    ];
  const opening = source.indexOf('{', found.index) + 1;
  return [{ file, range: { start: opening, end: opening }, newText: ' sql,' }];
}
