import type { Finding, NotAnalysed } from '../model/finding';
import type { Migration } from '../model/migration';
import { sourceRange } from '../migrations/embedded';
import { severityOf, type LevelSettings } from './levels';
import { notAnalysed } from './migration/not-analysed';

const { meta } = notAnalysed;

/** One entry for each statement that was not read wholly, for each place between statements, and for code that was not followed. */
export function unreadOf(migration: Migration): readonly NotAnalysed[] {
  const between = migration.script.unread.map((unread) => ({
    file: migration.file,
    range: sourceRange(migration, unread.range),
    reason: unread.reason,
  }));
  const inCode = (migration.embedding?.unread ?? []).map(({ range, reason }) => ({
    file: migration.file,
    range,
    reason,
  }));
  const within = migration.script.statements.flatMap((statement) => {
    const first = statement.reading.unread[0];
    if (first === undefined) return [];
    const reasons = [...new Set(statement.reading.unread.map((unread) => unread.reason))];
    const range = { start: statement.start + first.range.start, end: statement.start + first.range.end };
    return [{ file: migration.file, range: sourceRange(migration, range), reason: reasons.join('; ') }];
  });
  return [...between, ...inCode, ...within].sort((a, b) => a.range.start - b.range.start);
}

/**
 * The findings of the rule, one for each entry in order; none when it is off. What is released cannot be edited any
 * more and stays information. Those of level info are there to be silenced by comments: `isFinding` tells which of them are findings to anybody else.
 */
export function findingsOfUnread(
  entries: readonly NotAnalysed[],
  settings: LevelSettings,
  released: boolean,
): readonly Finding[] {
  const level = severityOf(meta, undefined, settings);
  if (level === null) return [];
  const severity = released ? 'info' : level;
  return entries.map(({ file, range, reason }) => ({
    file,
    range,
    rule: meta.id,
    severity,
    confidence: 'high',
    door: null,
    message: `${notAnalysedWords(reason)} What follows is judged as if it did nothing to the schema. Write it so that it can be read, or look at it by hand and say so in an evolens-ignore comment.`,
    evidence: [],
  }));
}

/** What is said about a place that could not be read; reasons are written without a full stop, or with one. */
export function notAnalysedWords(reason: string): string {
  return `Not analysed: ${/[.!?]$/.test(reason) ? reason : `${reason}.`} Nothing is claimed about it.`;
}

/** What could not be read is information, no finding, until the configuration makes it a warning or an error. */
export function isFinding({ rule, severity }: Finding): boolean {
  return rule !== meta.id || severity !== 'info';
}

/**
 * The entries after suppression: those that are off, silenced, or findings of their own are `quiet`, which keeps
 * them out of the editor's list of what was not analysed. All of them are still counted and reported.
 */
export function withQuiet(
  entries: readonly NotAnalysed[],
  findings: readonly Finding[],
  kept: readonly Finding[],
): readonly NotAnalysed[] {
  const shown = new Set(kept.filter((finding) => !isFinding(finding)));
  return entries.map((entry, at) => {
    const finding = findings[at];
    return finding !== undefined && shown.has(finding) ? entry : { ...entry, quiet: true };
  });
}
