import fs from 'node:fs';
import path from 'node:path';
import { Analyser, type Judgement } from '../workspace/analyse';
import { isPlanFile } from '../evolution/plan-file';
import { isDownFile } from '../migrations/frameworks/paths';
import { isCodeFile } from '../workspace/code-sources';
import { configurationFile } from '../workspace/configuration';
import { createNodeFiles, listedOnce } from '../workspace/node-files';
import { createNodePorts, isFolder, nestedRoots, relativePath, rootOf } from '../workspace/node-roots';
import type { FilePort } from '../workspace/ports';
import { Project, type ProjectOptions } from '../workspace/project';
import type { SqlReader } from '../sql/reader';
import { UsageError } from './arguments';

/** One root with the files in it that are asked about; null: all of them. */
export interface RootScope {
  readonly root: string;
  readonly analyser: Analyser;
  readonly files: ReadonlySet<string> | null;
}

/** What a root's analysis says, for faces that show paths relative to the current folder. */
export interface RootJudgement extends Judgement {
  readonly root: string;
}

interface Wanted {
  whole: boolean;
  readonly folders: string[];
  readonly files: string[];
}

/** The roots that the paths lie in, each with what is asked about it. Throws `UsageError` for a path that is not there. */
export function openRoots(
  paths: readonly string[],
  reader: SqlReader,
  options: ProjectOptions,
  log: (message: string) => void,
): readonly RootScope[] {
  const wanted = new Map<string, Wanted>();
  const listings = new Map<string, FilePort>();
  const filesOf = (root: string): FilePort => {
    const files = listings.get(root) ?? listedOnce(createNodeFiles(root));
    listings.set(root, files);
    return files;
  };
  for (const given of paths.length === 0 ? ['.'] : paths)
    addPath(wanted, path.resolve(given), given, filesOf);
  return [...wanted].map(([root, want]) => openRoot(root, want, reader, options, filesOf(root), log));
}

function addPath(
  wanted: Map<string, Wanted>,
  target: string,
  given: string,
  filesOf: (root: string) => FilePort,
): void {
  if (!fs.existsSync(target)) throw new UsageError(`${given}: there is no such file or folder.`);
  const folder = isFolder(target);
  const root = rootOf(target, process.cwd());
  const want = wanted.get(root) ?? { whole: false, folders: [], files: [] };
  wanted.set(root, want);
  const relative = relativePath(root, target);
  if (folder && relative === '') want.whole = true;
  else (folder ? want.folders : want.files).push(relative);
  if (folder)
    for (const nested of nestedBelow(root, relative, filesOf(root))) addPath(wanted, nested, nested, filesOf);
}

function nestedBelow(root: string, relative: string, files: FilePort): readonly string[] {
  return nestedRoots(files)
    .filter((folder) => relative === '' || folder.startsWith(`${relative}/`))
    .map((folder) => path.join(root, folder));
}

function openRoot(
  root: string,
  want: Wanted,
  reader: SqlReader,
  options: ProjectOptions,
  files: FilePort,
  log: (message: string) => void,
): RootScope {
  const ports = createNodePorts(root, { history: !options.isolated, log, files });
  const project = new Project(ports, reader, options);
  failOnConfiguration(root, project);
  return { root, analyser: new Analyser(project, ports), files: scopeOf(project, want) };
}

function failOnConfiguration(root: string, project: Project): void {
  const problems = project.configurationProblems;
  if (problems.length === 0) return;
  const file = path.join(path.relative(process.cwd(), root), configurationFile);
  const text = project.text(configurationFile) ?? '';
  const lines = problems.map((problem) => {
    const before = text.slice(0, problem.range.start).split('\n');
    return `${file}:${before.length}:${(before.at(-1)?.length ?? 0) + 1} ${problem.message}`;
  });
  throw new UsageError(lines.join('\n'));
}

/** SQL files that lie loose in a folder that was named are judged too, each on its own. */
function scopeOf(project: Project, want: Wanted): ReadonlySet<string> | null {
  const inHistory = new Set(
    project.migrationFolders.flatMap((folder) => folder.files.map((entry) => entry.file)),
  );
  const loose = (folder: string): readonly string[] =>
    project.files.filter(
      (file) =>
        file.endsWith('.sql') && !inHistory.has(file) && folderOf(file) === folder && !isDownFile(file),
    );
  if (want.whole) {
    const alone = loose('');
    if (alone.length === 0) return null;
    return new Set([
      ...inHistory,
      ...project.files.filter((file) => isCodeFile(file) || isPlanFile(file)),
      ...alone,
      ...want.files,
    ]);
  }
  const below = want.folders.flatMap((folder) => {
    const inside = project.files.filter((file) => file.startsWith(`${folder}/`));
    const known = inside.filter(
      (file) =>
        (project.options.isolated ? file.endsWith('.sql') : inHistory.has(file)) ||
        isCodeFile(file) ||
        isPlanFile(file),
    );
    return [...known, ...loose(folder)];
  });
  return new Set([...below, ...want.files]);
}

function folderOf(file: string): string {
  const slash = file.lastIndexOf('/');
  return slash < 0 ? '' : file.slice(0, slash);
}
