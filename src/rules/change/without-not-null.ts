import type { Fix } from '../../model/finding';
import { removeInline } from '../../sql/edits/remove-inline';
import type { FixContext } from '../rule';
import { inFile } from './edits-in-file';

/** The column is added without NOT NULL: rows and writers that do not know it stay valid until it is filled. */
export function withoutNotNull(context: FixContext): readonly Fix[] {
  const { change, statement, history } = context;
  if (change.kind !== 'add-column' || change.column.notNull === null) return [];
  if (history.target.dialect !== 'postgres') return [];
  // A primary key makes it NOT NULL anyway.
  if (change.column.constraints.some((constraint) => constraint.type === 'primary-key')) return [];
  return [
    {
      title: `Add ${change.column.name.name} without NOT NULL, and make it required once every row has a value`,
      kind: 'review',
      edits: inFile(context, removeInline(statement.reading, change.column.notNull)),
    },
  ];
}
