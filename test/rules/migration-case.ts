import { defaultVersions, type Dialect } from '../../src/model/dialect';
import type { Finding } from '../../src/model/finding';
import type { CodeIndex } from '../../src/model/code';
import type { History, Migration, TransactionMode } from '../../src/model/migration';
import type { ReleasedVersion } from '../../src/model/workspace';
import type { DeclaredTable } from '../../src/risk/blast-radius';
import type { LevelSettings } from '../../src/rules/levels';
import { findingsOfUnread, isFinding, unreadOf } from '../../src/rules/not-analysed-entries';
import { allRules, ruleIds } from '../../src/rules/registry';
import { runMigrationRules, type MigrationFinding } from '../../src/rules/run-migration-rules';
import { applyDirectives } from '../../src/rules/suppression/apply';
import { readDirectives } from '../../src/rules/suppression/directives';
import { HistoryReplay } from '../../src/schema/replay-history';
import type { SqlReader } from '../../src/sql/reader';
import { createNodeSqlReader } from '../../src/workspace/node-postgres';

/** One history of up to three migrations: what was there, what is judged, what follows. */
export interface Case {
  readonly dialect: Dialect;
  readonly version: number;
  readonly transaction: TransactionMode;
  readonly setup: string;
  readonly change: string;
  readonly later: string;
  readonly tables: Readonly<Record<string, DeclaredTable>>;
}

export interface CaseCode {
  readonly code: CodeIndex | null;
  readonly released: ReleasedVersion | null;
}

/** Said of nearly every migration, so left out where a fixture is about another rule. */
const general = 'missing-lock-timeout';

/** Out of the box; a rule that is off by default is turned on in its own fixtures and pages; `all` turns every rule on. */
function settingsFor(rule: string | null): LevelSettings {
  if (rule === 'all') return { profile: 'strict', configured: {} };
  const isOff = allRules.some((meta) => meta.id === rule && meta.level === 'off');
  return {
    profile: 'default',
    configured: {
      ...(rule === general ? {} : { [general]: 'off' }),
      // Information is no finding of this rule.
      ...(rule === 'not-analysed' ? { 'not-analysed': 'warning' } : {}),
      ...(isOff && rule !== null ? { [rule]: 'info' } : {}),
    },
  };
}

let reader: SqlReader | null = null;

export async function sqlReader(): Promise<SqlReader> {
  return (reader ??= await createNodeSqlReader());
}

/** The reader, once something was read. */
export function loadedSqlReader(): SqlReader {
  if (reader === null) throw new Error('nothing was read yet');
  return reader;
}

/** Sections of a fixture: the case itself, and the same without its exception when there is one. */
export function parseCase(text: string): { readonly main: Case; readonly without: Case | null } {
  const [main, without] = text.split(/^-- without the exception\r?$\n?/m);
  const parsed = sections(main ?? '', null);
  return { main: parsed, without: without === undefined ? null : sections(without, parsed) };
}

function sections(text: string, inherited: Case | null): Case {
  const directive = (name: string): string | undefined =>
    new RegExp(`^-- ${name}: (.+?)\\r?$`, 'm').exec(text)?.[1];
  const dialect = (directive('dialect') as Dialect | undefined) ?? inherited?.dialect ?? 'postgres';
  const version = directive('version');
  const transaction = directive('transaction') as TransactionMode | undefined;
  const parts: Record<string, string> = { change: '' };
  let current = 'change';
  for (const line of text.split(/(?<=\n)/)) {
    const marker = /^-- (setup|change|later)\s*$/.exec(line)?.[1];
    if (marker === undefined) parts[current] = (parts[current] ?? '') + line;
    else {
      current = marker;
      parts[current] = '';
    }
  }
  return {
    dialect,
    version: version === undefined ? (inherited?.version ?? defaultVersions[dialect]) : Number(version),
    transaction: transaction ?? inherited?.transaction ?? 'unknown',
    setup: parts.setup ?? inherited?.setup ?? '',
    change: parts.change ?? '',
    later: parts.later ?? inherited?.later ?? '',
    tables: { ...inherited?.tables, ...declaredIn(text) },
  };
}

