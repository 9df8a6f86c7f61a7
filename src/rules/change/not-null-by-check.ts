import type { Fix } from '../../model/finding';
import type { Identifier } from '../../model/schema-change';
import { chooseConstraintName } from '../../schema/generated-names';
import { findColumn, findTable } from '../../schema/lookup';
import { replaceAction } from '../../sql/edits/replace-action';
import { quote } from '../../sql/identifiers';
import type { FixContext } from '../rule';
import { alterTablePrefix } from './alter-table-prefix';
import { inFile } from './edits-in-file';
import { followingMigrations } from './following-migration';

/**
 * SET NOT NULL becomes CHECK (c IS NOT NULL) NOT VALID; a following migration validates it without holding
 * up writers, sets NOT NULL, which then needs no scan, and drops the check.
 */
export function nullsByCheck(context: FixContext): readonly Fix[] {
  const { change, before, final, statement } = context;
  if (change.kind !== 'set-not-null' || context.history.target.version < 12) return [];
  const prefix = alterTablePrefix(context);
  const table = findTable(before, change.table);
  if (prefix === null || table === null || findColumn(final, change.table, change.column.name) === null)
    return [];
  if (isKeyed(context)) return [];
  const { text } = statement.reading;
  const column = written(text, change.column);
  const check = quote(
    chooseConstraintName(before, table, [change.column.name], 'not_null_check'),
    'postgres',
  );
  const created = followingMigrations(context, [
    {
      words: `set ${change.table.name} ${change.column.name} not null`,
      statements: [
        `${prefix} VALIDATE CONSTRAINT ${check};`,
        `${prefix} ALTER COLUMN ${column} SET NOT NULL;`,
        `${prefix} DROP CONSTRAINT ${check};`,
      ],
      frame: 'transaction',
    },
  ]);
  if (created === null) return [];
  const newText = `ADD CONSTRAINT ${check} CHECK (${column} IS NOT NULL) NOT VALID`;
  return [
    {
      title: 'NOT NULL by validated check across two migrations',
      kind: 'safe',
      edits: [...inFile(context, replaceAction(statement.reading, change.range, newText)), ...created],
    },
  ];
}

function written(text: string, name: Identifier): string {
  return text.slice(name.range.start, name.range.end);
}

/** The same migration goes on to need NOT NULL itself: a primary key or an identity on the column. */
function isKeyed(context: FixContext): boolean {
  const { change, migration } = context;
  if (change.kind !== 'set-not-null') return true;
  const later = migration.script.statements
    .slice(context.index)
    .flatMap((statement) => statement.reading.changes);
  return later.some(
    (one) =>
      (one.kind === 'set-identity' && one.column.name === change.column.name) ||
      (one.kind === 'add-constraint' && one.constraint.type === 'primary-key'),
  );
}
