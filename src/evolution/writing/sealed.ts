import type { History } from '../../model/migration';
import type { TextEdit } from '../../model/text';
import { frameworkNamed } from '../../migrations/frameworks/registry';
import { applyEdits } from '../../sql/edits/statement-edit';

/** The edits with those that make the checksums of the migration folder right again, where its tool keeps any. */
export function sealed(
  edits: readonly TextEdit[],
  { framework, folder }: History,
  project: { textOf(file: string): string | null; readonly files: readonly string[] },
): readonly TextEdit[] {
  const tool = frameworkNamed(framework);
  if (tool.seal === undefined) return edits;
  const byFile = new Map<string, TextEdit[]>();
  for (const edit of edits) byFile.set(edit.file, [...(byFile.get(edit.file) ?? []), edit]);
  const textAfter = (file: string): string | null => {
    const own = byFile.get(file);
    return own === undefined ? project.textOf(file) : applyEdits(project.textOf(file) ?? '', own);
  };
  return [...edits, ...tool.seal(folder, [...new Set([...project.files, ...byFile.keys()])], textAfter)];
}
