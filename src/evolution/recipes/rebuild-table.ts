import { readingOf } from './written';
import { referencesTo, sameName } from '../../schema/lookup';
import { baked, draftStage, released } from './draft-stage';
import { columnsNamed, evolvingTable, triggersOf, type EvolvingTable } from './evolving-table';
import { expressionFault } from './expressions';
import { lastDefinition } from './mysql/column-definition';
import { limited, literal } from './names';
import { buildOnline } from './online-index';
import type { Answers, DraftEvolution, Ground, Recipe } from './recipe';
import { isRefused } from './recipe';
import { createTable, type Redefinition } from './sqlite/table-definition';

/**
 * Rebuilds a table of SQLite for what its ALTER TABLE cannot do: another definition of a column, one more constraint.
 * The steps are those of the manual (lang_altertable.html, 7): foreign keys off, a new table, the rows, the old name,
 * indexes and triggers, and a check of the foreign keys before it is committed. Heeds `bakeHours`.
 */
export const rebuildTable: Recipe = {
  kind: 'rebuild-table',
  title: 'Rebuild a table (SQLite)',
  dialects: ['sqlite'],
  parameters: [
    { name: 'table', title: 'Table', takes: 'table', optional: false },
    { name: 'column', title: 'Column with another definition', takes: 'column', optional: true },
    { name: 'definition', title: 'Its new definition: type, NOT NULL, DEFAULT', takes: 'expression', optional: true },
    { name: 'value', title: 'What rows get in it, from the columns of the row', takes: 'expression', optional: true },
    { name: 'constraint', title: 'Constraint to add', takes: 'expression', optional: true },
  ], // prettier-ignore
  answersOf: () => null,
  draft(answers, ground) {
    if (ground.before.dialect !== 'sqlite')
      return { refused: 'Only SQLite needs its tables rebuilt: the other databases alter them in place.' };
    const on = evolvingTable(answers, ground);
    if (isRefused(on)) return on;
    const refused = refuse(on, answers, ground);
    return refused === null ? evolution(on, answers, ground) : { refused };
  },
};

function refuse(on: EvolvingTable, answers: Answers, ground: Ground): string | null {
  const { table } = on;
  const { column, definition, value, constraint } = answers;
  if (!table.columnsKnown) return 'The columns of the table are not known from the history.';
  const made = readingOf(ground.history, table.createdBy)?.text ?? '';
  if (/\b(ON\s+CONFLICT|DEFERRABLE|MATCH)\b/i.test(made))
    return 'The table says ON CONFLICT, DEFERRABLE or MATCH, which is not carried over.';
  if (/^\s*CREATE\s+VIRTUAL/i.test(made)) return 'The table is virtual.';
  if (table.constraints.some((one) => one.type === 'check' && one.expression === null))
    return 'The expression of a CHECK is not known.';
  if (constraint === undefined && (column === undefined || definition === undefined))
    return 'Nothing changes: name a column with its new definition, or a constraint to add.';
  if (column !== undefined && columnsNamed(on, column)?.length !== 1)
    return `The column ${column} of ${on.written} is not known from the history.`;
  const key = table.columns.find((one) => one.autoIncrement);
  if (column !== undefined && key !== undefined && sameName('sqlite', key.name, column))
    return 'The column numbers the rows: its definition is fixed.';
  for (const text of [definition, value, constraint]) {
    const fault = text === undefined ? null : expressionFault(text, 'sqlite');
    if (fault !== null) return `${text ?? ''} cannot be used: ${fault}.`;
  }
  return null;
}

function evolution(on: EvolvingTable, answers: Answers, ground: Ground): DraftEvolution {
  const { table, written } = on;
  const { column, definition, value, constraint } = answers;
  const changed: Redefinition = {
    column: column === undefined || definition === undefined ? null : { name: column, definition },
    constraint: constraint ?? null,
  };
  const same: Redefinition = { column: null, constraint: null };
  const what = constraint ?? `${column ?? ''} ${definition ?? ''}`;
  const fill = column === undefined || value === undefined ? null : { column, value };
  return {
    kind: 'rebuild-table',
    name: `Rebuild ${written} with ${what}`,
    title: `Rebuild ${written} with everything that hangs on it`,
    why: `SQLite cannot alter ${written} in this way; a rebuild that forgets foreign keys, indexes or triggers loses rows or rules.`,
    table: written,
    from: null,
    to: what,
    old: [],
    new: [],
    triggers: on.triggers,
    stages: [
      draftStage('dual-write', {
        application: `Release a version that writes only what the new definition takes (${what}) and still reads what rows hold now, then set done.`,
        rollbackNote: 'Release the previous version again.',
      }),
      draftStage('contract', {
        label: 'rebuild',
        statements: rebuild(on, ground, changed, fill),
        // Foreign keys are switched off outside a transaction only; the statements open their own.
        frame: 'no-transaction',
        application: 'Writers wait while the rows are copied: they need a busy timeout that is longer.',
        preconditions: [released('dual-write'), baked('dual-write', ground.options.bakeHours)],
        verification: `SELECT count(*) FROM pragma_foreign_key_check(${literal(table.name, 'sqlite')})`,
        rollback: rebuild(on, ground, same, null),
        rollbackNote: 'The table is rebuilt as it was. Values that were converted or filled stay so.',
        rollbackFrame: 'no-transaction',
        oneWay: fill !== null,
      }),
    ],
  };
}

