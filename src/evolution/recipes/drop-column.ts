import { referencesTo, sameName, writtenName } from '../../schema/lookup';
import { atLeast } from '../../schema/effects/online-ddl';
import { readsColumn } from '../../schema/replay-dependents';
import { baked, batchIntervalPassed, draftStage, released, unused } from './draft-stage';
import { evolvingColumn, type EvolvingColumn } from './evolving-table';
import { expressionFault } from './expressions';
import { columnDefinition } from './mysql/column-definition';
import { implicitDefault } from './mysql/implicit-default';
import { limited } from './names';
import type { Answers, DraftEvolution, DraftStage, Ground, Recipe } from './recipe';
import { isRefused } from './recipe';

/**
 * Drops a column. First a version that leaves it out must be able to write, then nothing may read it, then it is
 * renamed, which can be taken back, and only then it goes. `value` is what rows of the newer version hold for older
 * readers. Heeds `bakeHours`.
 */
export const dropColumn: Recipe = {
  kind: 'drop-column',
  title: 'Drop a column',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
  parameters: [
    { name: 'table', title: 'Table', takes: 'table', optional: false },
    { name: 'column', title: 'Column to drop', takes: 'column', optional: false },
    { name: 'value', title: 'What new rows hold for older readers', takes: 'expression', optional: true },
  ],
  answersOf(change) {
    if (change.kind !== 'drop-column' || change.ifExists || change.cascade) return null;
    return { table: writtenName(change.table), column: change.column.name };
  },
  draft(answers, ground) {
    const on = evolvingColumn(answers, ground);
    if (isRefused(on)) return on;
    const refused = refuse(on, answers, ground);
    return refused === null ? evolution(on, answers, ground) : { refused };
  },
};

function refuse(on: EvolvingColumn, answers: Answers, ground: Ground): string | null {
  const { table, column, dialect, version } = on;
  const { before } = ground;
  const covers = (names: readonly string[]): boolean =>
    names.some((name) => sameName(dialect, name, column.name));
  if (table.partitionOf !== null) return 'The table is a partition: the column belongs to its parent.';
  if (table.constraints.some((one) => one.type === 'primary-key' && covers(one.columns)))
    return 'The column is part of the primary key: replace the primary key first.';
  const inbound = referencesTo(before, table).find(({ constraint }) =>
    covers(constraint.references?.columns ?? []),
  );
  if (inbound !== undefined)
    return `The foreign key ${inbound.constraint.name} of ${inbound.table.name} points at the column: drop it first.`;
  const reader = [...before.objects.values()].find(
    (one) => /view|policy|rule/.test(one.object) && readsColumn(before, one, table, column.name),
  );
  if (reader !== undefined)
    return `The ${reader.object} ${reader.name} reads the column: change it in a migration before.`;
  const generated = table.columns.find((one) => covers(one.generated?.expression.columns ?? []));
  if (generated !== undefined)
    return `The generated column ${generated.name} is computed from it: drop that one first (evolens plan drop-column).`;
  if (dialect === 'sqlite' && version < 3.35)
    return 'Before SQLite 3.35 a column goes only by rebuilding its table: upgrade SQLite (databaseVersion: in evolens.yml says which there is), or rebuild the table by hand.';
  if (dialect === 'sqlite' && table.constraints.some((one) => one.type !== 'not-null' && covers(one.columns)))
    return 'A constraint of the table names the column, which SQLite drops only by rebuilding the table: make it by hand without the column and the constraint, as rebuild-table does, in a release of its own.';
  if (dialect === 'sqlite' && !mayBeLeftOut(on))
    return 'The column must be given and has no default, which SQLite changes only by rebuilding the table: give it a default by a rebuild first (evolens plan rebuild-table), then plan this again.';
  const fault = answers['value'] === undefined ? null : expressionFault(answers['value'], dialect);
  return fault === null ? null : `The value cannot be used: ${fault}. Give one value or expression.`;
}

function mayBeLeftOut({ column }: EvolvingColumn): boolean {
  return (
    column.nullable || column.default !== null || column.generated !== null || column.identity !== null || column.autoIncrement
  );
} // prettier-ignore

