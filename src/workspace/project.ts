import ignore from 'ignore';
import type { Dialect } from '../model/dialect';
import type { History, Migration } from '../model/migration';
import type { SqlScript } from '../model/statement';
import { discoverMigrations } from '../migrations/discover';
import {
  oneHistory,
  sqlFile,
  type MigrationFile,
  type MigrationFolder,
  type Project as MigrationProject,
} from '../migrations/frameworks/framework';
import { frameworkNamed } from '../migrations/frameworks/registry';
import { findTarget } from '../migrations/target';
import { databaseByName } from '../sql/database-by-name';
import { dialectBySyntax } from '../sql/detect-dialect';
import type { SqlReader } from '../sql/reader';
import { CodeMigrations } from './code-migrations';
import {
  configurationFile,
  emptyConfiguration,
  readConfiguration,
  type Configuration,
  type ConfigurationProblem,
} from './configuration';
import { ForeignFileFinder } from './foreign-files';
import type { Ports } from './ports';
import { baseFiles, ReleasedMigrations, type BaseFiles, type FolderStanding } from './released-migrations';

/** Choices of one run that stand above the configuration. */
export interface ProjectOptions {
  readonly dialect: Dialect | null;
  readonly databaseVersion: number | null;
  /** Every SQL file is a history of its own, and nothing is released. */
  readonly isolated: boolean;
}

/**
 * The files of one root as they are now: on disk, or as an editor holds them. Reads each text once and
 * re-reads only what changed.
 */
export class Project {
  private readonly overlays = new Map<string, string>();
  private readonly texts = new Map<string, string | null>();
  private readonly scripts = new Map<string, SqlScript>();
  private readonly codeMigrations = new CodeMigrations((file) => this.text(file));
  private listed: readonly string[] | null = null;
  private configured: {
    readonly configuration: Configuration;
    readonly problems: readonly ConfigurationProblem[];
  } | null = null;
  private folders: readonly MigrationFolder[] | null = null;
  private inCode: ReadonlySet<string> | null = null;
  private readonly refusals = new Map<string, string>();
  private readonly releasedMigrations: ReleasedMigrations;
  /** Files of databases that are not read here. */
  readonly foreign = new ForeignFileFinder(this);

  constructor(
    private readonly ports: Ports,
    private readonly reader: SqlReader,
    readonly options: ProjectOptions,
  ) {
    this.releasedMigrations = new ReleasedMigrations(ports.revisions);
  }

  /** Files that are analysed: listed by the port, not ignored by the configuration. */
  get files(): readonly string[] {
    if (this.listed === null) {
      const all = this.ports.files.list();
      const lines = this.configuration.ignore;
      const rules = lines.length === 0 ? null : ignore().add([...lines]);
      this.listed = rules === null ? all : all.filter((file) => !rules.ignores(file));
    }
    return this.listed;
  }

  get configuration(): Configuration {
    return this.readConfiguration().configuration;
  }

  get configurationProblems(): readonly ConfigurationProblem[] {
    return this.readConfiguration().problems;
  }

  private readConfiguration(): {
    readonly configuration: Configuration;
    readonly problems: readonly ConfigurationProblem[];
  } {
    if (this.configured === null) {
      const text = this.text(configurationFile);
      this.configured =
        text === null ? { configuration: emptyConfiguration, problems: [] } : readConfiguration(text);
    }
    return this.configured;
  }

  /** The text of a file: the editor's where it holds one. null: cannot be read; `refused` tells why. */
  text(file: string): string | null {
    const overlay = this.overlays.get(file);
    if (overlay !== undefined) return overlay;
    const known = this.texts.get(file);
    if (known !== undefined) return known;
    const read = this.ports.files.read(file);
    const text = 'text' in read ? read.text : null;
    if ('refused' in read) this.refusals.set(file, read.refused);
    this.texts.set(file, text);
    return text;
  }

  refused(file: string): string | null {
    return this.refusals.get(file) ?? null;
  }

  /** Takes an editor's text for a file; null gives the file back to the disk. */
  setOverlay(file: string, text: string | null): void {
    const isNew = !this.overlays.has(file) && !this.files.includes(file);
    if (text === null) this.overlays.delete(file);
    else this.overlays.set(file, text);
    if (file === configurationFile) this.forgetConfiguration();
    else if (isNew) this.forgetFiles();
  }

  /** The disk changed: `file` was made, changed or removed. */
  changedOnDisk(file: string): void {
    this.texts.delete(file);
    this.refusals.delete(file);
    if (file === configurationFile) this.forgetConfiguration();
    else this.forgetFiles();
  }

  private forgetConfiguration(): void {
    this.configured = null;
    this.forgetFiles();
  }

  private forgetFiles(): void {
    this.listed = null;
    this.folders = null;
    this.inCode = null;
  }

  /** Folders of migrations, found but not read. With `isolated`, none. */
  get migrationFolders(): readonly MigrationFolder[] {
    if (this.options.isolated) return [];
    return (this.folders ??= discoverMigrations(this.asMigrationProject()));
  }

  /** Migrations in TypeScript and JavaScript: they are no code that runs beside the schema. */
  get codeMigrationFiles(): ReadonlySet<string> {
    return (this.inCode ??= new Set(
      this.migrationFolders.flatMap(({ files }) =>
        files.flatMap((entry) => (entry.reads === 'code' ? [entry.file] : [])),
      ),
    ));
  }

