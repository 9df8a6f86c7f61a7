import { closingOf } from '../../code/edits/call-statement';
import type { History } from '../../model/migration';
import type { Range, TextEdit } from '../../model/text';
import { fileBody } from '../../migrations/file-body';
import { frameworkNamed } from '../../migrations/frameworks/registry';
import { sentTogether, sqlCall, sqlCalls, type Sending } from '../../migrations/sql-calls';
import type { AskingStatement, DraftStage } from '../recipes/recipe';
import { standsAlone } from './asking';

/** What becomes of the way back that stands beside a change whose place a stage takes, or nothing does. */
export interface ExchangedDown {
  readonly edits: readonly TextEdit[];
  /** It is still the way back of the change in one step. */
  readonly stale: boolean;
}

/** What is asked to go back: the statements of a stage, or nothing, with a note why. */
interface Back {
  readonly asking: AskingStatement;
  readonly history: History;
  readonly statements: readonly string[];
  readonly note: string;
}

const untouched: ExchangedDown = { edits: [], stale: false };
const stale: ExchangedDown = { edits: [], stale: true };

/**
 * The way back of the migration that asks, made right for what stands in its place: `stage` (null: nothing does). A
 * migration that does more than ask keeps its own, which is stale then; so does one whose form is not known.
 */
export function exchangedDown(
  asking: AskingStatement,
  history: History,
  stage: Pick<DraftStage, 'rollback' | 'rollbackFrame'> | null,
  note: string,
  textOf: (file: string) => string | null,
): ExchangedDown {
  const back: Back = { asking, history, statements: stage?.rollback ?? [], note };
  const found = wayBack(back, textOf);
  if (found === null) return untouched;
  const isKnown = stage === null || (stage.rollback.length > 0 && stage.rollbackFrame === 'transaction');
  if (!isKnown || !standsAlone(asking) || found.newText === null) return stale;
  return {
    edits: [{ file: found.file, range: found.range, newText: found.newText }],
    stale: false,
  };
}

/** Where the way back is written, and what it has to be; null: there is none. */
interface WayBack {
  readonly file: string;
  readonly range: Range;
  /** null: it cannot be written in this form. */
  readonly newText: string | null;
}

function wayBack(back: Back, textOf: (file: string) => string | null): WayBack | null {
  const { migration } = back.asking;
  if (migration.embedding !== null) return inCode(back, migration.embedding.source);
  const framework = frameworkNamed(back.history.framework);
  const text = textOf(migration.file);
  if (framework.downSection !== undefined) return text === null ? null : inSection(back, text);
  const file = framework.downFile?.(migration.file) ?? null;
  const own = file === null ? null : textOf(file);
  if (file === null || own === null || isComment(own)) return null;
  const { dialect } = migration.script;
  const body =
    back.statements.length > 0
      ? fileBody(back.statements, dialect, framework)
      : `-- ${back.note}${dialect === 'postgres' ? '' : `\n${dialect === 'sqlite' ? 'SELECT 1' : 'DO 0'};`}`;
  return { file, range: { start: 0, end: own.length }, newText: `${body}\n` };
}

/** A section of the same file, which begins at its mark; in Liquibase each line has one. */
function inSection({ asking, history, statements, note }: Back, text: string): WayBack | null {
  const framework = frameworkNamed(history.framework);
  const body =
    statements.length > 0
      ? fileBody(statements, asking.migration.script.dialect, framework).split('\n')
      : [`-- ${note}`];
  const lines = framework.downSection?.(body, 'transaction') ?? [];
  const isEachLine = lines.length === body.length;
  const mark = isEachLine ? /^--\s*rollback\b/i : /^--\s*(?:\+goose\s+Down|migrate:down)\b/i;
  const all = [...text.matchAll(/[^\n]+/g)];
  const first = all.findIndex((line) => mark.test(line[0]));
  const begins = all[first];
  if (begins === undefined) return null;
  const last = isEachLine ? all.findLast((line) => mark.test(line[0])) : undefined;
  const end = last === undefined ? text.trimEnd().length : last.index + last[0].length;
  const own = text.slice(begins.index, end);
  if (!isEachLine && isComment(own)) return null;
  const between = own.split('\n').every((line) => line.trim() === '' || mark.test(line));
  const isWhole = isEachLine ? between : !/^--\s*(?:\+goose\s+Up|migrate:up)\b/im.test(own);
  // Nothing is undone by a rollback that says nothing.
  const written = isEachLine && statements.length === 0 ? ['--rollback empty'] : lines;
  return {
    file: asking.migration.file,
    range: { start: begins.index, end },
    newText: isWhole ? written.join('\n') : null,
  };
}

