import type { CodeFramework, CodeSigns } from './code-signs';
import type { MigrationFile } from './framework';
import { isFixture } from './paths';
import { baseName, compareText, joined, parentOf, type Tree } from './tree';

/** A TypeScript or JavaScript migration of a folder. */
export interface CodeFile {
  readonly name: string;
  /** The name without its extension. */
  readonly stem: string;
  readonly file: string;
  readonly signs: CodeSigns;
}

/** A folder whose migrations are written for one library. */
export interface CodeFolder {
  readonly path: string;
  readonly framework: CodeFramework;
  readonly files: readonly CodeFile[];
}

const extension = /\.[cm]?[jt]s$/;
const neverOne = /\.d\.[cm]?ts$|(?:^|\.)(?:test|spec|index|e2e|mock)\.[cm]?[jt]s$/i;
const telling = /^(?:.*[-_.])?(?:migrations?|alterations?|migrate|migrator)(?:[-_.].*)?$/i;
/** `20240102030405_name.ts`, `1700000000000-Name.ts`, `Migration20240102030405.ts`. */
const stamped = /^(?:Migration)?\d{8,17}(?:[-_.]|\.?[cm]?[jt]s$)/;

const known = new WeakMap<Tree, readonly CodeFolder[]>();

/**
 * The folders that hold migrations in code. Only files in folders with a telling name (one of the last three), or
 * in folders with time-stamped files, are looked into; no other file of the project is read.
 */
export function codeFolders(tree: Tree, framework: CodeFramework): readonly CodeFolder[] {
  let all = known.get(tree);
  if (all === undefined) known.set(tree, (all = readAll(tree)));
  return all.filter((folder) => folder.framework === framework);
}

/** The files of a folder that are migrations in code, whatever their library. */
export function codeFilesIn(tree: Tree, folder: string): readonly CodeFile[] {
  return tree.namesIn(folder).flatMap((name) => {
    if (!isCandidate(name)) return [];
    const file = joined(folder, name);
    const signs = tree.signs(file);
    return signs?.isMigration === true ? [{ name, stem: name.replace(extension, ''), file, signs }] : [];
  });
}

/** Files of code in the order of their names. */
export function byName(files: readonly CodeFile[]): readonly CodeFile[] {
  return [...files].sort((one, other) => compareText(one.name, other.name));
}

export function codeFile({ file, signs }: CodeFile, id: string, version: string): MigrationFile {
  return { id, version, file, reads: 'code', hasDown: signs.hasDown, transaction: null };
}

function readAll(tree: Tree): readonly CodeFolder[] {
  return tree.folders
    .filter(({ path, names }) => !isFixture(path) && mayHold(path, names))
    .flatMap(({ path }) => {
      const files = numbered(codeFilesIn(tree, path));
      const framework = mostCommon(files);
      return framework === null
        ? []
        : [{ path, framework, files: files.filter((one) => isOf(one, framework)) }];
    });
}

/** Where most names carry a number, one without any is no migration (`provider.ts`). */
function numbered(files: readonly CodeFile[]): readonly CodeFile[] {
  const withNumber = files.filter(({ name }) => /\d/.test(name));
  return withNumber.length * 2 > files.length ? withNumber : files;
}

function mayHold(path: string, names: readonly string[]): boolean {
  const isTelling = path
    .split('/')
    .slice(-3)
    .some((part) => telling.test(part));
  return names.some((name) => isCandidate(name) && (isTelling || stamped.test(name)));
}

function isCandidate(name: string): boolean {
  return extension.test(name) && !neverOne.test(name);
}

/** A file without signs of any library goes with the others when it has the form of a migration. */
function isOf({ signs, name }: CodeFile, framework: CodeFramework): boolean {
  return signs.framework === framework || (signs.framework === null && /^\d|^Migration\d/.test(name));
}

function mostCommon(files: readonly CodeFile[]): CodeFramework | null {
  const counts = new Map<CodeFramework, number>();
  for (const { signs } of files)
    if (signs.framework !== null) counts.set(signs.framework, (counts.get(signs.framework) ?? 0) + 1);
  return [...counts].sort((one, other) => other[1] - one[1])[0]?.[0] ?? null;
}

/**
 * SQL files that belong to migrations in code and are run by them: of the same name beside one, or in a folder
 * `sql` or `sqls` below or beside theirs.
 */
export function companions(tree: Tree, files: readonly MigrationFile[]): readonly string[] {
  const code = files.filter((file) => file.reads === 'code').map((file) => file.file);
  if (code.length === 0) return [];
  const stems = new Set(code.map((file) => file.replace(extension, '')));
  const folders = new Set(code.map(parentOf));
  return tree.sqlFolders.flatMap(({ path, names }) => {
    if (folders.has(path))
      return names
        .filter((name) => stems.has(joined(path, name.replace(/([._-](?:up|down))?\.sql$/, ''))))
        .map((name) => joined(path, name));
    const isTheirs = /^(?:sqls?|raw)$/i.test(baseName(path)) && folders.has(parentOf(path));
    return isTheirs ? names.map((name) => joined(path, name)) : [];
  });
}
