import { frameworks } from './frameworks/registry';
import type { MigrationFolder, Project } from './frameworks/framework';

/**
 * Folders of migrations among the files of a project, sorted by folder. A file belongs to one folder only.
 * Files under `evolutions/` are stages that are not due yet: no runner looks there, and neither do we.
 */
export function discoverMigrations(project: Project): readonly MigrationFolder[] {
  const claimed = new Set<string>();
  const found: MigrationFolder[] = [];
  for (const framework of frameworks) {
    for (const folder of framework.find(project)) {
      const files = folder.files.filter((file) => !claimed.has(file.file));
      for (const file of files) claimed.add(file.file);
      if (files.length > 0) found.push({ ...folder, files });
    }
  }
  return found.sort((a, b) => (a.folder < b.folder ? -1 : a.folder > b.folder ? 1 : 0));
}
