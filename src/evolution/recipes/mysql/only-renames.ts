import type { RenameColumnInput } from '../recipe';
import type { RenamedColumn } from '../renamed-column';

/** CHANGE states the whole definition again: a refusal when it says anything but the new name. */
export function onlyRenames({ change }: RenameColumnInput, { column }: RenamedColumn): string | null {
  if (change.kind === 'rename-column') return null;
  const { definition } = change;
  const folded = (text: string | undefined): string => (text ?? '').toLowerCase().replace(/\s+/g, '');
  const same =
    folded(definition.type?.text) === folded(column.type?.text) &&
    (definition.notNull === null) === column.nullable &&
    folded(definition.default?.text ?? 'null') === folded(column.default?.text ?? 'null') &&
    definition.generated === null;
  return same ? null : 'CHANGE also redefines the column: rename it and redefine it in two migrations.';
}
