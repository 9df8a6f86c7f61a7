import type { Plan, PlanStage } from '../../model/evolution';
import { findTable, sameName } from '../../schema/lookup';
import { writePlan } from '../plan-file';
import { bakeHours, blank } from './column-plan';
import { evolutionFolder, newFile, replaceStatement } from './files';
import { atomically } from './atomic';
import { stageHeader } from './header';
import { prismaTableEdits } from './prisma';
import type { Evolution, Refusal, RenameTableInput } from './recipe';
import { tableSql, type RenamedTable, type TableSql } from './rename-table-sql';

/**
 * The stages of a table rename: the table moves to its new name at once, and an updatable view keeps the old
 * name alive until no version uses it; or why they are not offered.
 */
export function renameTable(input: RenameTableInput): Evolution | Refusal {
  const { before, change, migration } = input;
  const { dialect } = before;
  const table = findTable(before, change.table);
  if (migration.released)
    return {
      refused:
        'This migration is on the base branch, so it may have run already: the rename in it can no longer be split.',
    };
  if (dialect === 'sqlite')
    return { refused: 'SQLite has one writer and no online schema change: stages would gain nothing.' };
  if (table === null || !table.columnsKnown || table.columns.length === 0)
    return {
      refused: 'The columns of the table are not known from the history, so the view cannot list them.',
    };
  const refused = refuseTable(input, table.rowLevelSecurity);
  if (refused !== null) return { refused };
  const facts: RenamedTable = {
    dialect,
    schema: change.table.schema,
    from: table.name,
    to: change.newName.name,
    columns: table.columns.map((column) => column.name),
    rowLevelSecurity: table.rowLevelSecurity,
  };
  return written(input, facts, tableSql(facts));
}

function refuseTable(input: RenameTableInput, rowLevelSecurity: boolean): string | null {
  const { before, change, history } = input;
  const { dialect } = before;
  if (input.statement.reading.changes.length > 1)
    return 'The statement does more than rename the table: move the rename into a statement of its own.';
  if (change.newName.schema !== null && change.newName.schema !== change.table.schema)
    return 'The table also moves to another schema or database.';
  if (findTable(before, change.newName) !== null) return `There is a table ${change.newName.name} already.`;
  if (dialect === 'postgres' && rowLevelSecurity && history.target.version < 15)
    return 'Row level security is on, and before Postgres 15 a view would pass it by.';
  const here = history.migrations.findIndex((one) => one.id === input.migration.id);
  for (const migration of history.migrations.slice(here)) {
    for (const [index, { reading }] of migration.script.statements.entries()) {
      if (migration.id === input.migration.id && index <= input.index) continue;
      for (const later of reading.changes) {
        const names = [
          'table' in later ? later.table?.name : undefined,
          later.kind === 'rename-table' ? later.newName.name : undefined,
          later.kind === 'create-object' ? later.name.name : undefined,
        ];
        const uses = (name: string): boolean =>
          names.some((one) => one !== undefined && sameName(dialect, one, name));
        if (uses(change.table.name))
          return `A later statement (${reading.keyword} in ${migration.id}) uses the old name ${change.table.name} again.`;
        const reshapes = [
          'drop-column',
          'alter-column-type',
          'rename-column',
          'rename-table',
          'drop-table',
        ].includes(later.kind);
        if (reshapes && uses(change.newName.name))
          return `A later statement (${reading.keyword} in ${migration.id}) changes what the view shows; move it behind the contract step first.`;
      }
    }
  }
  return null;
}

function written(input: RenameTableInput, facts: RenamedTable, sql: TableSql): Evolution | Refusal {
  const plan = tablePlan(facts, sql, input.migration.file);
  const folder = evolutionFolder(`rename ${facts.from} to ${facts.to}`, input.now, input.exists);
  const expand = replaceStatement(input, joined(sql.expand, input));
  const contract = plan.stages.find((stage) => stage.name === 'contract');
  if (expand === null || contract === undefined)
    return { refused: 'The rename cannot be cut out of its statement.' };
  return {
    plan,
    planFile: `${folder}/plan.evolution.yml`,
    title: `Split the rename of ${facts.from} into expand–contract steps`,
    edits: [
      expand,
      ...prismaTableEdits(input, facts),
      newFile(`${folder}/plan.evolution.yml`, writePlan(plan)),
      newFile(
        `${folder}/2-contract.sql`,
        stageHeader(plan, contract, { triggers: [] }) + `${sql.contract.join(';\n')};\n`,
      ),
    ],
  };
}

function joined(statements: readonly string[], input: RenameTableInput): string {
  return input.before.dialect === 'postgres'
    ? atomically(statements, input.migration.transaction)
    : statements.map((one) => `${one};`).join('\n');
}

function tablePlan(facts: RenamedTable, sql: TableSql, migration: string): Plan {
  const { from, to } = facts;
  const unused = { kind: 'unused-in-released-version', table: from, column: null } as const;
  const nothing = (name: PlanStage['name'], why: string): PlanStage => ({
    ...blank(name),
    application: why,
    preconditions: [{ kind: 'stage-released', stage: 'expand' }],
    rollback: '-- Nothing to undo.\n',
    done: true,
  });
  const views =
    'The view takes SELECT, INSERT, UPDATE, DELETE and upserts, but no TRUNCATE and no COPY FROM; statements that name ' +
    `the table in catalogue functions must use ${to}.`;
  const grants =
    facts.dialect === 'postgres'
      ? 'Privileges on the table are repeated on the view.'
      : 'Privileges given on the table by name stay with the old name: give the new one the same before the next release.';
  const stages: PlanStage[] = [
    {
      ...blank('expand'),
      migration,
      application: `Nothing to do: versions that use ${from} and versions that use ${to} both work once this has run. ${views} ${grants}`,
      verification: sql.verification,
      rollback: `${sql.expandRollback.map((one) => `${one};`).join('\n')}\n`,
    },
    nothing('dual-write', 'Nothing to do: there is one table under two names.'),
    nothing('backfill', 'Nothing to do: there is one table under two names.'),
    nothing('verify', 'Nothing to do: there is one table under two names.'),
    {
      ...blank('switch-reads'),
      application: `Release the version that uses ${to} only, then set done.`,
      preconditions: [{ kind: 'stage-released', stage: 'expand' }],
      rollback: '-- Release the previous version again: the view is still there.\n',
    },
    {
      ...blank('stop-old-writes'),
      application: `Make sure that no running version, job or report uses ${from}, then set done.`,
      preconditions: [{ kind: 'stage-released', stage: 'switch-reads' }, unused],
      rollback: '-- Release the previous version again: the view is still there.\n',
    },
    {
      ...blank('contract'),
      file: '2-contract.sql',
      application: `Nothing to do: ${from} is not used any more.`,
      preconditions: [
        { kind: 'stage-released', stage: 'stop-old-writes' },
        unused,
        { kind: 'bake-time', stage: 'expand', hours: bakeHours },
        {
          kind: 'declared',
          what: `the longest batch interval has passed since the last version that used ${from}`,
        },
      ],
      rollback: '-- No data is lost: create the view again as the expand migration did.\n',
      oneWay: true,
    },
  ];
  return {
    version: 1,
    name: `Rename ${from} to ${to}`,
    why: `A released version that uses ${from} would fail the moment the table is renamed.`,
    kind: 'rename-table',
    dialect: facts.dialect,
    table: facts.schema === null ? from : `${facts.schema}.${from}`,
    from,
    to,
    old: [{ table: from, column: null }],
    new: [{ table: to, column: null }],
    owner: null,
    thresholds: null,
    declared: [],
    stages,
  };
}
