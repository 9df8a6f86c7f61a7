import type { Fix } from '../../model/finding';
import type { ConstraintDefinition } from '../../model/schema-change';
import type { TextEdit } from '../../model/text';
import { chooseIndexName } from '../../schema/generated-names';
import { findConstraint, findTable } from '../../schema/lookup';
import { keyParts } from '../../sql/edits/key-parts';
import { removeAction } from '../../sql/edits/remove-action';
import { removeInline } from '../../sql/edits/remove-inline';
import { replaceAction } from '../../sql/edits/replace-action';
import { sliceOf } from '../../sql/edits/statement-edit';
import { quote } from '../../sql/identifiers';
import type { FixContext } from '../rule';
import { alterTablePrefix } from './alter-table-prefix';
import { inFile } from './edits-in-file';
import { followingMigrations, type NewMigration } from './following-migration';
import { isKeyNeededBefore } from './index-needed';
import { canLeaveTransaction, leaveTransaction } from './migration-frame';
import { nullsToProve, writtenColumns, type NullProof } from './null-proof';
import { transactionOf } from './transaction';
import { wholeStatement } from './whole-statement';

/** A key as an index that is built first and a constraint that takes it over. */
interface KeySteps {
  readonly name: string;
  readonly buildIndex: string;
  readonly takeOver: string;
  readonly proof: NullProof | null;
}

/**
 * UNIQUE and PRIMARY KEY by an index that is built CONCURRENTLY in a migration of its own; the one after it makes the
 * constraint of the index, which takes the strong lock for a moment only.
 */
export function keyByIndex(context: FixContext): readonly Fix[] {
  const steps = stepsFor(context);
  if (steps === null || isKeyNeededBefore(context, steps.name)) return [];
  const { migration, statement } = context;
  const alone = migration.script.statements.length === 1 && statement.reading.changes.length === 1;
  if (alone && context.change.kind === 'add-constraint' && steps.proof === null)
    return builtHere(context, steps);
  const here = editsHere(context, steps);
  const created = followingMigrations(context, [indexMigration(steps), constraintMigration(context, steps)]);
  if (here === null || created === null) return [];
  return [
    {
      title: `Build the index with CONCURRENTLY in a following migration, and add the ${noun(context)} from it in the one after${isUnsure(context) ? ' (run the first outside a transaction)' : ''}`,
      kind: isUnsure(context) ? 'review' : 'safe',
      edits: [...here, ...created],
    },
  ];
}

/** The only statement of its file becomes the build of the index. */
function builtHere(context: FixContext, steps: KeySteps): readonly Fix[] {
  const { history, migration, statement } = context;
  const leave = transactionOf(context).runs === 'no' ? null : leaveTransaction(history, migration);
  if (transactionOf(context).runs !== 'no' && leave === null && !isUnsure(context)) return [];
  const { reading } = statement;
  const whole = { start: 0, end: reading.text.length };
  const created = followingMigrations(context, [constraintMigration(context, steps)]);
  if (created === null) return [];
  return [
    {
      title: `Build the index with CONCURRENTLY here, and add the ${noun(context)} from it in a following migration${isUnsure(context) ? ' (run this one outside a transaction)' : ''}`,
      kind: isUnsure(context) ? 'review' : 'safe',
      edits: [
        ...(leave === null ? [] : [leave]),
        ...inFile(context, replaceAction(reading, whole, steps.buildIndex.replace(/;$/, ''))),
        ...created,
      ],
    },
  ];
}

/** Whether the runner opens a transaction is not known, so a person has to see to it. */
function isUnsure({ history, migration }: FixContext): boolean {
  return migration.transaction === 'unknown' && !canLeaveTransaction(history, migration.script.text);
}

function noun({ change }: FixContext): string {
  return change.kind === 'add-constraint' && change.constraint.type === 'primary-key'
    ? 'primary key'
    : 'constraint';
}