  /** The folder whose history the file belongs to, if any. */
  folderOf(file: string): MigrationFolder | null {
    return this.migrationFolders.find((folder) => folder.files.some((entry) => entry.file === file)) ?? null;
  }

  /** A folder's migrations, read. Files that cannot be read are left out; `refused` tells why. */
  history(folder: MigrationFolder): History {
    const settings = this.configuration.histories.find((entry) => entry.folder === folder.folder);
    const target = findTarget({
      configured: this.options.dialect ?? settings?.dialect ?? this.configuration.dialect,
      configuredVersion:
        this.options.databaseVersion ?? settings?.databaseVersion ?? this.configuration.databaseVersion,
      framework: folder.dialect,
      named: dialectByName(folder),
      packages: this.packagesAbove(folder.folder),
      bySyntax: () => this.syntaxOf(folder),
    });
    const quietUntil = settings?.released ?? this.configuration.released;
    const standing = this.releasedMigrations.of(
      folder,
      { until: quietUntil, base: this.configuration.base, dialect: target.dialect },
      this.asMigrationProject(),
    );
    // A dialect that somebody chose for these very files is taken at its word.
    const isChosen = this.options.dialect !== null || settings?.dialect != null;
    const isOurs = (entry: MigrationFile): boolean => isChosen || this.foreign.byName(entry.file) === null;
    const migrations = folder.files.flatMap((entry, order) =>
      isOurs(entry) ? (this.migration(folder, entry, order, target.dialect, standing) ?? []) : [],
    );
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
    const target = findTarget({
      configured: this.options.dialect ?? this.configuration.dialect,
      configuredVersion: this.options.databaseVersion ?? this.configuration.databaseVersion,
      framework: null,
      named: dialectByName(folder),
      packages: this.options.isolated ? [] : this.packagesAbove(folder.folder),
      bySyntax: () => this.syntaxOf(folder),
    });
    const isChosen = this.options.dialect !== null;
    const isOurs = isChosen || this.foreign.byName(file) === null;
    const migrations = folder.files.flatMap((entry) =>
      isOurs ? (this.migration(folder, entry, 0, target.dialect, null) ?? []) : [],
    );
    return {
      folder: folder.folder,
      framework: 'plain',
      target,
      migrations: isChosen ? migrations : this.foreign.withoutForeign(migrations),
      faults: [],
    };
  }

  private migration(
    folder: MigrationFolder,
    entry: MigrationFile,
    order: number,
    dialect: Dialect,
    standing: FolderStanding | null,
  ): Migration | null {
    const text = this.text(entry.file);
    if (text === null) return null;
    const code =
      entry.reads === 'code' ? this.codeMigrations.read(entry.file, text, folder.framework, dialect) : null;
    const byDefault = frameworkNamed(folder.framework).transaction(dialect, text);
    return {
      id: entry.id,
      version: entry.version,
      file: entry.file,
      order,
      transaction: entry.transaction ?? folder.transaction ?? byDefault.mode,
      transactionSpan: folder.transactionSpan ?? byDefault.span,
      transactionParts: byDefault.parts,
      script: this.script(entry.file, code?.text ?? text, dialect),
      embedding: code?.embedding ?? null,
      released: standing?.released.has(entry.file) ?? false,
      hasDown: entry.hasDown || (code?.hasDown ?? false),
    };
  }

  private script(file: string, text: string, dialect: Dialect): SqlScript {
    const known = this.scripts.get(file);
    if (known !== undefined && known.text === text && known.dialect === dialect) return known;
    const script = this.reader.readScript(text, dialect, known);
    this.scripts.set(file, script);
    return script;
  }

  private asMigrationProject(): MigrationProject {
    return { files: this.allFiles(), readText: (file) => this.text(file) };
  }

  /** Files on disk and those that only the editor has. */
  private allFiles(): readonly string[] {
    return [...new Set([...this.files, ...this.overlays.keys()])].sort();
  }

  /** The base revision as far as single files are concerned; null when there is none to compare with. */
  base(): BaseFiles | null {
    return baseFiles(this.ports.revisions, this.configuration.base);
  }

  /** Why the base revision could not be used, for each folder that wanted it. */
  get remarks(): readonly string[] {
    return this.releasedMigrations.remarks;
  }

  private packagesAbove(folder: string): readonly string[] {
    const found: string[] = [];
    for (let at = folder; ; at = at.includes('/') ? at.slice(0, at.lastIndexOf('/')) : '') {
      const text = this.text(at === '' ? 'package.json' : `${at}/package.json`);
      if (text !== null) found.push(text);
      if (at === '') return found;
    }
  }

  private syntaxOf(folder: MigrationFolder): Dialect | null {
    for (const entry of folder.files) {
      const text = this.text(entry.file) ?? '';
      const sql =
        entry.reads === 'sql' ? text : this.codeMigrations.writtenSql(entry.file, text, folder.framework);
      const found = dialectBySyntax(sql);
      if (found !== null) return found.dialect;
    }
    return null;
  }
}

/** The dialect that the path of a folder's files names, if one of ours. */
function dialectByName(folder: MigrationFolder): Dialect | null {
  const named = databaseByName(folder.files[0]?.file ?? '');
  return named !== null && 'dialect' in named ? named.dialect : null;
}
