import type { Dialect } from '../model/dialect';
import type { History, Migration } from '../model/migration';
import type { SqlScript } from '../model/statement';
import { settingsOf } from '../migrations/configured';
import {
  oneHistory,
  sqlFile,
  type MigrationFile,
  type MigrationFolder,
  type Project as MigrationProject,
} from '../migrations/frameworks/framework';
import { findStart, versionsIn } from '../migrations/start';
import { findTarget } from '../migrations/target';
import { databaseByName } from '../sql/database-by-name';
import { dialectBySyntax } from '../sql/detect-dialect';
import type { SqlReader } from '../sql/reader';
import { CodeMigrations } from './code-migrations';
import type { Configuration, HistorySettings } from './configuration';
import type { ForeignFileFinder } from './foreign-files';
import { migrationOf, type ReadText } from './migration-of';
import type { Ports } from './ports';
import type { ProjectOptions } from './project';
import { ReleasedMigrations, type FolderStanding } from './released-migrations';

/** What the reader of histories needs of the project it reads for. */
export interface HistorySource extends MigrationProject {
  readonly configuration: Configuration;
  readonly options: ProjectOptions;
}

/** Reads folders of migrations into histories. Keeps each script, so that only what changed is read again. */
export class HistoryReader {
  private readonly scripts = new Map<string, SqlScript>();
  private readonly migrations = new Map<string, Migration>();
  private readonly codeMigrations: CodeMigrations;
  private readonly released: ReleasedMigrations;
  private readonly said = new Set<string>();

  constructor(
    private readonly source: HistorySource,
    private readonly foreign: ForeignFileFinder,
    private readonly reader: SqlReader,
    ports: Ports,
  ) {
    this.codeMigrations = new CodeMigrations((file) => source.readText(file));
    this.released = new ReleasedMigrations(ports.revisions);
  }

  /** Why the base revision or a start that is named could not be used. */
  get remarks(): readonly string[] {
    return [...this.released.remarks, ...this.said];
  }

  /** What the configuration names as the last released migration of a folder; null: it does not say. */
  releasedUntil(folder: MigrationFolder): string | null {
    const { configuration } = this.source;
    return settingsOf(folder, configuration.histories)?.released ?? configuration.released;
  }

  /** A folder's migrations, read. Files that cannot be read are left out. */
  history(folder: MigrationFolder): History {
    const { configuration, options } = this.source;
    const settings = settingsOf(folder, configuration.histories);
    const target = this.target(folder, settings, true);
    const standing = this.released.of(
      folder,
      {
        until: this.releasedUntil(folder),
        base: configuration.base,
        dialect: target.dialect,
      },
      this.source,
    );
    const { start, files } = this.fromStart(folder, settings, standing);
    // A dialect that somebody chose for these very files is taken at its word.
    const isChosen = !folder.perDialect && (options.dialect !== null || settings?.dialect != null);
    const isOurs = (entry: MigrationFile): boolean => isChosen || this.foreign.byName(entry.file) === null;
    const asRun = { ...folder, transaction: settings?.transaction ?? folder.transaction };
    const read = (entry: MigrationFile, order: number): readonly Migration[] =>
      this.read(asRun, entry, order, target.dialect, entry === start || standing.released.has(entry.file));
    const migrations = files.flatMap((entry, order) => (isOurs(entry) ? read(entry, order) : []));
    return {
      folder: folder.folder,
      framework: folder.framework,
      target,
      migrations: isChosen ? migrations : this.foreign.withoutForeign(migrations),
      faults: standing.faults,
    };
  }

  /** A file that is in no history, as a history of its own. */
  standalone(file: string): History {
    const slash = file.lastIndexOf('/');
    const folder = oneHistory('plain', slash < 0 ? '' : file.slice(0, slash), [
      sqlFile(file.slice(slash + 1), file, null),
    ]);
    const target = this.target(folder, null, !this.source.options.isolated);
    const isChosen = this.source.options.dialect !== null;
    const isOurs = isChosen || this.foreign.byName(file) === null;
    const migrations = folder.files.flatMap((entry) =>
      isOurs ? this.read(folder, entry, 0, target.dialect, false) : [],
    );
    return {
      folder: folder.folder,
      framework: 'plain',
      target,
      migrations: isChosen ? migrations : this.foreign.withoutForeign(migrations),
      faults: [],
    };
  }

