import type { Dialect } from '../model/dialect';
import type { HistoryFault } from '../model/migration';
import type { MigrationFolder, Project as MigrationProject } from '../migrations/frameworks/framework';
import { historyFaults } from '../migrations/history-faults';
import { bareStatements } from '../sql/same-statements';
import { BaseHistories, type FolderAtBase } from './base-history';
import type { RevisionPort } from './ports';

/** How the migrations of a folder stand to what runs already. */
export interface FolderStanding {
  /** Files whose findings stay quiet. */
  readonly released: ReadonlySet<string>;
  readonly faults: readonly HistoryFault[];
}

/** The word in the configuration that says that no migration is released yet. */
const nothing = 'none';

/** Which migrations already run somewhere: by the configuration, else by the base revision. */
export class ReleasedMigrations {
  private readonly said = new Set<string>();
  private readonly histories: BaseHistories | null;

  /** null: revisions are not looked at. */
  constructor(private readonly revisions: RevisionPort | null) {
    this.histories = revisions === null ? null : new BaseHistories(revisions);
  }

  /**
   * How the migrations of a folder stand to what runs already. `until` names the last released migration (id,
   * file name or its number); a name that is not there releases nothing and is remarked. `none` says that
   * nothing runs anywhere, so nothing can be out of order either.
   */
  of(
    folder: MigrationFolder,
    settings: { readonly until: string | null; readonly base: string | null; readonly dialect: Dialect },
    project: MigrationProject,
  ): FolderStanding {
    const base = settings.until === nothing ? null : this.atBase(folder, settings, project);
    const faults = historyFaults(folder.files, base).map((fault) =>
      withUnchanged(fault, base, settings.dialect),
    );
    if (settings.until === nothing) return { released: new Set(), faults };
    const released =
      settings.until === null
        ? releasedAt(base, faults)
        : new Set([...this.byName(folder, settings.until)].filter((file) => !isEdited(file, faults)));
    return { released, faults };
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

  private atBase(
    folder: MigrationFolder,
    settings: { readonly base: string | null; readonly dialect: Dialect },
    project: MigrationProject,
  ): FolderAtBase | null {
    if (this.revisions === null || this.histories === null) return null;
    const revision = this.revisions.base(settings.base);
    if ('commit' in revision) return this.histories.of(folder, revision, project, settings.dialect);
    this.said.add(revision.unavailable);
    return null;
  }
}

/** A migration the base has with the same statements: whoever runs the base ran it. */
function releasedAt(base: FolderAtBase | null, faults: readonly HistoryFault[]): ReadonlySet<string> {
  const commented = faults.filter((fault) => fault.kind === 'edited-comments').map((fault) => fault.file);
  return new Set([...(base?.unchanged ?? []), ...commented]);
}

function withUnchanged(fault: HistoryFault, base: FolderAtBase | null, dialect: Dialect): HistoryFault {
  if (fault.kind !== 'edited' || !fault.file.endsWith('.sql')) return fault;
  return { ...fault, unchanged: new Set(bareStatements(base?.textOf(fault.file) ?? '', dialect)) };
}

function isEdited(file: string, faults: readonly HistoryFault[]): boolean {
  return faults.some((fault) => fault.kind === 'edited' && fault.file === file);
}

function unified(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** Single files at the base revision. */
export interface BaseFiles {
  /** The base has the file with this text, line ends aside. */
  isUnchanged(file: string, text: string | null): boolean;
  /** When the commit was made that brought the file there; null when that is not known. */
  reachedAt(file: string): Date | null;
}

/** null: there is no base revision to compare with. */
export function baseFiles(revisions: RevisionPort | null, base: string | null): BaseFiles | null {
  const revision = revisions?.base(base);
  if (revisions === null || revision === undefined || 'unavailable' in revision) return null;
  return {
    isUnchanged: (file, text) => {
      const there = revisions.files(revision).get(file);
      if (text === null || there === undefined) return false;
      if (there === revisions.hashOf(text)) return true;
      return unified(revisions.read(revision, [file]).get(file) ?? '\0') === unified(text);
    },
    reachedAt: (file) => revisions.reachedAt(revision, file),
  };
}
