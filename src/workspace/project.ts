import ignore from 'ignore';
import type { Dialect } from '../model/dialect';
import type { History } from '../model/migration';
import { discoverMigrations, type Discovery } from '../migrations/discover';
import type { MigrationFolder } from '../migrations/frameworks/framework';
import type { SqlReader } from '../sql/reader';
import {
  configurationFile,
  emptyConfiguration,
  readConfiguration,
  type Configuration,
  type ConfigurationProblem,
} from './configuration';
import { ForeignFileFinder } from './foreign-files';
import { HistoryReader } from './history-reader';
import type { Ports } from './ports';
import { baseFiles, type BaseFiles } from './released-migrations';

const nothing: Discovery = { folders: [], known: new Set() };

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
  private listed: readonly string[] | null = null;
  private listedWithOverlays: readonly string[] | null = null;
  private configured: {
    readonly configuration: Configuration;
    readonly problems: readonly ConfigurationProblem[];
  } | null = null;
  private discovered: Discovery | null = null;
  /** Files that decide which migrations there are, apart from the migrations themselves. */
  private readonly deciding = new Set<string>();
  private inCode: ReadonlySet<string> | null = null;
  private readonly refusals = new Map<string, string>();
  private readonly histories: HistoryReader;
  /** Files of databases that are not read here. */
  readonly foreign = new ForeignFileFinder(this);

  constructor(
    private readonly ports: Ports,
    readonly reader: SqlReader,
    readonly options: ProjectOptions,
  ) {
    const asksFor = (): Configuration => this.configuration;
    const listsFiles = (): readonly string[] => this.allFiles();
    const source = {
      options,
      get configuration() {
        return asksFor();
      },
      get files() {
        return listsFiles();
      },
      readText: (file: string) => this.text(file),
    };
    this.histories = new HistoryReader(source, this.foreign, reader, ports);
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

  /** Why the disk gave no text for a file; null: it did, or the editor holds one. */
  refused(file: string): string | null {
    return this.overlays.has(file) ? null : (this.refusals.get(file) ?? null);
  }

  /** Whether the editor's text for a file is this one already. */
  holds(file: string, text: string): boolean {
    return this.overlays.get(file) === text;
  }

  /** Takes an editor's text for a file; null gives the file back to the disk. */
  setOverlay(file: string, text: string | null): void {
    const isNew = !this.overlays.has(file) && !this.files.includes(file);
    if (text === null) this.overlays.delete(file);
    else this.overlays.set(file, text);
    if (file === configurationFile) this.forgetConfiguration();
    else if (isNew) this.forgetFiles();
    else if (this.deciding.has(file)) this.forgetDiscovery();
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
    this.listedWithOverlays = null;
    this.forgetDiscovery();
  }

  private forgetDiscovery(): void {
    this.discovered = null;
    this.inCode = null;
  }

  /** Folders of migrations, found but not read. With `isolated`, none. */
  get migrationFolders(): readonly MigrationFolder[] {
    return this.discovery().folders;
  }

  /** SQL files that are known to be no migrations of their own: dumps, what migrations in code run. */
  get knownFiles(): ReadonlySet<string> {
    return this.discovery().known;
  }

  private discovery(): Discovery {
    if (this.options.isolated) return nothing;
    if (this.discovered === null) {
      const readText = (file: string): string | null => {
        if (!/\.(?:sql|[cm]?[jt]s)$/.test(file)) this.deciding.add(file);
        return this.text(file);
      };
      const settings = this.configuration.histories;
      this.discovered = discoverMigrations({ files: this.allFiles(), readText }, settings);
    }
    return this.discovered;
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
    return this.histories.history(folder);
  }

  /** A file that is in no history, as a history of its own. */
  standalone(file: string): History {
    return this.histories.standalone(file);
  }

  /** Files on disk and those that only the editor has. */
  private allFiles(): readonly string[] {
    return (this.listedWithOverlays ??= [...new Set([...this.files, ...this.overlays.keys()])].sort());
  }

  /** The base revision as far as single files are concerned; null when there is none to compare with. */
  base(): BaseFiles | null {
    return baseFiles(this.ports.revisions, this.configuration.base);
  }

  /**
   * Whether a migration runs already: as `released:` of the configuration says, else when the base has it with
   * this text. null: neither is known.
   */
  isReleased(file: string): boolean | null {
    const folder = this.folderOf(file);
    if (folder === null || this.histories.releasedUntil(folder) === null)
      return this.base()?.isUnchanged(file, this.text(file)) ?? null;
    return this.history(folder).migrations.some((one) => one.file === file && one.released);
  }

  /** Why the base revision could not be used, for each folder that wanted it. */
  get remarks(): readonly string[] {
    return this.histories.remarks;
  }
}