function stepsFor(context: FixContext): KeySteps | null {
  const { change, before, final, statement, history } = context;
  const constraint = keyOf(context);
  const prefix = alterTablePrefix(context);
  if (constraint === null || prefix === null || !('table' in change) || change.table === null) return null;
  // Without the IF EXISTS of the ALTER TABLE, which CREATE INDEX knows not.
  if (/^alter\s+table\s+if\b/i.test(prefix)) return null;
  const table = findTable(before, change.table);
  const parts = keyParts(statement.reading, constraint.range);
  if (
    table === null ||
    parts === null ||
    table.partitionBy !== null ||
    findTable(final, change.table) === null
  )
    return null;
  const isPrimary = parts.kind === 'PRIMARY KEY';
  if (isPrimary && hadPrimaryKey(context)) return null;
  const columns = constraint.columns.map((column) => column.name);
  const plain =
    constraint.name?.name ??
    chooseIndexName(before, table, isPrimary ? null : columns, isPrimary ? 'pkey' : 'key');
  if (findConstraint(final, change.table, plain) === null) return null;
  const name =
    constraint.name === null ? quote(plain, 'postgres') : sliceOf(statement.reading, constraint.name.range);
  const proof = isPrimary
    ? nullsToProve(context, change.table, writtenColumns(context, constraint.columns))
    : null;
  if (proof !== null && history.target.version < 12) return null;
  const list = parts.columns === '' ? `(${sliceOf(statement.reading, columnRange(context))})` : parts.columns;
  const extras = [parts.include, parts.nulls].filter((part) => part !== '').map((part) => ` ${part}`);
  const timing = parts.timing === '' ? '' : ` ${parts.timing}`;
  return {
    name: plain,
    buildIndex: `CREATE UNIQUE INDEX CONCURRENTLY ${name} ON ${sliceOf(statement.reading, change.table.range)} ${list}${extras.join('')};`,
    takeOver: `${prefix} ADD CONSTRAINT ${name} ${parts.kind} USING INDEX ${name}${timing};`,
    proof,
  };
}

/** The key this change adds: a constraint of its own, or the UNIQUE of an added column. */
function keyOf({ change }: FixContext): ConstraintDefinition | null {
  if (change.kind === 'add-constraint' && change.constraint.usingIndex === null) return change.constraint;
  if (change.kind !== 'add-column' || change.ifNotExists) return null;
  return change.column.constraints.find((one) => one.type === 'unique') ?? null;
}

function columnRange({ change }: FixContext) {
  return change.kind === 'add-column' ? change.column.name.range : change.range;
}

/** A primary key that this migration dropped: the table would be without one until the last step. */
function hadPrimaryKey({ siblings, change }: FixContext): boolean {
  const start = siblings[0]?.before;
  if (start === undefined || !('table' in change) || change.table === null) return true;
  return findTable(start, change.table)?.constraints.some((one) => one.type === 'primary-key') ?? false;
}

/** What the statement becomes: without the key, or with the checks that prove its columns in the key's place. */
function editsHere(context: FixContext, { proof }: KeySteps): readonly TextEdit[] | null {
  const { change, statement, migration } = context;
  const { reading } = statement;
  if (change.kind === 'add-column') {
    const key = keyOf(context);
    return key === null ? null : inFile(context, removeInline(reading, key.range));
  }
  if (proof !== null)
    return inFile(context, replaceAction(reading, change.range, proof.addActions.join(', ')));
  const removed = removeAction(reading, change);
  if (removed !== null) return inFile(context, removed);
  if (migration.script.statements.length === 1) return null;
  return [{ file: migration.file, range: wholeStatement(migration.script, statement), newText: '' }];
}

function indexMigration(steps: KeySteps): NewMigration {
  return {
    words: `build ${steps.name} concurrently`,
    statements: [steps.buildIndex],
    frame: 'no-transaction',
  };
}

function constraintMigration({ change }: FixContext, { name, takeOver, proof }: KeySteps): NewMigration {
  const table = 'table' in change ? (change.table?.name ?? '') : '';
  const statements =
    proof === null ? [takeOver] : [...proof.validate, ...proof.setNotNull, takeOver, ...proof.dropChecks];
  return { words: `add ${name} to ${table}`, statements, frame: 'transaction' };
}