function evolution(on: EvolvingColumn, answers: Answers, ground: Ground): DraftEvolution {
  const { column, written } = on;
  const label = `${written}.${column.name}`;
  const back = 'Release the previous version again: the column is still there.';
  const optional = leaveOut(on, answers['value'] ?? null, ground);
  const contractFrom = quarantine(on);
  return {
    kind: 'drop-column',
    name: `Drop ${label}`,
    title: `Drop ${label} in expand–contract steps`,
    why: `A released version that names ${label} would fail the moment the column is dropped, and its values cannot be brought back.`,
    table: written,
    from: column.name,
    to: null,
    old: [{ table: written, column: column.name }],
    new: [],
    triggers: on.triggers,
    stages: [
      ...(optional === null ? [] : [optional]),
      draftStage('switch-reads', {
        application: `Release the version that neither reads nor writes ${column.name}, then set done.`,
        preconditions: optional === null ? [] : [released('expand')],
        rollbackNote: back,
      }),
      draftStage('stop-old-writes', {
        label: 'quarantine',
        statements: contractFrom.statements,
        application:
          contractFrom.statements.length === 0
            ? `Make sure that no running version, job or report uses ${label}, then set done.`
            : 'Watch for statements that fail: the old name is gone, the values are still there.',
        preconditions: [
          released('switch-reads'),
          unused(written, column.name),
          baked('switch-reads', ground.options.bakeHours),
        ],
        rollback: contractFrom.rollback,
        rollbackNote: contractFrom.rollback.length === 0 ? back : 'The column gets its name back with all values.',
      }),
      draftStage('contract', {
        statements: [...ownKeys(on), dropStatement(on, contractFrom.name)],
        application: `Nothing to do: ${label} is not used any more.`,
        preconditions: [
          released('stop-old-writes'),
          unused(written, column.name),
          baked('stop-old-writes', ground.options.bakeHours),
          batchIntervalPassed(label),
          ...on.triggers.map((trigger) => ({
            kind: 'declared' as const,
            what: `trigger ${trigger} of ${written} does not use ${column.name}`,
          })),
        ],
        rollbackNote: 'None: the values are gone but for a backup.',
        oneWay: true,
      }),
    ],
  };
} // prettier-ignore

/** Lets a version that does not name the column write; null: it can already. */
function leaveOut(on: EvolvingColumn, value: string | null, ground: Ground): DraftStage | null {
  const { sql, name, column, dialect } = on;
  if (mayBeLeftOut(on) && (value === null || dialect === 'sqlite')) return null;
  const isMysql = dialect === 'mysql' || dialect === 'mariadb';
  const preset = value ?? (isMysql ? implicitDefault(column) : null);
  const said = {
    application: `Nothing to do: rows may leave ${column.name} out from now on${preset === null ? ' and hold NULL then' : `, and hold ${preset} then`}. Older versions that read such rows must bear that.`,
    rollbackNote: 'The column must be given again; rows that lack it need a value before that.',
  };
  const was = column.default === null ? 'DROP DEFAULT' : `SET DEFAULT ${column.default.text}`;
  if (preset !== null)
    return draftStage('expand', {
      ...said,
      statements: [`ALTER TABLE ${sql} ALTER COLUMN ${name} SET DEFAULT ${preset}`],
      rollback: [`ALTER TABLE ${sql} ALTER COLUMN ${name} ${was}`],
    });
  if (isMysql) {
    const modify = (nullable: boolean): string =>
      `ALTER TABLE ${sql} MODIFY COLUMN ${name} ${columnDefinition(on, ground, { nullable, preset: null })}, ALGORITHM=INPLACE, LOCK=NONE`;
    return draftStage('expand', { ...said, statements: [modify(true)], rollback: [modify(false)] });
  }
  return draftStage('expand', {
    ...said,
    statements: [`ALTER TABLE ${sql} ALTER COLUMN ${name} DROP NOT NULL`],
    rollback: [`ALTER TABLE ${sql} ALTER COLUMN ${name} SET NOT NULL`],
  });
}

/** A rename that shows who still uses the column, and can be taken back. MySQL before 8 and MariaDB before 10.5 have none. */
function quarantine(on: EvolvingColumn): {
  readonly name: string;
  readonly statements: readonly string[];
  readonly rollback: readonly string[];
} {
  const { dialect, version, column, sql, quoted } = on;
  const renames = (dialect !== 'mysql' || version >= 8) && (dialect !== 'mariadb' || atLeast(version, 10, 5));
  if (!renames) return { name: column.name, statements: [], rollback: [] };
  const name = limited('evolens_dropped_', column.name, dialect);
  const rename = (from: string, to: string): string =>
    `ALTER TABLE ${sql} RENAME COLUMN ${quoted(from)} TO ${quoted(to)}`;
  return { name, statements: [rename(column.name, name)], rollback: [rename(name, column.name)] };
}

/** What MySQL, MariaDB and SQLite do not drop together with a column. */
function ownKeys({ dialect, table, column, sql, quoted }: EvolvingColumn): readonly string[] {
  const names = (columns: readonly (string | null)[]): boolean =>
    columns.some((name) => name !== null && sameName(dialect, name, column.name));
  if (dialect === 'sqlite')
    return table.indexes
      .filter((index) => names(index.columns.map((part) => part.column)))
      .map((index) => `DROP INDEX ${quoted(index.name)}`);
  if (dialect === 'postgres') return [];
  return table.constraints
    .filter((one) => one.type === 'foreign-key' && names(one.columns))
    .map((one) => `ALTER TABLE ${sql} DROP FOREIGN KEY ${quoted(one.name)}`);
}

function dropStatement({ dialect, sql, quoted }: EvolvingColumn, name: string): string {
  const drop = `ALTER TABLE ${sql} DROP COLUMN ${quoted(name)}`;
  return dialect === 'mysql' || dialect === 'mariadb' ? `${drop}, ALGORITHM=INPLACE, LOCK=NONE` : drop;
}
