import type { Migration } from '../model/migration';
import type { ForeignFiles } from '../model/workspace';
import { isDownFile } from '../migrations/frameworks/paths';
import { databaseByName } from '../sql/database-by-name';
import { judgeSyntax } from '../sql/detect-dialect';
import { foreignScript } from '../sql/foreign-script';

/**
 * Which files are for a database that is not read here: by what their path names, else by what they hold. They
 * are counted and left alone. Postgres has the last word wherever a text is clearly its own.
 */
export class ForeignFileFinder {
  private readonly named = new Map<
    string,
    { readonly text: string | null; readonly database: string | null }
  >();
  private readonly shown = new Map<string, string>();

  constructor(
    private readonly project: { readonly files: readonly string[]; text(file: string): string | null },
  ) {}

  /** The database that the path of a file names for certain; null: none, or the text contradicts. */
  byName(file: string): string | null {
    const name = databaseByName(file);
    if (name === null || !('foreign' in name) || !name.isCertain) return null;
    // CockroachDB's own files read like Postgres, so their text proves nothing.
    if (name.foreign === 'CockroachDB') return name.foreign;
    const text = this.project.text(file);
    const known = this.named.get(file);
    if (known !== undefined && known.text === text) return known.database;
    const database = isClearlyPostgres(text ?? '') ? null : name.foreign;
    this.named.set(file, { text, database });
    return database;
  }

  /**
   * The migrations of one history without those that show another database. Where half of a history does so,
   * the rest belongs to it too; for CockroachDB, whose statements mostly are Postgres's, a fifth is enough.
   */
  withoutForeign(migrations: readonly Migration[]): readonly Migration[] {
    const found = new Map(migrations.flatMap((one) => pairOf(one, foreignMigration(one))));
    const [first] = found.values();
    const most = first === 'CockroachDB' ? 5 : 2;
    if (first !== undefined && found.size * most >= migrations.length)
      for (const { file } of migrations) if (!found.has(file)) found.set(file, first);
    for (const { file } of migrations) this.shown.delete(file);
    for (const [file, database] of found) this.shown.set(file, database);
    return found.size === 0 ? migrations : migrations.filter(({ file }) => !found.has(file));
  }

  /** Counts the foreign files among the given ones (all when null). Histories have to be read before. */
  count(files: ReadonlySet<string> | null): readonly ForeignFiles[] {
    const counts = new Map<string, number>();
    const add = (database: string): void => void counts.set(database, (counts.get(database) ?? 0) + 1);
    for (const file of files ?? this.project.files) {
      const database = this.shown.get(file) ?? (isSql(file) ? this.byName(file) : null);
      if (database !== null && !isDownFile(file)) add(database);
    }
    return [...counts]
      .map(([database, count]) => ({ database, files: count }))
      .sort((one, other) => (one.database < other.database ? -1 : 1));
  }
}

function isSql(file: string): boolean {
  return file.toLowerCase().endsWith('.sql');
}

function isClearlyPostgres(text: string): boolean {
  const { guess, foreign } = judgeSyntax(text);
  return foreign === null && guess?.dialect === 'postgres' && guess.confidence === 'high';
}

function pairOf({ file }: Migration, database: string | null): readonly (readonly [string, string])[] {
  return database === null ? [] : [[file, database]];
}

/** An uncertain name is believed when Postgres rejects a statement of the file. */
function foreignMigration({ file, script }: Migration): string | null {
  const shown = foreignScript(script);
  const name = databaseByName(file);
  if (shown !== null || name === null || !('foreign' in name) || name.isCertain) return shown;
  const isRejected =
    script.dialect === 'postgres' &&
    script.statements.some(({ reading }) => reading.reader !== 'libpg-query');
  return isRejected ? name.foreign : null;
}
