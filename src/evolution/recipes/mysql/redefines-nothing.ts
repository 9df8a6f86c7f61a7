import type { Column } from '../../../model/schema';
import type { ColumnDefinition } from '../../../model/schema-change';

/** CHANGE and MODIFY state the whole definition again: whether it says nothing but a name. */
export function redefinesNothing(definition: ColumnDefinition, column: Column): boolean {
  const folded = (text: string | undefined): string => (text ?? '').toLowerCase().replace(/\s+/g, '');
  return (
    folded(definition.type?.text) === folded(column.type?.text) &&
    (definition.notNull === null) === column.nullable &&
    folded(definition.default?.text ?? 'null') === folded(column.default?.text ?? 'null') &&
    definition.generated === null
  );
}
