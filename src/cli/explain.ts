import fs from 'node:fs';
import path from 'node:path';
import { LineIndex } from '../document/lines';
import type { Door } from '../model/finding';
import type { Effect } from '../model/effect';
import type { History, Migration } from '../model/migration';
import type { Undo } from '../model/risk';
import type { SchemaChange } from '../model/schema-change';
import { sourceRange } from '../migrations/embedded';
import { doorOf } from '../risk/door';
import { describeUndo } from '../risk/undo/describe';
import { undoOf } from '../risk/undo/undo';
import { contextsOf } from '../rules/change-contexts';
import type { ChangeContext } from '../rules/rule';
import { HistoryReplay } from '../schema/replay-history';
import { describeEffect } from '../schema/effects/describe';
import type { SqlReader } from '../sql/reader';
import { createNodeSqlReader } from '../workspace/node-postgres';
import { createNodePorts, relativePath, rootOf } from '../workspace/node-roots';
import { Analyser } from '../workspace/analyse';
import { Project } from '../workspace/project';
import { UsageError, type ExplainArguments } from './arguments';
import { log, writeOut } from './output';

interface ExplainedStatement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly changes: readonly SchemaChange[];
  readonly effects: readonly Effect[];
  readonly door: Door | null;
  /** One for each change that can or cannot be undone, the last change first: the order in which to do it. */
  readonly undo: readonly Undo[];
  readonly transactional: boolean;
  readonly assumptions: readonly string[];
  readonly notAnalysed: readonly string[];
}

/** `evolens explain`: what each statement of a file does where it stands. Always exits 0 on a file that can be read. */
export async function explain(words: ExplainArguments): Promise<number> {
  const reader = await createNodeSqlReader();
  const { history, migration, contexts } =
    words.setup === null ? inItsHistory(words, reader) : afterSetup(words, words.setup, reader);
  const statements = explainStatements(migration, contexts);
  await writeOut(
    words.format === 'json' ? asJson(migration, statements) : asText(migration, statements, history),
  );
  return 0;
}

interface Explained {
  readonly history: History;
  readonly migration: Migration;
  readonly contexts: readonly ChangeContext[];
}

function inItsHistory(words: ExplainArguments, reader: SqlReader): Explained {
  const target = existing(words.file);
  const root = rootOf(target, process.cwd());
  const ports = createNodePorts(root, { history: false, log });
  const project = new Project(ports, reader, {
    dialect: words.dialect,
    databaseVersion: words.databaseVersion,
    isolated: false,
  });
  const file = relativePath(root, target);
  const found = new Analyser(project, ports).contexts(file);
  const migration = found?.history.migrations.find((candidate) => candidate.file === file);
  if (found === null || migration === undefined)
    throw new UsageError(`${words.file}: ${project.refused(file) ?? 'this is no SQL file.'}`);
  return { history: found.history, migration, contexts: found.contexts };
}

function afterSetup(words: ExplainArguments, setup: string, reader: SqlReader): Explained {
  const target = existing(words.file);
  const root = path.dirname(target);
  const ports = createNodePorts(root, { history: false, log });
  const project = new Project(ports, reader, {
    dialect: words.dialect,
    databaseVersion: words.databaseVersion,
    isolated: true,
  });
  const alone = project.standalone(relativePath(root, target));
  const own = alone.migrations[0];
  if (own === undefined) throw new UsageError(`${words.file}: the file cannot be read.`);
  const script = reader.readScript(fs.readFileSync(existing(setup), 'utf8'), alone.target.dialect);
  const before: Migration = {
    id: '(setup)',
    file: setup,
    order: 0,
    transaction: 'unknown',
    script,
    released: true,
    version: null,
    transactionSpan: 'file',
    transactionParts: [],
    hasDown: false,
    embedding: null,
  };
  const migration = { ...own, order: 1 };
  const history: History = { ...alone, migrations: [before, migration] };
  const replayed = new HistoryReplay().replay(history);
  return {
    history,
    migration,
    contexts: contextsOf({ history, replayed, code: null, released: null, plans: [], tables: {} }, 1),
  };
}

