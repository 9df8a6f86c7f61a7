import type { Answers, DraftEvolution, Ground, Recipe, Refusal } from './recipe';
import { isRefused } from './recipe';
import { baked, declared, draftStage, released } from './draft-stage';
import { evolvingColumn, type EvolvingColumn } from './evolving-table';
import { fillRows } from './fill-rows';
import { requiredSql } from './required-sql';
import { writtenName } from '../../schema/lookup';
import { addedColumn } from './added-column';

/**
 * Makes a column NOT NULL. With `value`, an expression over the columns of the row, a trigger gives it to every row
 * that arrives without one, so that older versions go on writing as they do until contract. Without it every writer
 * must give a value first. Heeds the options of the backfill, `bakeHours` and `keyColumns`.
 */
export const makeRequired: Recipe = {
  kind: 'make-required',
  title: 'Make a column required',
  dialects: ['postgres', 'mysql', 'mariadb'],
  parameters: [
    { name: 'table', title: 'Table', takes: 'table', optional: false },
    { name: 'column', title: 'Column that must have a value', takes: 'column', optional: false },
    { name: 'value', title: 'What rows without a value get', takes: 'expression', optional: true },
  ],
  answersOf(change, before) {
    if (change.kind === 'set-not-null')
      return { table: writtenName(change.table), column: change.column.name };
    const { dialect } = before;
    if (change.kind !== 'add-column' || dialect === 'sqlite') return null;
    const { column } = change;
    const needsValue =
      column.notNull !== null &&
      column.default === null &&
      column.generated === null &&
      !column.autoIncrement;
    return needsValue && column.identity === null && column.constraints.length === 0
      ? { table: writtenName(change.table), column: column.name.name }
      : null;
  },
  draft(answers, ground) {
    const added = addedColumn(ground);
    const on = evolvingColumn(answers, added?.ground ?? ground);
    if (isRefused(on)) return on;
    const refused = refuse(on, answers);
    if (refused !== null) return { refused };
    const value = answers['value'] ?? on.column.default?.text ?? null;
    return value === null
      ? withoutValue(on, ground, added?.statements ?? [])
      : withValue(on, ground, added?.statements ?? [], value);
  },
};

function refuse({ dialect, column, table, written }: EvolvingColumn, answers: Answers): string | null {
  if (dialect === 'sqlite')
    return 'SQLite cannot make a column required but by rebuilding its table: plan a rebuild of the table instead.';
  if (!column.nullable)
    return `The column ${column.name} of ${written} is required already: nothing is to be done.`;
  if (column.generated !== null)
    return 'The column is generated: its values cannot be filled. Change its expression so that it gives a value for every row.';
  if (table.partitionOf !== null)
    return 'The table is a partition: the column belongs to its parent: plan this for the partitioned table.';
  if (column.type === null && dialect !== 'postgres')
    return 'The type of the column is not known from the history, and the database wants it repeated: let the history start at a dump that has the column (start: in evolens.yml).';
  if (/^\s*null\s*$/i.test(answers['value'] ?? ''))
    return 'Rows without a value cannot get NULL: give a value, or leave it out and let every writer give one.';
  return null;
}

function withValue(
  on: EvolvingColumn,
  ground: Ground,
  adding: readonly string[],
  value: string,
): DraftEvolution | Refusal {
  const sql = requiredSql(on, ground, value);
  const empty = `${on.name} IS NULL`;
  const filled = fillRows(on, ground, {
    about: `${on.column.name}_required`,
    set: `${on.name} = ${value}`,
    needed: empty,
  });
  if (isRefused(filled)) return filled;
  return evolution(on, [
    draftStage('expand', {
      statements: [...adding, ...sql.expand],
      application: `Nothing to do: rows that arrive without ${on.column.name} get ${value}, so every version goes on writing.`,
      rollback: adding.length > 0 ? [...sql.expandRollback, dropColumn(on)] : sql.expandRollback,
      rollbackNote: 'The column may be left out again.',
    }),
    draftStage('backfill', { ...filled, preconditions: [released('expand')] }),
    ...verifying(on, sql.verify, sql.verifyRollback),
    draftStage('stop-old-writes', {
      application: `Release a version that writes ${on.column.name} whenever it inserts a row, then set done.`,
      preconditions: [released('verify')],
      rollbackNote: 'Release the previous version again: rows without a value still get one.',
    }),
    contract(on, ground, sql),
  ]);
}

