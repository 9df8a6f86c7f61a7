/** The files of one root, seen from inside it: paths are relative to the root, with forward slashes. */
export interface FilePort {
  /** Every file below the root that .gitignore does not exclude, sorted. */
  list(): readonly string[];
  /** The text of a file, or why it cannot be had (too large, not UTF-8, vanished, outside the root). */
  read(file: string): FileText;
}

export type FileText = { readonly text: string } | { readonly refused: string };

/** A commit, under the name a user knows it by. */
export interface Revision {
  readonly name: string;
  readonly commit: string;
}

export type Unavailable = { readonly unavailable: string };

/** Read access to history without touching the work tree. */
export interface RevisionPort {
  /** What the work is compared with: the merge base of the base branch and HEAD. */
  base(configured: string | null): Revision | Unavailable;
  /** The code that runs in production: `deployed:` of the configuration, else the tip of the base branch. */
  deployed(configured: string | null, base: string | null): Revision | Unavailable;
  /** Files below the root in a revision, with a content hash. */
  files(revision: Revision): ReadonlyMap<string, string>;
  /** The hash that `files` would give for this text. */
  hashOf(text: string): string;
  /** Texts of files in a revision; absent when it has no such file. */
  read(revision: Revision, files: readonly string[]): ReadonlyMap<string, string>;
  /**
   * Lines of code files that match an extended regular expression of POSIX, as the revision stood at a date (null: as
   * it stands). null: it did not stand then, or that cannot be told.
   */
  linesAt(revision: Revision, before: Date | null, pattern: string): readonly string[] | null;
  /** When the file reached the base branch, or null. */
  reachedAt(revision: Revision, file: string): Date | null;
}

export interface Ports {
  readonly files: FilePort;
  /** null: history is not wanted (`--isolated`). */
  readonly revisions: RevisionPort | null;
  readonly now: () => Date;
  /** Internal faults: logged, never shown as findings. */
  readonly log: (message: string) => void;
}