function existing(file: string): string {
  const target = path.resolve(file);
  if (!fs.existsSync(target)) throw new UsageError(`${file}: there is no such file.`);
  return target;
}

function explainStatements(
  migration: Migration,
  contexts: readonly ChangeContext[],
): readonly ExplainedStatement[] {
  return migration.script.statements.map((statement, index) => {
    const own = contexts.filter((context) => context.index === index);
    const doors = own.map((context) => doorOf(context));
    return {
      start: statement.start,
      end: statement.end,
      text: statement.reading.text,
      changes: statement.reading.changes,
      effects: own.flatMap((context) => context.effects.effects),
      door: doors.includes('one-way') ? 'one-way' : doors.includes('two-way') ? 'two-way' : null,
      undo: own.flatMap((context) => undoOf(context) ?? []).reverse(),
      transactional: own.every((context) => context.effects.transactional),
      assumptions: [...new Set(own.flatMap((context) => context.effects.assumptions))],
      notAnalysed: statement.reading.unread.map((unread) => unread.reason),
    };
  });
}

function asJson(migration: Migration, statements: readonly ExplainedStatement[]): string {
  const lines = linesOf(migration);
  const explained = statements.map(({ start, end, changes, ...rest }) => ({
    range: lines.rangeOf({ start, end }),
    changes: changes.map((change) => withPositions(change, start, lines)),
    ...rest,
  }));
  return JSON.stringify({ schemaVersion: 1, statements: explained }, null, 2);
}

/** Positions in the migration's own file, for offsets of its SQL. */
function linesOf(migration: Migration): Pick<LineIndex, 'rangeOf' | 'positionAt'> {
  const lines = new LineIndex(migration.embedding?.source ?? migration.script.text);
  return {
    rangeOf: (range) => lines.rangeOf(sourceRange(migration, range)),
    positionAt: (offset) =>
      lines.positionAt(sourceRange(migration, { start: offset, end: offset + 1 }).start),
  };
}

/** Turns ranges relative to a statement, anywhere in plain data, into positions in the file. */
function withPositions(value: unknown, start: number, lines: Pick<LineIndex, 'rangeOf'>): unknown {
  if (Array.isArray(value)) return value.map((item) => withPositions(item, start, lines));
  if (typeof value !== 'object' || value === null) return value;
  const record = value as Record<string, unknown>;
  if (
    typeof record['start'] === 'number' &&
    typeof record['end'] === 'number' &&
    Object.keys(record).length === 2
  )
    return lines.rangeOf({ start: start + record['start'], end: start + record['end'] });
  return Object.fromEntries(
    Object.entries(record).map(([key, item]) => [key, withPositions(item, start, lines)]),
  );
}

/** How sure it is: nothing where a test runs it on a database of that version. */
function restsOn({ proof, source }: Effect): string {
  const documented = source === null ? ' [from the manual]' : ` [${source}]`;
  return { measured: '', documented, assumed: ' [assumed]' }[proof];
}

function asText(migration: Migration, statements: readonly ExplainedStatement[], history: History): string {
  const lines = linesOf(migration);
  const head = `${migration.file}: ${history.target.dialect} ${history.target.version}`;
  const blocks = statements.map((statement) => {
    const place = lines.positionAt(statement.start);
    const first = statement.text.split('\n')[0] ?? '';
    const facts = [
      ...statement.effects.map((effect) => `    ${describeEffect(effect)}${restsOn(effect)}`),
      ...(statement.transactional ? [] : ['    cannot run inside a transaction']),
      ...(statement.door === null ? [] : [`    ${statement.door} door`]),
      ...statement.undo.map((undo) => `    ${describeUndo(undo)}`),
      ...statement.assumptions.map((assumption) => `    assuming: ${assumption}`),
      ...statement.notAnalysed.map((reason) => `    not analysed: ${reason}`),
    ];
    return [`  ${place.line + 1}:${place.character + 1} ${first}`, ...facts].join('\n');
  });
  return [head, ...blocks].join('\n');
}
