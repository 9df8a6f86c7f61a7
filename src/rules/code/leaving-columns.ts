import type { Evidence } from '../../model/finding';
import type { HistoryEnd, QueryContext } from '../rule';

/** A column that a migration takes away or renames which is not released yet. */
export interface LeavingColumn {
  /** Names as the database has them. */
  readonly table: string;
  readonly column: string;
  readonly by: Evidence;
}

const known = new WeakMap<HistoryEnd['schema'], readonly LeavingColumn[]>();

/** The columns that released code may read and that the migrations of the change take away. */
export function leavingColumns(context: QueryContext): readonly LeavingColumn[] {
  return context.histories.flatMap((end) => {
    let found = known.get(end.schema);
    if (!found) known.set(end.schema, (found = leavingIn(end)));
    return found;
  });
}

function leavingIn({ history }: HistoryEnd): readonly LeavingColumn[] {
  const fresh = history.migrations.filter(({ released }) => !released);
  const changes = fresh.flatMap(({ file, script, embedding }) =>
    script.statements.flatMap(({ start, reading }) =>
      reading.changes.map((change) => ({ file, start, change, isSql: embedding === null })),
    ),
  );
  const made = new Set(
    changes.flatMap(({ change }) => (change.kind === 'create-table' ? change.table.name.toLowerCase() : [])),
  );
  return changes.flatMap(({ file, start, change, isSql }) => {
    if (change.kind !== 'drop-column' && change.kind !== 'rename-column') return [];
    const { table, column, range, kind } = change;
    if (made.has(table.name.toLowerCase())) return [];
    const place = isSql ? { start: start + range.start, end: start + range.end } : { start: 0, end: 0 };
    const message =
      kind === 'drop-column' ? `${column.name} is dropped here` : `${column.name} is renamed here`;
    return [{ table: table.name, column: column.name, by: { file, range: place, message } }];
  });
}
