import type { Fix } from '../../model/finding';
import type { SchemaChange } from '../../model/schema-change';
import type { Statement } from '../../model/statement';
import { findConstraint, sameName, sameObject } from '../../schema/lookup';
import { removeAction } from '../../sql/edits/remove-action';
import { sliceOf } from '../../sql/edits/statement-edit';
import type { FixContext } from '../rule';
import { alterTablePrefix } from './alter-table-prefix';
import { inFile } from './edits-in-file';
import { deployedApart, followingMigrations } from './following-migration';
import { wholeStatement } from './whole-statement';

/**
 * VALIDATE CONSTRAINT moves to a following migration, and with it the statements after it that rest on the validated
 * constraint: SET NOT NULL of columns it proves, and its own DROP.
 */
export function validateApart(context: FixContext): readonly Fix[] {
  const { change, statement, migration, index } = context;
  const prefix = alterTablePrefix(context);
  if (change.kind !== 'validate-constraint' || prefix === null) return [];
  if (statement.reading.changes.some((other) => other !== change && restsOn(context, other))) return [];
  const later = migration.script.statements.slice(index + 1);
  const along = later.filter(
    ({ reading }) => reading.changes.length > 0 && reading.changes.every((other) => restsOn(context, other)),
  );
  const stays = later.filter((one) => !along.includes(one));
  if (isNamedIn(context, stays)) return [];
  const removed = removeAction(statement.reading, change);
  const moved =
    removed === null
      ? withComments(context, statement)
      : `${prefix} ${sliceOf(statement.reading, change.range)};`;
  const created = followingMigrations(context, [
    {
      words: `validate ${change.constraint.name}`,
      statements: [moved, ...along.map((one) => withComments(context, one))],
      frame: 'transaction',
    },
  ]);
  if (created === null) return [];
  const gone = [...(removed === null ? [statement] : []), ...along].map((one) => ({
    file: migration.file,
    range: wholeStatement(migration.script, one),
    newText: '',
  }));
  return [
    {
      title: `Validate the constraint in a following migration${deployedApart(context)}`,
      kind: 'safe',
      edits: [...(removed === null ? [] : inFile(context, removed)), ...gone, ...created],
    },
  ];
}

/** Whether a later change of the same table needs the constraint to be validated first. */
function restsOn({ change, before }: FixContext, other: SchemaChange): boolean {
  if (change.kind !== 'validate-constraint') return false;
  if (!('table' in other) || other.table === null || !sameObject(before.dialect, other.table, change.table))
    return false;
  const { name } = change.constraint;
  if (other.kind === 'drop-constraint')
    return other.constraint !== null && sameName(before.dialect, other.constraint.name, name);
  const proved = findConstraint(before, change.table, name)?.expression?.provesNotNull ?? [];
  return other.kind === 'set-not-null' && proved.includes(other.column.name);
}

/** Statements and migrations that run before the new one and name the constraint. */
function isNamedIn({ change, history, migration }: FixContext, stays: readonly Statement[]): boolean {
  if (change.kind !== 'validate-constraint') return true;
  const following = history.migrations.filter((one) => one.order > migration.order);
  const texts = [...stays.map((one) => one.reading.text), ...following.map((one) => one.script.text)];
  return texts.some((text) => text.includes(change.constraint.name));
}

function withComments({ migration }: FixContext, statement: Statement): string {
  const { start } = wholeStatement(migration.script, statement);
  return `${migration.script.text.slice(start, statement.end).trim()};`;
}
