import { isDownFile, isStage } from '../migrations/frameworks/paths';
import type { Project } from './project';

/** SQL files that are judged by themselves. Stages that are not due and down files are no migrations of their own. */
export function standaloneFiles(project: Project, files: ReadonlySet<string> | null): readonly string[] {
  const { isolated } = project.options;
  const wanted = files === null ? (isolated ? project.files : []) : [...files];
  return wanted.filter((file) => file.endsWith('.sql') && (isolated || !(isStage(file) || isDownFile(file))));
}

/** SQL files that a judgement of these files passes over: in no history, no stage of an evolution, not named. */
export function looseFiles(project: Project, files: ReadonlySet<string> | null): readonly string[] {
  if (project.options.isolated || (files !== null && !coversRoot(project, files))) return [];
  const inFolders = filesInFolders(project);
  return project.files.filter(
    (file) =>
      file.endsWith('.sql') &&
      !inFolders.has(file) &&
      files?.has(file) !== true &&
      !isStage(file) &&
      !isDownFile(file) &&
      !project.knownFiles.has(file) &&
      project.foreign.byName(file) === null,
  );
}

/** Files of the migration folders. */
export function filesInFolders(project: Project): ReadonlySet<string> {
  return new Set(project.migrationFolders.flatMap((folder) => folder.files.map((entry) => entry.file)));
}

/** Whole roots are asked about as null, or as their migrations and code with loose files added. */
function coversRoot(project: Project, files: ReadonlySet<string>): boolean {
  return (
    project.migrationFolders.every((folder) => folder.files.every((entry) => files.has(entry.file))) &&
    files.size > 1
  );
}
