import { readCodeSigns, type CodeSigns } from './code-signs';

/** The files of a root as a framework wants to see them. */
export interface Project {
  /** All files of the root, sorted. */
  readonly files: readonly string[];
  readText(file: string): string | null;
}

/** One folder that holds files, with the names of the files right in it, sorted. */
export interface Folder {
  readonly path: string;
  readonly names: readonly string[];
}

/** An index over the files of a root, made once for all frameworks. */
export class Tree {
  /** Folders that hold files, sorted. */
  readonly folders: readonly Folder[];
  /** Folders that hold SQL files right in them, with the names of these alone, sorted. */
  readonly sqlFolders: readonly Folder[];
  private readonly all: ReadonlySet<string>;
  private readonly byPath = new Map<string, string[]>();
  private readonly byName = new Map<string, string[]>();

  constructor(private readonly project: Project) {
    this.all = new Set(project.files);
    for (const file of project.files) {
      const slash = file.lastIndexOf('/');
      const path = slash < 0 ? '' : file.slice(0, slash);
      const name = file.slice(slash + 1);
      append(this.byPath, path, name);
      append(this.byName, name, file);
    }
    this.folders = [...this.byPath]
      .map(([path, names]) => ({ path, names }))
      .sort((one, other) => compareText(one.path, other.path));
    this.sqlFolders = this.folders.flatMap(({ path, names }) => {
      const sql = names.filter((name) => name.endsWith('.sql'));
      return sql.length === 0 ? [] : [{ path, names: sql }];
    });
  }

  /** Every file of this name, wherever it lies. */
  named(name: string): readonly string[] {
    return this.byName.get(name) ?? [];
  }

  /** Every file whose name matches. */
  namedLike(pattern: RegExp): readonly string[] {
    return [...this.byName].filter(([name]) => pattern.test(name)).flatMap(([, files]) => files);
  }

  /** The names right in a folder; empty when it holds none. */
  namesIn(path: string): readonly string[] {
    return this.byPath.get(path) ?? [];
  }

  has(file: string): boolean {
    return this.all.has(file);
  }

  /** Folders right below a path that hold files themselves. */
  below(path: string): readonly Folder[] {
    const prefix = path === '' ? '' : `${path}/`;
    return this.folders.filter(
      (folder) =>
        folder.path !== '' &&
        folder.path.startsWith(prefix) &&
        !folder.path.slice(prefix.length).includes('/'),
    );
  }

  text(file: string): string | null {
    return this.project.readText(file);
  }

  signs(file: string): CodeSigns | null {
    const text = this.project.readText(file);
    return text === null ? null : readCodeSigns(text);
  }

  /** Texts of the files of this name in the folder and those above it, nearest first. */
  above(path: string, name: string): readonly string[] {
    return foldersAbove(path).flatMap((folder) => {
      const file = joined(folder, name);
      return this.has(file) ? (this.text(file) ?? []) : [];
    });
  }

  /** The text of the nearest file whose name matches, in the folder, above it, or anywhere in the nearest package. */
  nearest(path: string, pattern: RegExp): string | null {
    const candidates = this.namedLike(pattern);
    const file = nearestOf(path, candidates);
    return file === null ? null : this.text(file);
  }
}

/** The file that shares the longest path with `path`; of several the one that lies highest, then the first. */
function nearestOf(path: string, files: readonly string[]): string | null {
  const own = path.split('/');
  const score = (file: string): number => {
    const parts = file.split('/').slice(0, -1);
    let shared = 0;
    while (shared < parts.length && parts[shared] === own[shared]) shared++;
    return shared * 100 - parts.length;
  };
  const [best] = files
    .filter(
      (file) =>
        !/(^|\/)(tests?|__tests__|fixtures?|examples?|node_modules)\//i.test(file) || shares(path, file),
    )
    .map((file) => ({ file, score: score(file) }))
    .sort((one, other) => other.score - one.score || compareText(one.file, other.file));
  return best?.file ?? null;
}

function shares(path: string, file: string): boolean {
  return path.split('/')[0] === file.split('/')[0];
}

/** The folder itself and every one above it up to the root, nearest first. */
export function foldersAbove(path: string): readonly string[] {
  const found: string[] = [];
  for (let at = path; ; at = parentOf(at)) {
    found.push(at);
    if (at === '') return found;
  }
}

export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function joined(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** By UTF-16 code units, as most runners sort their files. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function append(map: Map<string, string[]>, key: string, value: string): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}
