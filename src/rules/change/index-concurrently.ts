import type { Fix, FixKind } from '../../model/finding';
import { insertConcurrently } from '../../sql/edits/insert-concurrently';
import { applyEdits } from '../../sql/edits/statement-edit';
import { findTable, sameName } from '../../schema/lookup';
import type { FixContext } from '../rule';
import { laterChanges } from './changes-around';
import { inFile } from './edits-in-file';
import { followingMigration } from './following-migration';
import { canLeaveTransaction, leaveTransaction } from './migration-frame';
import { wholeStatement } from './whole-statement';

/** CREATE INDEX CONCURRENTLY: in place where no transaction is around it, else in a migration of its own. */
export function concurrently(context: FixContext): readonly Fix[] {
  const { change, migration, statement } = context;
  if (change.kind !== 'create-index' || statement.reading.reader !== 'libpg-query') return [];
  if (statement.reading.changes.length !== 1 || !/^CREATE (UNIQUE )?INDEX/.test(statement.reading.keyword))
    return [];
  const edits = insertConcurrently(statement.reading, change);
  if (edits === null) return [];
  const alone = migration.script.statements.length === 1;
  if (runsByItself(context)) {
    const title = `Build the index with CONCURRENTLY${outside(context)}`;
    return [{ title, kind: kindFor(context), edits: inFile(context, edits) }];
  }
  if (alone) {
    const leave = leaveTransaction(context.history, migration);
    if (leave === null) return [];
    return [
      {
        title: 'Build the index with CONCURRENTLY, outside a transaction',
        kind: 'safe',
        edits: [leave, ...inFile(context, edits)],
      },
    ];
  }
  return moved(context, applyEdits(statement.reading.text, edits));
}

/** Whether the runner opens a transaction is not known, so a person has to see to it. */
function isUnsure({ history, migration }: FixContext): boolean {
  return migration.transaction === 'unknown' && !canLeaveTransaction(history, migration.script.text);
}

function outside(context: FixContext): string {
  return isUnsure(context) ? ' (run it outside a transaction)' : '';
}

function kindFor(context: FixContext): FixKind {
  return isUnsure(context) ? 'review' : 'safe';
}

/** No transaction is around the statement: the runner commits each statement, or sends this one alone. */
function runsByItself(context: FixContext): boolean {
  const { migration, index } = context;
  const begun = migration.script.statements
    .slice(0, index)
    .flatMap((statement) => statement.reading.changes)
    .findLast(
      (change) =>
        change.kind === 'transaction' &&
        (change.action === 'begin' || change.action === 'commit' || change.action === 'rollback'),
    );
  if (begun?.kind === 'transaction' && begun.action === 'begin') return false;
  if (migration.transaction === 'autocommit') return true;
  const alone = migration.script.statements.length === 1;
  return alone && (migration.transaction === 'single-query' || isUnsure(context));
}

function moved(context: FixContext, sql: string): readonly Fix[] {
  if (isNeededBefore(context)) return [];
  const whole = wholeStatement(context.migration.script, context.statement);
  const comments = context.migration.script.text.slice(whole.start, context.statement.start).trimStart();
  const { change, migration } = context;
  const name =
    change.kind === 'create-index' ? (change.index.name?.name ?? `${change.table.name} index`) : '';
  const created = followingMigration(
    context,
    `create ${name} concurrently`,
    [`${comments}${sql};`],
    'no-transaction',
  );
  if (created === null) return [];
  return [
    {
      title: `Move the index to a following migration of its own, built with CONCURRENTLY${outside(context)}`,
      kind: kindFor(context),
      edits: [{ file: migration.file, range: whole, newText: '' }, created],
    },
  ];
}

/** Something between here and the new migration needs the index, or it is gone by then. */
function isNeededBefore(context: FixContext): boolean {
  const { change, history, migration, final } = context;
  if (change.kind !== 'create-index') return true;
  const table = findTable(final, change.table);
  const { name } = change.index;
  if (
    table === null ||
    (name !== null && !table.indexes.some((index) => sameName(final.dialect, index.name, name.name)))
  )
    return true;
  const later = [
    ...laterChanges(context),
    ...laterMigrations(context).flatMap((one) => one.script.statements.flatMap((s) => s.reading.changes)),
  ];
  if (change.index.unique && later.some((one) => dependsOnKey(one, change.table.name))) return true;
  if (name === null) return false;
  const texts = [
    ...migration.script.statements.slice(context.index + 1).map((statement) => statement.reading.text),
    ...laterMigrations(context).map((one) => one.script.text),
  ];
  return history.target.dialect !== 'postgres' || texts.some((text) => text.includes(name.name));
}

function laterMigrations({ history, migration }: FixContext): FixContext['history']['migrations'] {
  return history.migrations.filter((candidate) => candidate.order > migration.order);
}

/** A foreign key to the table, or an INSERT that may say ON CONFLICT, needs its unique index. */
function dependsOnKey(change: FixContext['change'], table: string): boolean {
  if (change.kind === 'insert') return change.table.name === table;
  const constraints =
    change.kind === 'add-constraint'
      ? [change.constraint]
      : change.kind === 'create-table'
        ? [...change.constraints, ...change.columns.flatMap((column) => column.constraints)]
        : change.kind === 'add-column'
          ? change.column.constraints
          : [];
  return constraints.some((constraint) => constraint.references?.table.name === table);
}
