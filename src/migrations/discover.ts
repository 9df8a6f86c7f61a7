import { namedFolders, settledFolders, type FolderSettings } from './configured';
import { companions } from './frameworks/code-folders';
import type { MigrationFolder, Project } from './frameworks/framework';
import { isStage } from './frameworks/paths';
import { frameworkNamed, frameworks } from './frameworks/registry';
import { compareText, parentOf, Tree } from './frameworks/tree';

/** What the files of a project are to migrations. */
export interface Discovery {
  /** Sorted by folder, then by dialect. */
  readonly folders: readonly MigrationFolder[];
  /** Files that no runner runs by themselves: dumps of a schema, SQL that migrations in code execute. */
  readonly known: ReadonlySet<string>;
}

/**
 * Histories of migrations among the files of a project. A file belongs to one framework; within it to one
 * history, or to several of different dialects. Settings stand above what is found. Stages that are not due yet
 * (`evolutions/`) are in none.
 */
export function discoverMigrations(project: Project, settings: readonly FolderSettings[] = []): Discovery {
  const tree = new Tree({
    files: project.files.filter((file) => !isStage(file)),
    readText: (file) => project.readText(file),
  });
  const claimed = new Set<string>();
  /** Folders that a framework keeps: what it does not run there, no other one runs either. */
  const kept = new Set<string>();
  const known = new Set(frameworks.flatMap((framework) => framework.dumps?.(tree) ?? []));
  const claim = (folders: readonly MigrationFolder[]): readonly MigrationFolder[] => {
    const own = folders.flatMap((folder) => {
      const files = folder.files.filter(
        ({ file }) => !claimed.has(file) && !known.has(file) && !kept.has(parentOf(file)),
      );
      return files.length > 0 ? [{ ...folder, files }] : [];
    });
    for (const { folder, files } of own) {
      kept.add(folder);
      for (const { file } of files) {
        claimed.add(file);
        kept.add(parentOf(file));
      }
      for (const file of companions(tree, files)) if (!claimed.has(file)) known.add(file);
    }
    return own;
  };
  const found = [...claim(settledFolders(tree, settings))];
  for (const framework of frameworks) found.push(...claim(framework.find(tree)));
  found.push(...claim(namedFolders(tree, settings, found)));
  return { folders: found.sort(byPlace), known };
}

/** The folder as it would be with these files, read by the same framework; null when none is left of it. */
export function sameFolder(folder: MigrationFolder, project: Project): MigrationFolder | null {
  const found = frameworkNamed(folder.framework).at(new Tree(project), folder.folder);
  return found.find((one) => one.dialect === folder.dialect) ?? null;
}

function byPlace(one: MigrationFolder, other: MigrationFolder): number {
  return compareText(one.folder, other.folder) || compareText(one.dialect ?? '', other.dialect ?? '');
}
