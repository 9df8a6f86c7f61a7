import fs from 'node:fs';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';
import type { FilePort, FileText } from './ports';

/** Larger files are generated or data: they cost seconds and hold nothing a reviewer wrote. */
const largestFile = 2 * 1024 * 1024;
const mostFiles = 200_000;
const neverEntered = new Set(['.git', 'node_modules', '.hg', '.svn']);

interface IgnoreScope {
  readonly folder: string;
  readonly rules: Ignore;
}

/** Files of `root` on disk. Symbolic links are not followed, so nothing outside the root is read. */
export function createNodeFiles(root: string): FilePort {
  return {
    list: () => listFiles(root),
    read: (file) => readInside(root, file),
  };
}

/** The same files listed once: for a run that is over before the disk changes. */
export function listedOnce(files: FilePort): FilePort {
  let listed: readonly string[] | null = null;
  return { list: () => (listed ??= files.list()), read: (file) => files.read(file) };
}

function listFiles(root: string): string[] {
  const found: string[] = [];
  walk(root, '', ignoreScopesAbove(root), found);
  return found.sort(compareCodePoints);
}

function walk(root: string, folder: string, scopes: readonly IgnoreScope[], found: string[]): void {
  let entries: fs.Dirent[];
  try {
    entries = fs.readdirSync(path.join(root, folder), { withFileTypes: true });
  } catch {
    return;
  }
  const own = entries.some((entry) => entry.name === '.gitignore' && entry.isFile())
    ? [...scopes, { folder, rules: readIgnoreFile(path.join(root, folder, '.gitignore')) }]
    : scopes;
  for (const entry of entries) {
    if (found.length >= mostFiles) return;
    const file = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!neverEntered.has(entry.name) && !isIgnored(own, `${file}/`)) walk(root, file, own, found);
    } else if (entry.isFile() && !isIgnored(own, file)) found.push(file);
  }
}

/** .gitignore files of the folders above the root apply too, up to the one that holds .git. */
function ignoreScopesAbove(root: string): IgnoreScope[] {
  if (fs.existsSync(path.join(root, '.git'))) return [];
  const scopes: IgnoreScope[] = [];
  let prefix = path.basename(root);
  for (let folder = path.dirname(root); ; folder = path.dirname(folder)) {
    const file = path.join(folder, '.gitignore');
    if (fs.existsSync(file)) scopes.unshift({ folder: `^${prefix}`, rules: readIgnoreFile(file) });
    if (fs.existsSync(path.join(folder, '.git'))) return scopes;
    if (folder === path.dirname(folder)) return [];
    prefix = `${path.basename(folder)}/${prefix}`;
  }
}

function readIgnoreFile(file: string): Ignore {
  try {
    return ignore().add(fs.readFileSync(file, 'utf8'));
  } catch {
    return ignore();
  }
}

function isIgnored(scopes: readonly IgnoreScope[], file: string): boolean {
  let ignored = false;
  for (const scope of scopes) {
    const inside = pathInScope(scope.folder, file);
    const verdict = scope.rules.test(inside);
    if (verdict.ignored) ignored = true;
    else if (verdict.unignored) ignored = false;
  }
  return ignored;
}

/** A scope above the root is marked by `^` and the path that leads from it down to the root. */
function pathInScope(folder: string, file: string): string {
  if (folder.startsWith('^')) return `${folder.slice(1)}/${file}`;
  return folder === '' ? file : file.slice(folder.length + 1);
}

function readInside(root: string, file: string): FileText {
  const target = path.resolve(root, file);
  if (target !== root && !target.startsWith(root.endsWith(path.sep) ? root : root + path.sep))
    return { refused: 'The file lies outside the analysed folder.' };
  try {
    return readOrdinary(target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ELOOP') return { refused: 'Not an ordinary file.' };
    return {
      refused: `The file cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}).`,
    };
  }
}

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = fs.constants;
// Windows has neither of the last two; there they are undefined, which counts as no bit.
const openFlags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK;

/** Opened without following a link and then looked at, so that what is read is what was looked at. */
function readOrdinary(target: string): FileText {
  const descriptor = fs.openSync(target, openFlags);
  try {
    const status = fs.fstatSync(descriptor);
    if (!status.isFile()) return { refused: 'Not an ordinary file.' };
    if (status.size > largestFile)
      return {
        refused: `Larger than ${largestFile / 1024 / 1024} MB (${Math.round(status.size / 1024)} kB), so it is not analysed.`,
      };
    return { text: fs.readFileSync(descriptor, 'utf8') };
  } finally {
    fs.closeSync(descriptor);
  }
}

function compareCodePoints(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
