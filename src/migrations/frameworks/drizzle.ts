import type { Dialect } from '../../model/dialect';
import type { Framework, MigrationFile, MigrationFolder } from './framework';
import { oneHistory, sqlFile, unlessEmpty, wholeFile } from './framework';
import { entriesOf, journalPath, listInJournal, type JournalEntry } from './drizzle-journal';
import { parseJson, valueOf } from './json';
import { nextVersion } from './numbers';
import { slugOf, timestampAfter } from './timestamps';
import { baseName, compareText, joined, parentOf, type Folder, type Tree } from './tree';

/**
 * Drizzle Kit: the files that `meta/_journal.json` lists, in its order (drizzle-orm 0.x,
 * drizzle-orm/src/migrator.ts); or folders with `migration.sql` and `snapshot.json`, in the order of their names
 * (1.0). Up only. What is recorded is the moment `when`: the migrator skips an entry that is older than the
 * last one it ran.
 */
export const drizzle: Framework = {
  name: 'drizzle',
  reads: 'sql',

  find(tree) {
    const journals = tree
      .named('_journal.json')
      .filter((file) => file === journalPath || file.endsWith(`/${journalPath}`));
    const folders = tree.folders.filter(isFolderMigration).map(({ path }) => parentOf(path));
    const all = new Set([...journals.map((file) => parentOf(parentOf(file))), ...folders]);
    return [...all].sort(compareText).flatMap((folder) => this.at(tree, folder));
  },

  at(tree, folder) {
    const journal = tree.text(joined(folder, journalPath));
    return unlessEmpty(
      journal === null ? ofFolders(tree, folder) : ofJournal(tree, folder, parseJson(journal)),
    );
  },

  // All pending migrations in one transaction: pg-core/dialect.ts, mysql-core/dialect.ts, sqlite-core/dialect.ts
  // of drizzle-orm 0.45.
  transaction: () => wholeFile('wrapped', 'run'),

  frames: () => null,

  // The migrator splits a file there and sends each piece by itself; MySQL and SQLite take one statement at a time.
  between: '--> statement-breakpoint',

  list: listInJournal,

  nameAfter(folder, last, slug, now) {
    if (last !== null && last.file.endsWith('/migration.sql')) {
      const id = `${timestampAfter(/^\d{14}/.exec(last.id)?.[0] ?? null, now)}_${slugOf(slug)}`;
      return sqlFile(id, joined(folder, `${id}/migration.sql`), id);
    }
    const number = last === null ? '0000' : nextVersion(/^\d+/.exec(last.id)?.[0] ?? null, now);
    const id = `${number}_${slugOf(slug)}`;
    return sqlFile(id, joined(folder, `${id}.sql`), String(now.getTime()));
  },
};

function ofJournal(tree: Tree, folder: string, journal: unknown): MigrationFolder {
  const entries = entriesOf(journal);
  const fileOf = (entry: JournalEntry): string => joined(folder, `${entry.tag}.sql`);
  const present = entries.filter((entry) => tree.has(fileOf(entry)));
  const listed = new Set(entries.map((entry) => `${entry.tag}.sql`));
  return oneHistory(
    'drizzle',
    folder,
    present.map((entry): MigrationFile => sqlFile(entry.tag, fileOf(entry), String(entry.when))),
    {
      dialect: dialectNamed(valueOf(journal, 'dialect')) ?? configuredDialect(tree, folder),
      missing: entries.filter((entry) => !tree.has(fileOf(entry))).map(fileOf),
      unlisted: tree
        .namesIn(folder)
        .filter((name) => name.endsWith('.sql') && !listed.has(name))
        .map((name) => joined(folder, name)),
    },
  );
}

function ofFolders(tree: Tree, folder: string): MigrationFolder {
  const files = tree
    .below(folder)
    .filter(isFolderMigration)
    .map(({ path }) => sqlFile(baseName(path), joined(path, 'migration.sql'), baseName(path)))
    .sort((one, other) => compareText(one.id, other.id));
  const snapshot = files.at(-1)?.file.replace(/migration\.sql$/, 'snapshot.json');
  const dialect =
    snapshot === undefined ? null : dialectNamed(valueOf(parseJson(tree.text(snapshot)), 'dialect'));
  return oneHistory('drizzle', folder, files, { dialect: dialect ?? configuredDialect(tree, folder) });
}

function isFolderMigration({ names, path }: Folder): boolean {
  return path !== '' && names.includes('migration.sql') && names.includes('snapshot.json');
}

function configuredDialect(tree: Tree, folder: string): Dialect | null {
  const text = tree.nearest(folder, /^drizzle[.\w-]*\.config\.(?:[cm]?[jt]s|json)$/);
  return text === null ? null : dialectNamed(/\bdialect['"]?\s*:\s*['"](\w+)['"]/.exec(text)?.[1]);
}

function dialectNamed(name: unknown): Dialect | null {
  switch (name) {
    case 'postgresql':
    case 'pg':
    case 'postgres':
      return 'postgres';
    case 'mysql':
      return 'mysql';
    case 'sqlite':
    case 'turso':
      return 'sqlite';
    default:
      return null;
  }
}
