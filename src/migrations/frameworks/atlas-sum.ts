import type { TextEdit } from '../../model/text';
import { Sha256 } from '../sha256';
import { baseName, compareText, joined } from './tree';

export const atlasSum = 'atlas.sum';

/**
 * The text of `atlas.sum` for the files of a folder: of each the hash of it and all before it, and on top the hash
 * of these lines. Source: ariga/atlas, sql/migrate/dir.go, NewHashFile and HashFile.MarshalText.
 */
export function atlasSumOf(files: readonly { readonly name: string; readonly text: string }[]): string {
  const running = new Sha256();
  const whole = new Sha256();
  const lines: string[] = [];
  for (const { name, text } of [...files].sort((one, other) => compareText(one.name, other.name))) {
    running.add(name);
    // The directive stands at the very beginning of the file.
    if (/^[ -~]*atlas:sum +ignore\s*(?:\n|$)/.test(text)) continue;
    running.add(text);
    const hash = running.digest();
    whole.add(name);
    whole.add(hash);
    lines.push(`${name} h1:${hash}\n`);
  }
  return `h1:${whole.digest()}\n${lines.join('')}`;
}

/** The edit that makes the sum of a folder right again; none where it has no sum. */
export function sealAtlas(
  folder: string,
  files: readonly string[],
  textOf: (file: string) => string | null,
): readonly TextEdit[] {
  const file = joined(folder, atlasSum);
  const before = textOf(file);
  if (before === null) return [];
  // A folder in the layout of golang-migrate counts its up files only: sql/sqltool/tool.go, GolangMigrateDir.
  const countsUps = /^\S+\.up\.sql h1:/m.test(before) && !/^\S+\.down\.sql h1:/m.test(before);
  const counted = files
    .filter((one) => joined(folder, baseName(one)) === one && one.endsWith('.sql'))
    .filter((one) => !countsUps || one.endsWith('.up.sql'));
  const named = counted.map((one) => ({ name: baseName(one), text: textOf(one) ?? '' }));
  return [{ file, range: { start: 0, end: before.length }, newText: atlasSumOf(named) }];
}
