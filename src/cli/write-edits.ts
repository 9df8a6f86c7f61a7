import fs from 'node:fs';
import path from 'node:path';
import type { TextEdit } from '../model/text';
import { isInside } from '../workspace/node-roots';
import type { Project } from '../workspace/project';
import { UsageError } from './usage-error';

/** A file as edits make it. */
export interface EditedFile {
  readonly file: string;
  readonly before: string | null;
  readonly after: string;
}

/** What the files are after the edits; those at one place stand in their order. */
export function editedFiles(edits: readonly TextEdit[], project: Project): readonly EditedFile[] {
  return [...new Set(edits.map((edit) => edit.file))].map((file) => {
    const before = project.text(file);
    const after = edits
      .map((edit, index) => ({ edit, index }))
      .filter(({ edit }) => edit.file === file)
      .sort((a, b) => b.edit.range.start - a.edit.range.start || b.index - a.index)
      .reduce(
        (text, { edit }) => text.slice(0, edit.range.start) + edit.newText + text.slice(edit.range.end),
        before ?? '',
      );
    return { file, before, after };
  });
}

/** Writes edits to disk. A new file is never written over one that exists. */
export function writeEdits(root: string, edits: readonly TextEdit[], project: Project): void {
  for (const { file, before, after } of editedFiles(edits, project)) {
    const target = insideRoot(root, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, after, { flag: before === null ? 'wx' : 'w' });
  }
}

/** A plan file may come from anywhere: what it names must stay inside the root. */
export function insideRoot(root: string, file: string): string {
  const target = path.resolve(root, file);
  if (!isInside(target, root) || target === root) throw new UsageError(`${file} lies outside ${root}.`);
  return target;
}
