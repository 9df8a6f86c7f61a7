import type { Dialect } from '../../model/dialect';
import type {
  FrameworkName,
  GeneratedWarning,
  TransactionMode,
  TransactionPart,
  TransactionSpan,
} from '../../model/migration';
import type { TextEdit } from '../../model/text';
import type { Tree } from './tree';

export type { Project } from './tree';
export { slugOf } from './timestamps';

/** Which reader makes schema changes of a file. */
export type ReadAs = 'sql' | 'code';

/** A file that a framework runs, before it is read. */
export interface MigrationFile {
  readonly id: string;
  /** What the framework records in its own table; two files of one version are a fault. null: nothing, or unknown. */
  readonly version: string | null;
  readonly file: string;
  readonly reads: ReadAs;
  /** The way back lies in a file of its own. One inside the file is found when it is read. */
  readonly hasDown: boolean;
  /** What a file beside it says of its transaction (Flyway's `.sql.conf`, Diesel's `metadata.toml`). */
  readonly transaction: TransactionMode | null;
}

/** Migrations of one database in one folder, in the order the framework runs them. */
export interface MigrationFolder {
  readonly folder: string;
  readonly framework: FrameworkName;
  readonly files: readonly MigrationFile[];
  /** What the framework's own files say; null when they do not. */
  readonly dialect: Dialect | null;
  /** The folder holds a history for each of several dialects, told apart by file names: `dialect` is certain. */
  readonly perDialect: boolean;
  /** What the framework's configuration says of every file; null: the framework's default. */
  readonly transaction: TransactionMode | null;
  readonly transactionSpan: TransactionSpan | null;
  /** Files the folder's own list (journal, checksum file) names but lacks, and files it lacks the names of. */
  readonly missing: readonly string[];
  readonly unlisted: readonly string[];
}

/** What the runner does around one file. */
export interface FileTransaction {
  readonly mode: TransactionMode;
  readonly span: TransactionSpan;
  /** Empty: the whole file is one part. */
  readonly parts: readonly TransactionPart[];
}

/** Whether a migration is to run in the transaction of its runner, or outside one. */
export type Frame = 'transaction' | 'no-transaction';

/** How the files of a framework say whether they run in a transaction. */
export interface Frames {
  /** Lines a new migration of this id begins with. */
  readonly header: (frame: Frame, id: string) => readonly string[];
  /** A file that has to lie beside a new migration; null: none. */
  readonly beside: (file: string, frame: Frame) => { readonly file: string; readonly text: string } | null;
  /**
   * The edit that takes an existing migration out of its transaction, or the part of it that holds the offset;
   * null: it cannot be, or is out already.
   */
  readonly leave: (file: string, text: string, offset: number) => TextEdit | null;
}

export interface Framework {
  readonly name: FrameworkName;
  readonly reads: ReadAs;
  /** Folders of this framework, by evidence. */
  find(tree: Tree): readonly MigrationFolder[];
  /** The folder as this framework runs it, whatever the evidence; one entry for each dialect, none when no file fits. */
  at(tree: Tree, folder: string): readonly MigrationFolder[];
  /** Files that hold a whole schema as the tool wrote it, which no runner runs. */
  dumps?(tree: Tree): readonly string[];
  /** What the runner does by default around a file of this text; settings of folder and file stand above it. */
  transaction(dialect: Dialect, text: string): FileTransaction;
  /** How a file of this text leaves its transaction; null: no way is known. */
  frames(text: string): Frames | null;
  /** What the tool itself wrote into the file about lost data. */
  generatedWarnings?(text: string): readonly GeneratedWarning[];
  /** A line that has to stand between two statements of a file. */
  readonly between?: string;
  /** Lines that have to stand around a statement that holds semicolons of its own. */
  readonly around?: readonly [string, string];
  /** It reads the DELIMITER of the mysql client. */
  readonly readsDelimiter?: boolean;
  /** The way back in the same file: its lines with those that begin it. Left out: it does not stand there. */
  downSection?(lines: readonly string[], frame: Frame): readonly string[];
  /** The file that holds the way back of a migration file; null: that file has none. */
  downFile?(file: string): string | null;
  /**
   * The edits that make new files known to a folder that keeps a list of its own; null: it cannot be added to.
   * Left out where the files alone are enough.
   */
  list?(
    folder: string,
    made: readonly MigrationFile[],
    textOf: (file: string) => string | null,
    now: Date,
  ): readonly TextEdit[] | null;
  /**
   * The new file under a name by which the runner leaves out its transaction; null: this history's runner knows
   * none. `known` are the names it has. Left out: no name says it.
   */
  namedOutside?(made: MigrationFile, known: readonly string[]): MigrationFile | null;
  /** The edits that make the folder's checksums right for these texts. Left out: the tool keeps none in the folder. */
  seal?(
    folder: string,
    files: readonly string[],
    textOf: (file: string) => string | null,
  ): readonly TextEdit[];
  /** Path of a new migration that runs after `last`, made at `now` (local time). */
  nameAfter(folder: string, last: MigrationFile | null, slug: string, now: Date): MigrationFile;
}

/** The whole file in one mode. */
export function wholeFile(mode: TransactionMode, span: TransactionSpan = 'file'): FileTransaction {
  return { mode, span, parts: [] };
}

/** A file without anything beside it. */
export function sqlFile(id: string, file: string, version: string | null, hasDown = false): MigrationFile {
  return { id, version, file, reads: 'sql', hasDown, transaction: null };
}

/** A folder of one history whose configuration says nothing, but for what `known` adds. */
export function oneHistory(
  framework: FrameworkName,
  folder: string,
  files: readonly MigrationFile[],
  known: Partial<Omit<MigrationFolder, 'folder' | 'framework' | 'files'>> = {},
): MigrationFolder {
  return {
    folder,
    framework,
    files,
    dialect: null,
    perDialect: false,
    transaction: null,
    transactionSpan: null,
    missing: [],
    unlisted: [],
    ...known,
  };
}

/** As `at` gives it: no history where no file fits. */
export function unlessEmpty(folder: MigrationFolder): readonly MigrationFolder[] {
  return folder.files.length === 0 ? [] : [folder];
}
