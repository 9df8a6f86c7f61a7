import { buildCodeIndex } from '../../src/code/code-index';
import { readCodeFile } from '../../src/code/read-file';
import type { CodeIndex } from '../../src/model/code';

/** The index of code given as texts by file name; null when there is none. */
export function codeOf(files: ReadonlyMap<string, string>): CodeIndex | null {
  if (files.size === 0) return null;
  const pick = (pattern: RegExp): Map<string, string> =>
    new Map([...files].filter(([file]) => pattern.test(file)));
  const sources = pick(/\.ts$/);
  return buildCodeIndex({
    files: new Map([...sources].map(([file, text]) => [file, readCodeFile(file, text)])),
    prismaSchemas: pick(/\.prisma$/),
    tsconfigs: pick(/tsconfig\.json$/),
    packageJsons: pick(/package\.json$/),
  });
}
