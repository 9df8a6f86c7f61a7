import { companions } from './frameworks/code-folders';
import { frameworks } from './frameworks/registry';
import type { MigrationFolder, Project } from './frameworks/framework';
import { isStage } from './frameworks/paths';
import { compareText, Tree } from './frameworks/tree';

/**
 * Histories of migrations among the files of a project, sorted by folder. A file belongs to one framework;
 * within it to one history, or to several of different dialects. Stages that are not due yet (`evolutions/`)
 * are in none.
 */
export function discoverMigrations(project: Project): readonly MigrationFolder[] {
  const tree = new Tree({ ...project, files: project.files.filter((file) => !isStage(file)) });
  const claimed = new Set<string>();
  const found: MigrationFolder[] = [];
  for (const framework of frameworks) {
    const own = framework.find(tree).flatMap((folder) => {
      const files = folder.files.filter((file) => !claimed.has(file.file));
      return files.length > 0 ? [{ ...folder, files }] : [];
    });
    for (const { files } of own) {
      for (const { file } of files) claimed.add(file);
      if (framework.reads === 'code') for (const file of companions(tree, files)) claimed.add(file);
    }
    found.push(...own);
  }
  return found.sort(
    (one, other) =>
      compareText(one.folder, other.folder) || compareText(one.dialect ?? '', other.dialect ?? ''),
  );
}
