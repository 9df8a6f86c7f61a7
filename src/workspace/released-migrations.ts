import type { MigrationFolder } from '../migrations/frameworks/framework';
import type { RevisionPort } from './ports';

/** The word in the configuration that says that no migration is released yet. */
const nothing = 'none';

/** Which migrations already run somewhere: by the configuration, else by the base revision. */
export class ReleasedMigrations {
  private readonly said = new Set<string>();

  /** null: revisions are not looked at. */
  constructor(private readonly revisions: RevisionPort | null) {}

  /**
   * Files of a folder whose findings stay quiet. `until` names the last released migration (id, file name or
   * its number); a name that is not there releases nothing and is remarked.
   */
  of(
    folder: MigrationFolder,
    until: string | null,
    base: string | null,
    text: (file: string) => string | null,
  ): ReadonlySet<string> {
    if (until === nothing) return new Set();
    if (until !== null) return this.byName(folder, until);
    return this.byRevision(folder, base, text);
  }

  get remarks(): readonly string[] {
    return [...this.said];
  }

  private byName(folder: MigrationFolder, until: string): ReadonlySet<string> {
    const last = folder.files.findIndex(
      (entry) =>
        entry.id === until ||
        entry.id === `${until}.sql` ||
        entry.file === until ||
        entry.id.startsWith(`${until}_`),
    );
    if (last < 0)
      this.said.add(
        `released: ${until} names no migration in ${folder.folder === '' ? 'this folder' : folder.folder}, so none of them is taken as released.`,
      );
    return new Set(folder.files.slice(0, last + 1).map((entry) => entry.file));
  }

  private byRevision(
    folder: MigrationFolder,
    base: string | null,
    text: (file: string) => string | null,
  ): ReadonlySet<string> {
    const revisions = this.revisions;
    if (revisions === null) return new Set();
    const revision = revisions.base(base);
    if ('unavailable' in revision) {
      this.said.add(revision.unavailable);
      return new Set();
    }
    const files = revisions.files(revision);
    const known = folder.files.filter((entry) => files.has(entry.file)).map((entry) => entry.file);
    const differing = known.filter((file) => revisions.hashOf(text(file) ?? '') !== files.get(file));
    // A checkout may turn line ends, which is no edit of the migration.
    const before = revisions.read(revision, differing);
    const edited = new Set(
      differing.filter((file) => unified(before.get(file) ?? '') !== unified(text(file) ?? '')),
    );
    return new Set(known.filter((file) => !edited.has(file)));
  }
}

function unified(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** Single files at the base revision. */
export interface BaseFiles {
  /** The base has the file with this text, line ends aside. */
  isUnchanged(file: string, text: string | null): boolean;
  reachedAt(file: string): Date | null;
}

/** null: there is no base revision to compare with. */
export function baseFiles(revisions: RevisionPort | null, base: string | null): BaseFiles | null {
  const revision = revisions?.base(base);
  if (revisions === null || revision === undefined || 'unavailable' in revision) return null;
  return {
    isUnchanged: (file, text) =>
      text !== null && unified(revisions.read(revision, [file]).get(file) ?? '\0') === unified(text),
    reachedAt: (file) => revisions.reachedAt(revision, file),
  };
}