/** `-- declared: orders rows=5000000 criticality=critical`: what evolens.yml says about a table. */
function declaredIn(text: string): Readonly<Record<string, DeclaredTable>> {
  const lines = [...text.matchAll(/^-- declared: (\S+)(.*)$/gm)];
  return Object.fromEntries(
    lines.map(([, table = '', words = '']) => {
      const value = (name: string): string | undefined => new RegExp(`${name}=(\\S+)`).exec(words)?.[1];
      const rows = value('rows');
      const criticality = value('criticality') as DeclaredTable['criticality'];
      return [
        table,
        { ...(rows === undefined ? {} : { rows: Number(rows) }), ...(criticality && { criticality }) },
      ];
    }),
  );
}

/** The case as a history in the plain SQL folder `migrations`; the judged migration has index 1. */
export function historyOf(sql: SqlReader, one: Case): History {
  const migration = (text: string, order: number): Migration => ({
    id: `${String(order + 1)}.sql`,
    file: `migrations/${String(order + 1)}.sql`,
    order,
    transaction: one.transaction,
    script: sql.readScript(text, one.dialect),
    released: order === 0,
    version: null,
    transactionSpan: 'file',
    transactionParts: [],
    hasDown: false,
    embedding: null,
  });
  return {
    folder: 'migrations',
    framework: 'plain',
    faults: [],
    target: { dialect: one.dialect, dialectConfidence: 'high', version: one.version },
    migrations: [one.setup, one.change, ...(one.later === '' ? [] : [one.later])].map(migration),
  };
}

export function judgeHistory(
  history: History,
  position: number,
  code: CaseCode = { code: null, released: null },
  rule: string | null = null,
  tables: Case['tables'] = {},
): readonly MigrationFinding[] {
  const faults: string[] = [];
  const replayed = new HistoryReplay().replay(history);
  const facts = { history, replayed, plans: [], tables, ...code };
  const found = runMigrationRules(facts, position, settingsFor(rule), (fault) => faults.push(fault));
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return found;
}

/** Findings about the judged migration, after its evolens-ignore comments; `rule` is on even if it is off by default. */
export async function judge(
  one: Case,
  code?: CaseCode,
  rule: string | null = null,
): Promise<readonly Finding[]> {
  const history = historyOf(await sqlReader(), one);
  const found = judgeHistory(history, 1, code, rule, one.tables).map((entry) => entry.finding);
  const { file, script } = history.migrations[1]!;
  const comments = script.comments.map((comment) => ({
    ...comment,
    next: script.statements.find((statement) => statement.end > comment.range.start) ?? null,
  }));
  const directives = readDirectives(comments, script.text.length);
  const settings = settingsFor(rule);
  const unread = findingsOfUnread(unreadOf(history.migrations[1]!), settings, false);
  const all = [...found, ...unread];
  return applyDirectives(file, all, directives, settings, { complete: true, known: ruleIds }).kept.filter(
    isFinding,
  );
}

/** `rule severity` of each finding with the line (one-based) it starts on. */
export function found(text: string, findings: readonly Finding[]): string[] {
  return findings.map(
    (finding) => `${String(lineAt(text, finding.range.start))} ${finding.rule} ${finding.severity}`,
  );
}

/** The same from `-- expect: rule severity` comments, each about the next line that is no such comment. */
export function expected(text: string): string[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    const marker = /^\s*-- expect: (\S+)(?: (\S+))?\s*$/.exec(line);
    if (marker === null) return [];
    let target = index + 1;
    while (/^\s*-- expect:/.test(lines[target] ?? '')) target++;
    return [`${String(target + 1)} ${marker[1] ?? ''} ${marker[2] ?? ''}`];
  });
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