/** Statements with a transaction of their own, in the order of the manual. */
function rebuild(
  on: EvolvingTable,
  ground: Ground,
  changed: Redefinition,
  fill: { readonly column: string; readonly value: string } | null,
): readonly string[] {
  const { table, quoted, sql } = on;
  const fresh = limited(`evolens_new_${table.name}`, '', 'sqlite');
  const made = readingOf(ground.history, table.createdBy)?.text ?? '';
  const tail = (/\)([^()]*)$/.exec(made)?.[1] ?? '').replace(/;/g, '').trim();
  const copied = table.columns.filter((column) => column.generated === null);
  const values = copied.map(({ name }) =>
    fill !== null && sameName('sqlite', fill.column, name) ? `(${fill.value})` : quoted(name),
  );
  const counts = table.columns.some((column) => column.autoIncrement);
  const indexes = table.indexes.filter(
    (index) => !table.constraints.some((one) => (one.index ?? one.name) === index.name),
  );
  return [
    'PRAGMA foreign_keys = OFF',
    'BEGIN IMMEDIATE',
    createTable(table, fresh, changed, tail, (column) => {
      const written = lastDefinition({ ...on, column, name: quoted(column.name) }, ground);
      return written?.notNull != null;
    }),
    `INSERT INTO ${quoted(fresh)} (${copied.map((one) => quoted(one.name)).join(', ')})\n  SELECT ${values.join(', ')} FROM ${sql}`,
    ...(counts ? countOn(fresh, table.name) : []),
    `DROP TABLE ${sql}`,
    // Views and triggers that name the table are not looked at while it is away, and keep its name.
    'PRAGMA legacy_alter_table = ON',
    `ALTER TABLE ${quoted(fresh)} RENAME TO ${quoted(table.name)}`,
    'PRAGMA legacy_alter_table = OFF',
    ...indexes.flatMap((index) => [
      ...buildOnline(on, {
        name: index.name,
        columns: index.columns.map((part) => (part.text === '' ? quoted(part.column ?? '') : part.text)),
        unique: index.unique,
        method: 'btree',
        includes: [],
        nullsNotDistinct: false,
        tail: '',
        where: index.where?.text ?? null,
      }).statements,
    ]),
    ...triggersOf(ground.before, table).flatMap((trigger) => {
      const text = readingOf(ground.history, trigger.createdBy)?.text;
      return text === undefined ? [] : [text.trim().replace(/;$/, '')];
    }),
    ...checked(on, ground),
    'COMMIT',
    'PRAGMA foreign_keys = ON',
  ];
}

/** AUTOINCREMENT goes on where it was, also behind rows that were deleted. */
function countOn(fresh: string, table: string): readonly string[] {
  const [as, of] = [literal(fresh, 'sqlite'), literal(table, 'sqlite')];
  return [
    `DELETE FROM sqlite_sequence WHERE name = ${as}`,
    `INSERT INTO sqlite_sequence (name, seq) SELECT ${as}, seq FROM sqlite_sequence WHERE name = ${of}`,
  ];
}

/** Rolls everything back when a foreign key of the table, or one that points at it, is broken. */
function checked({ table }: EvolvingTable, { before }: Ground): readonly string[] {
  const holders = [...new Set([table.name, ...referencesTo(before, table).map((one) => one.table.name)])];
  const broken = holders
    .map((name) => `(SELECT count(*) FROM pragma_foreign_key_check(${literal(name, 'sqlite')}))`)
    .join(' + ');
  return [
    'CREATE TEMP TABLE evolens_foreign_keys (broken INTEGER CHECK (broken = 0))',
    `INSERT OR ROLLBACK INTO evolens_foreign_keys SELECT ${broken}`,
    'DROP TABLE evolens_foreign_keys',
  ];
}
