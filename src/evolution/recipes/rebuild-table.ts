import { sameName } from '../../schema/lookup';
import { baked, draftStage, released } from './draft-stage';
import { columnsNamed, evolvingTable, type EvolvingTable } from './evolving-table';
import { expressionFault } from './expressions';
import { literal } from './names';
import type { Answers, DraftEvolution, Ground, Recipe } from './recipe';
import { isRefused } from './recipe';
import { asItWas, rebuild, refuseRebuild } from './sqlite/rebuild';
import type { Redefinition } from './sqlite/table-definition';

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
      return {
        refused:
          'Only SQLite needs its tables rebuilt: the other databases alter them in place: plan the change itself (change-column-type, make-required, add-foreign-key).',
      };
    const on = evolvingTable(answers, ground);
    if (isRefused(on)) return on;
    const refused = refuse(on, answers, ground);
    return refused === null ? evolution(on, answers, ground) : { refused };
  },
};

function refuse(on: EvolvingTable, answers: Answers, ground: Ground): string | null {
  const { table } = on;
  const { column, definition, value, constraint } = answers;
  const whole = refuseRebuild(on, ground);
  if (whole !== null) return whole;
  if (constraint === undefined && (column === undefined || definition === undefined))
    return 'Nothing changes: name a column with its new definition, or a constraint to add.';
  if (column !== undefined && columnsNamed(on, column)?.length !== 1)
    return `The column ${column} of ${on.written} is not known from the history: check the spelling.`;
  const key = table.columns.find((one) => one.autoIncrement);
  if (column !== undefined && key !== undefined && sameName('sqlite', key.name, column))
    return 'The column numbers the rows, so its definition is fixed: leave it as it is, and redefine others.';
  for (const text of [definition, value, constraint]) {
    const fault = text === undefined ? null : expressionFault(text, 'sqlite');
    if (fault !== null) return `${text ?? ''} cannot be used: ${fault}. Give one definition or expression.`;
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
        statements: rebuild(on, ground, { changed, fill }),
        // Foreign keys are switched off outside a transaction only; the statements open their own.
        frame: 'no-transaction',
        application: 'Writers wait while the rows are copied: they need a busy timeout that is longer.',
        preconditions: [released('dual-write'), baked('dual-write', ground.options.bakeHours)],
        verification: `SELECT count(*) FROM pragma_foreign_key_check(${literal(table.name, 'sqlite')})`,
        rollback: rebuild(on, ground, asItWas),
        rollbackNote: 'The table is rebuilt as it was. Values that were converted or filled stay so.',
        rollbackFrame: 'no-transaction',
        oneWay: fill !== null,
      }),
    ],
  };
}