  private target(
    folder: MigrationFolder,
    settings: HistorySettings | null,
    withPackages: boolean,
  ): History['target'] {
    const { configuration, options } = this.source;
    const chosen = options.dialect ?? settings?.dialect ?? configuration.dialect;
    return findTarget({
      configured: folder.perDialect ? null : chosen,
      configuredVersion: this.versionFor(folder, settings),
      framework: folder.dialect,
      named: dialectByName(folder),
      packages: withPackages ? this.packagesAbove(folder.folder) : [],
      bySyntax: () => this.syntaxOf(folder),
    });
  }

  /** A version that is set for everything says nothing of a history whose dialect is another one. */
  private versionFor(folder: MigrationFolder, settings: HistorySettings | null): number | null {
    const { configuration, options } = this.source;
    const general = options.databaseVersion ?? configuration.databaseVersion;
    if (!folder.perDialect) return options.databaseVersion ?? settings?.databaseVersion ?? general;
    const isMeant = (options.dialect ?? configuration.dialect) === folder.dialect;
    return settings?.databaseVersion ?? (isMeant ? general : null);
  }

  /** The migrations to replay: from the start that the settings name, which stands in for what came before it. */
  private fromStart(
    folder: MigrationFolder,
    settings: HistorySettings | null,
    standing: FolderStanding,
  ): { readonly start: MigrationFile | null; readonly files: readonly MigrationFile[] } {
    if (settings?.start == null) return { start: null, files: folder.files };
    const start = findStart(settings.start, folder.files, (file) => this.source.readText(file) !== null);
    if (start.kind === 'migration')
      return { start: folder.files[start.index] ?? null, files: folder.files.slice(start.index) };
    if (start.kind === 'missing') {
      this.said.add(
        `start: ${settings.start} names neither a migration of ${folder.folder === '' ? 'this folder' : folder.folder} nor a file, so the history starts with its first migration.`,
      );
      return { start: null, files: folder.files };
    }
    const ran = versionsIn(this.source.readText(start.file.file) ?? '');
    const isHeld = (entry: MigrationFile): boolean =>
      entry.version !== null && ran.has(entry.version) && standing.released.has(entry.file);
    return { start: start.file, files: [start.file, ...folder.files.filter((entry) => !isHeld(entry))] };
  }

  private read(
    folder: MigrationFolder,
    entry: MigrationFile,
    order: number,
    dialect: Dialect,
    released: boolean,
  ): readonly Migration[] {
    const text = this.source.readText(entry.file);
    if (text === null) return [];
    const code =
      entry.reads === 'code' ? this.codeMigrations.read(entry.file, text, folder.framework, dialect) : null;
    const script = this.script(entry.file, code?.text ?? text, dialect);
    const key = keyOf(entry.file, dialect);
    const read: ReadText = { text, script, code };
    const migration = migrationOf(folder, entry, order, released, read, this.migrations.get(key) ?? null);
    this.migrations.set(key, migration);
    return [migration];
  }

  private script(file: string, text: string, dialect: Dialect): SqlScript {
    const key = keyOf(file, dialect);
    const known = this.scripts.get(key);
    if (known?.text === text) return known;
    const script = this.reader.readScript(text, dialect, known);
    this.scripts.set(key, script);
    return script;
  }

  private packagesAbove(folder: string): readonly string[] {
    const found: string[] = [];
    for (let at = folder; ; at = at.includes('/') ? at.slice(0, at.lastIndexOf('/')) : '') {
      const text = this.source.readText(at === '' ? 'package.json' : `${at}/package.json`);
      if (text !== null) found.push(text);
      if (at === '') return found;
    }
  }

  private syntaxOf(folder: MigrationFolder): Dialect | null {
    for (const entry of folder.files) {
      const text = this.source.readText(entry.file) ?? '';
      const sql =
        entry.reads === 'sql' ? text : this.codeMigrations.writtenSql(entry.file, text, folder.framework);
      const found = dialectBySyntax(sql);
      if (found !== null) return found.dialect;
    }
    return null;
  }
}

/** One file may be in histories of several dialects. */
function keyOf(file: string, dialect: Dialect): string {
  return `${dialect}:${file}`;
}

/** The dialect that the path of a folder's files names, if one of ours. */
function dialectByName(folder: MigrationFolder): Dialect | null {
  const named = databaseByName(folder.files[0]?.file ?? '');
  return named !== null && 'dialect' in named ? named.dialect : null;
}
