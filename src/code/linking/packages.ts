import type { PackageFolder } from '../../model/code';
import { isRecord, readLooseJson } from './json';

/** The packages by their package.json files, the innermost folders first. */
export function readPackages(packageJsons: ReadonlyMap<string, string>): readonly PackageFolder[] {
  return [...packageJsons]
    .map(([file, text]) => {
      const json = readLooseJson(text);
      const scripts = isRecord(json) && isRecord(json['scripts']) ? Object.keys(json['scripts']) : [];
      const folder = file.slice(0, Math.max(0, file.lastIndexOf('/')));
      const name = isRecord(json) && typeof json['name'] === 'string' ? json['name'] : folder;
      return { folder, name, starts: scripts.some((script) => /^(?:start|serve)(?::|$)/.test(script)) };
    })
    .sort((a, b) => b.folder.length - a.folder.length || (a.folder < b.folder ? -1 : 1));
}