/** No value is known: writers and people fill the column, the database only holds it from then on. */
function withoutValue(
  on: EvolvingColumn,
  ground: Ground,
  adding: readonly string[],
): DraftEvolution | Refusal {
  const sql = requiredSql(on, ground, null);
  const { name } = on.column;
  return evolution(on, [
    ...(adding.length === 0
      ? []
      : [
          draftStage('expand', {
            statements: adding,
            rollback: [dropColumn(on)],
            rollbackNote: 'Drops the column that nothing reads yet.',
          }),
        ]),
    draftStage('dual-write', {
      application: `Release a version that writes ${name} in every insert and never sets it to NULL, then set done.`,
      preconditions: adding.length === 0 ? [] : [released('expand')],
      rollbackNote: 'Release the previous version again.',
    }),
    draftStage('backfill', {
      application: `Give every row without ${name} a value, in batches, until the verification query counts none; then set done.`,
      preconditions: [released('dual-write')],
      verification: `SELECT count(*) FROM ${on.sql} WHERE ${on.name} IS NULL`,
      rollbackNote: 'Stop it: the column may still be NULL.',
    }),
    ...(sql.hold.length === 0
      ? []
      : [
          draftStage('verify', {
            label: 'hold',
            statements: sql.hold,
            guard: { count: countEmpty(on), message: stillEmpty(on) },
            preconditions: [
              released('backfill'),
              declared(`no running version writes a row of ${on.written} without ${name}`),
            ],
            rollback: sql.holdRollback,
            rollbackNote: 'Rows without a value are taken again.',
          }),
        ]),
    ...verifying(on, sql.verify, sql.verifyRollback),
    contract(on, ground, sql),
  ]);
}

function verifying(
  on: EvolvingColumn,
  statements: readonly string[],
  rollback: readonly string[],
): ReturnType<typeof draftStage>[] {
  return [
    draftStage('verify', {
      statements,
      application:
        statements.length === 0
          ? 'Nothing to do. Run the verification query: it must count no row.'
          : 'Nothing to do.',
      preconditions: [released('backfill')],
      verification: countEmpty(on),
      rollback,
      rollbackNote: 'Nothing to undo: no row is without a value.',
    }),
  ];
}

function contract(
  on: EvolvingColumn,
  ground: Ground,
  sql: ReturnType<typeof requiredSql>,
): ReturnType<typeof draftStage> {
  return draftStage('contract', {
    statements: sql.contract,
    guard: { count: countEmpty(on), message: stillEmpty(on) },
    application: `Nothing to do: every version writes ${on.column.name}.`,
    preconditions: [
      released('verify'),
      baked('verify', ground.options.bakeHours),
      declared(`no running version writes a row of ${on.written} without ${on.column.name}`),
    ],
    verification: countEmpty(on),
    rollback: sql.contractRollback,
    rollbackNote: 'The column may be left out again.',
    rollbackFrame: 'no-transaction',
  });
}

function evolution(on: EvolvingColumn, stages: readonly ReturnType<typeof draftStage>[]): DraftEvolution {
  const label = `${on.written}.${on.column.name}`;
  return {
    kind: 'make-required',
    name: `Make ${label} required`,
    title: `Make ${label} required in expand–contract steps`,
    why: `A released version that writes a row without ${on.column.name} would fail the moment the column is required, and rows that lack it stop the change.`,
    table: on.written,
    from: `${on.column.name} may be NULL`,
    to: `${on.column.name} NOT NULL`,
    old: [],
    new: [{ table: on.written, column: on.column.name }],
    triggers: on.triggers,
    stages,
  };
}

function countEmpty(on: EvolvingColumn): string {
  return `SELECT count(*) FROM ${on.sql} WHERE ${on.name} IS NULL`;
}

function stillEmpty(on: EvolvingColumn): string {
  return `${on.written}.${on.column.name} is NULL in some rows: run the backfill first`;
}

function dropColumn(on: EvolvingColumn): string {
  return `ALTER TABLE ${on.sql} DROP COLUMN ${on.name}`;
}
