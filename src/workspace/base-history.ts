import type { Dialect } from '../model/dialect';
import { sameFolder } from '../migrations/discover';
import type { MigrationFile, MigrationFolder, Project } from '../migrations/frameworks/framework';
import type { BaseHistory } from '../migrations/history-faults';
import { sameStatements } from '../sql/same-statements';
import type { Revision, RevisionPort } from './ports';

/** The migrations of a folder as the base revision has them, with their texts. */
export interface FolderAtBase extends BaseHistory {
  /** Files of the folder that the base has with this text, line ends aside. */
  readonly unchanged: ReadonlySet<string>;
  /** The text at the base; null when the base has no such file. */
  textOf(file: string): string | null;
}

interface Compared {
  readonly text: string | null;
  readonly commit: string;
  readonly edit: 'none' | 'comments' | 'statements';
}

/** Reads folders of migrations at the base revision, and remembers what it compared until a text changes. */
export class BaseHistories {
  private readonly compared = new Map<string, Compared>();
  private readonly baseTexts = new Map<string, string | null>();
  private readonly filesOf = new WeakMap<
    MigrationFolder,
    { readonly commit: string; readonly files: readonly MigrationFile[] }
  >();

  constructor(private readonly revisions: RevisionPort) {}

  /** `project` is the work tree; `dialect` tells comments from statements. */
  of(folder: MigrationFolder, revision: Revision, project: Project, dialect: Dialect): FolderAtBase {
    const listing = this.revisions.files(revision);
    const known = folder.files.filter((entry) => listing.has(entry.file));
    const differing = known.filter((entry) => this.mayDiffer(entry.file, revision, project, listing));
    this.readTexts(
      differing.map((entry) => entry.file),
      revision,
    );
    const editOf = (file: string): Compared['edit'] =>
      this.compare(file, revision, project.readText(file), dialect, listing);
    return {
      files: this.filesAtBase(folder, known, revision, project, listing),
      unchanged: new Set(known.map((entry) => entry.file).filter((file) => editOf(file) === 'none')),
      editOf,
      textOf: this.textOf(revision),
    };
  }

  /** What the base runs of this folder. Asked at every keystroke, and the same until the list of files changes. */
  private filesAtBase(
    folder: MigrationFolder,
    known: readonly MigrationFile[],
    revision: Revision,
    project: Project,
    listing: ReadonlyMap<string, string>,
  ): readonly MigrationFile[] {
    const before = this.filesOf.get(folder);
    if (before?.commit === revision.commit) return before.files;
    const gone = this.goneFrom(folder, revision, project, listing);
    const files = gone.length === 0 ? known : inRunOrder(folder, known, gone, project, this.textOf(revision));
    this.filesOf.set(folder, { commit: revision.commit, files });
    return files;
  }

  private readonly textOf =
    (revision: Revision) =>
    (file: string): string | null => {
      this.readTexts([file], revision);
      return this.baseTexts.get(`${revision.commit}:${file}`) ?? null;
    };

  /** Only the base has them, and they lie where the folder's migrations lie. */
  private goneFrom(
    folder: MigrationFolder,
    revision: Revision,
    project: Project,
    listing: ReadonlyMap<string, string>,
  ): readonly string[] {
    const prefix = folder.folder === '' ? '' : `${folder.folder}/`;
    const here = new Set(project.files);
    const endings = new Set(folder.files.map((entry) => endingOf(entry.file)));
    const gone = [...listing.keys()].filter(
      (file) =>
        file.startsWith(prefix) &&
        !here.has(file) &&
        endings.has(endingOf(file)) &&
        project.readText(file) === null,
    );
    this.readTexts(gone, revision);
    return gone;
  }

  private mayDiffer(
    file: string,
    revision: Revision,
    project: Project,
    listing: ReadonlyMap<string, string>,
  ): boolean {
    const text = project.readText(file);
    const before = this.compared.get(file);
    if (before?.text === text && before.commit === revision.commit) return false;
    return this.revisions.hashOf(text ?? '') !== listing.get(file);
  }

  private compare(
    file: string,
    revision: Revision,
    text: string | null,
    dialect: Dialect,
    listing: ReadonlyMap<string, string>,
  ): Compared['edit'] {
    const before = this.compared.get(file);
    if (before?.text === text && before.commit === revision.commit) return before.edit;
    const isSame = text === null || this.revisions.hashOf(text) === listing.get(file);
    const edit = isSame ? 'none' : editBetween(file, this.textOf(revision)(file) ?? '', text, dialect);
    this.compared.set(file, { text, commit: revision.commit, edit });
    return edit;
  }

  private readTexts(files: readonly string[], revision: Revision): void {
    const wanted = files.filter((file) => !this.baseTexts.has(`${revision.commit}:${file}`));
    if (wanted.length === 0) return;
    const read = this.revisions.read(revision, wanted);
    for (const file of wanted) this.baseTexts.set(`${revision.commit}:${file}`, read.get(file) ?? null);
  }
}

/** A checkout may turn line ends, which is no edit of the migration. */
function editBetween(file: string, base: string, text: string, dialect: Dialect): Compared['edit'] {
  if (base.replaceAll('\r\n', '\n') === text.replaceAll('\r\n', '\n')) return 'none';
  return file.endsWith('.sql') && sameStatements(base, text, dialect) ? 'comments' : 'statements';
}

function inRunOrder(
  folder: MigrationFolder,
  known: readonly MigrationFile[],
  gone: readonly string[],
  project: Project,
  baseText: (file: string) => string | null,
): readonly MigrationFile[] {
  const both = new Set([...known.map((entry) => entry.file), ...gone]);
  const same = sameFolder(folder, {
    files: [...new Set([...project.files, ...gone])].sort(),
    readText: (file) => project.readText(file) ?? (both.has(file) ? baseText(file) : null),
  });
  return (same?.files ?? known).filter((entry) => both.has(entry.file));
}

function endingOf(file: string): string {
  return file.slice(file.lastIndexOf('.'));
}
