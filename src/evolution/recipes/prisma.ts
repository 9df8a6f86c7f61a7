import type { TextEdit } from '../../model/text';
import type { RenameColumnInput } from './recipe';
import type { RenamedColumn } from './renamed-column';

/** Edits of schema.prisma that declare both columns. */
export function prismaEdits(_input: RenameColumnInput, _facts: RenamedColumn): readonly TextEdit[] {
  return [];
}
