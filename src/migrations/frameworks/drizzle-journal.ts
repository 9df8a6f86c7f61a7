import type { TextEdit } from '../../model/text';
import type { MigrationFile } from './framework';
import { parseJson, valueOf } from './json';
import { joined } from './tree';

/** A migration as `meta/_journal.json` lists it. */
export interface JournalEntry {
  readonly tag: string;
  /** Milliseconds; the migrator skips an entry that is not later than the last one it ran. */
  readonly when: number;
}

export const journalPath = 'meta/_journal.json';

/** What the snapshot beside a migration of the journal is called after: its number. null: it has none. */
export function snapshotNumber(folder: string, migration: string): string | null {
  const path = folder === '' ? migration : migration.slice(folder.length + 1);
  return /^(\d+)_[^/]*\.sql$/.exec(path)?.[1] ?? null;
}

/** The entries of a journal in their order; those without a tag are left out. */
export function entriesOf(journal: unknown): readonly JournalEntry[] {
  const entries = valueOf(journal, 'entries');
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry): JournalEntry[] => {
    const tag = valueOf(entry, 'tag');
    const when = valueOf(entry, 'when');
    return typeof tag === 'string' ? [{ tag, when: typeof when === 'number' ? when : 0 }] : [];
  });
}

/**
 * The edit that adds new files to the journal, later than all it lists; none where the folder has no journal.
 * null: the journal cannot be read, or holds no entry to follow.
 */
export function listInJournal(
  folder: string,
  made: readonly MigrationFile[],
  textOf: (file: string) => string | null,
  now: Date,
): readonly TextEdit[] | null {
  const file = joined(folder, journalPath);
  const text = textOf(file);
  if (text === null) return [];
  const journal = parseJson(text);
  const entries = valueOf(journal, 'entries');
  const last = /\}(?=\s*\](?![^]*\]))/.exec(text);
  if (last === null || !Array.isArray(entries)) return null;
  const version = valueOf(entries.at(-1), 'version') ?? valueOf(journal, 'version') ?? '7';
  const latest = Math.max(now.getTime() - 1, ...entriesOf(journal).map((entry) => entry.when));
  const added = made.map((one, index) => ({
    idx: entries.length + index,
    version,
    when: latest + 1 + index,
    tag: one.id,
    breakpoints: true,
  }));
  const at = last.index + 1;
  const newText = added.map((entry) => `,\n${indented(JSON.stringify(entry, null, 2))}`).join('');
  return [{ file, range: { start: at, end: at }, newText }];
}

function indented(json: string): string {
  return json.replace(/^/gm, '    ');
}