function inCode({ asking, history, statements, note }: Back, source: string): WayBack | null {
  const down = downIn(source);
  const { file, hasDown } = asking.migration;
  if (down === null) return hasDown ? { file, range: { start: 0, end: 0 }, newText: null } : null;
  if (isComment(down.text)) return null;
  const at = { file, range: down.body };
  const written = (lines: readonly string[]): WayBack => ({
    ...at,
    newText: `\n${down.indent}${lines.join(`\n${down.indent}`)}\n${down.closing}`,
  });
  if (statements.length === 0) return written([`// ${note}`]);
  const runner = history.framework === 'mikro-orm' ? 'this' : down.runner;
  if (runner === null) return { ...at, newText: null };
  const sending: Sending = {
    framework: history.framework,
    dialect: asking.migration.script.dialect,
    frame: 'transaction',
    runner,
    end: /;\s*$/m.test(source) ? ';' : '',
  };
  const needsAwait = history.framework !== 'node-pg-migrate' && history.framework !== 'mikro-orm';
  if (down.isAsync || !needsAwait) {
    const calls = sqlCalls(statements, sending);
    return calls === null
      ? { ...at, newText: null }
      : written(calls.map((call) => indented(call, down.indent)));
  }
  const send = sqlCall(sending);
  if (send === null) return { ...at, newText: null };
  const [first = '', ...rest] = sentTogether(statements).map(send);
  const chain = [`return ${first}`, ...rest.map((call) => `  .then(() => ${call})`)];
  return written(chain.map((line, index) => (index === chain.length - 1 ? `${line}${sending.end}` : line)));
}

/** What stands in a template literal stays as it is. */
function indented(call: string, indent: string): string {
  return call.includes('`') && call.includes('\n') && !call.includes('transaction(')
    ? call
    : call.replaceAll('\n', `\n${indent}`);
}

/** The function `down` of a module, an object or a class. */
interface DownFunction {
  /** Between its braces. */
  readonly body: Range;
  readonly text: string;
  readonly indent: string;
  readonly closing: string;
  readonly runner: string | null;
  readonly isAsync: boolean;
}

function downIn(source: string): DownFunction | null {
  const head = /(?<![\w$])down\s*(?:[=:]\s*)?(?:async\s+)?(?:function\s*[\w$]*\s*)?\(/g;
  for (const match of source.matchAll(head)) {
    const opening = match.index + match[0].length - 1;
    const closed = closingOf(source, opening);
    if (closed === null) continue;
    const brace = /^\s*(?::[^={]*)?(?:=>)?\s*\{/.exec(source.slice(closed));
    if (brace === null) continue;
    const open = closed + brace[0].length;
    const end = closingOf(source, open - 1);
    if (end === null) continue;
    const lineStart = source.lastIndexOf('\n', match.index) + 1;
    const own = /^[ \t]*/.exec(source.slice(lineStart))?.[0] ?? '';
    const text = source.slice(open, end - 1);
    const parameters = source.slice(opening + 1, closed - 1);
    const named = /\{[^}]*\bcontext\s*:\s*([\w$]+)/.exec(parameters) ?? /^\s*([\w$]+)/.exec(parameters);
    return {
      body: { start: open, end: end - 1 },
      text,
      indent: /\n([ \t]+)\S/.exec(text)?.[1] ?? `${own}  `,
      closing: own,
      runner: named?.[1] ?? null,
      isAsync: /\basync\b/.test(source.slice(lineStart, opening)),
    };
  }
  return null;
}

/** Nothing but white space and comments, of SQL or of code. */
function isComment(text: string): boolean {
  return text.replace(/\/\*[^]*?\*\/|\/\/[^\n]*|--[^\n]*/g, '').trim() === '';
}
