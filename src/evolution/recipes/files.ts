import type { TextEdit } from '../../model/text';
import { slugOf } from '../../migrations/frameworks/framework';

/** Folder of an evolution: `evolutions/<YYYY-MM-DD>-<name>`, with a number behind it when it is taken. */
export function evolutionFolder(name: string, now: Date, exists: (file: string) => boolean): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const base = `evolutions/${day}-${slugOf(name).replaceAll('_', '-')}`;
  for (let turn = 1; ; turn++) {
    const folder = turn === 1 ? base : `${base}-${turn}`;
    if (!exists(`${folder}/plan.evolution.yml`)) return folder;
  }
}

/** A new file. */
export function newFile(file: string, newText: string): TextEdit {
  return { file, range: { start: 0, end: 0 }, newText };
}
