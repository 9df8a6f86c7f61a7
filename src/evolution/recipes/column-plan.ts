import type { Plan, PlanStage, Precondition } from '../../model/evolution';
import type { ColumnSql } from './column-sql';
import type { StageFile } from './recipe';
import type { RenamedColumn } from './renamed-column';

/** Hours a stage is held before the next (product.md: rollout advice). */
export const bakeHours = 24;

/** A plan with the files that lie beside it. */
export interface PlannedColumn {
  readonly plan: Plan;
  readonly files: readonly StageFile[];
}

/** The seven stages of a column rename. `migration` holds the expand statements. */
export function columnPlan(facts: RenamedColumn, sql: ColumnSql, migration: string): PlannedColumn {
  const label = `${facts.table.name}.${facts.from}`;
  const oneStatement =
    facts.dialect === 'postgres' && facts.transaction !== 'wrapped' && facts.transaction !== 'unknown';
  const byHand = oneStatement ? 'runner' : 'by-hand';
  const files: StageFile[] = [];
  const file = (name: string, text: string): string => {
    const numbered = `${files.length + 2}-${name.replace(/[^A-Za-z0-9_-]+/g, '_')}.sql`;
    files.push({ name: numbered, sql: text });
    return numbered;
  };
  const released = (stage: PlanStage['name']): Precondition => ({ kind: 'stage-released', stage });
  const unused: Precondition = {
    kind: 'unused-in-released-version',
    table: facts.table.name,
    column: facts.from,
  };
  const verifying = (name: string, text: string, run: PlanStage['run']): PlanStage => ({
    ...blank('verify'),
    file: file(name, text),
    run,
    application: 'Nothing to do.',
    preconditions: [released('backfill')],
    verification: sql.verification,
    rollback: run === byHand && name.startsWith('index') ? dropIndexHint(text) : sql.verifyRollback,
  });
  const backfill: PlanStage = {
    ...blank('backfill'),
    file: file('backfill', sql.backfill),
    run: byHand,
    application:
      'Nothing to do. Watch replication lag and latency while it runs; it can be stopped and started again.',
    preconditions: [released('expand')],
    verification: sql.verification,
    rollback: '-- Stop it: nothing reads the new column yet.\n',
  };
  const verify = [
    ...sql.indexes.map((index) =>
      verifying(index.name, index.sql, facts.dialect === 'postgres' ? byHand : 'runner'),
    ),
    ...(sql.verify === null ? [] : [verifying('constraints', sql.verify, 'runner')]),
  ];
  const contractFile = file('contract', sql.contract);
  const stages: PlanStage[] = [
    {
      ...blank('expand'),
      migration,
      application: `Nothing to do: versions that use ${facts.from} and versions that use ${facts.to} both work once this has run.`,
      rollback: sql.expandRollback,
    },
    {
      ...blank('dual-write'),
      application:
        'Nothing to do: triggers fill both columns whoever writes; the old column is the source of truth.',
      preconditions: [released('expand')],
      rollback: '-- Together with expand.\n',
      done: true,
    },
    backfill,
    ...(verify.length > 0
      ? verify
      : [
          {
            ...blank('verify'),
            application: 'Nothing to do. Run the verification query: it must count no row.',
            preconditions: [released('backfill')],
            verification: sql.verification,
            rollback: '-- Nothing to undo.\n',
          } satisfies PlanStage,
        ]),
    {
      ...blank('switch-reads'),
      application: `Release the version that reads and writes ${facts.to} only, then set done.`,
      preconditions: [released('verify')],
      verification: sql.verification,
      rollback: '-- Release the previous version again: the triggers kept its column in step.\n',
    },
    {
      ...blank('stop-old-writes'),
      application: `Make sure that no running version, job or report uses ${label}, then set done.`,
      preconditions: [released('switch-reads'), unused],
      rollback: '-- Release the previous version again: its column is still there and in step.\n',
    },
    {
      ...blank('contract'),
      file: contractFile,
      application: `Nothing to do: ${label} is not used any more.`,
      preconditions: [
        released('stop-old-writes'),
        unused,
        { kind: 'bake-time', stage: 'verify', hours: bakeHours },
        {
          kind: 'declared',
          what: `the longest batch interval has passed since the last version that used ${label}`,
        },
        ...facts.triggers.map((trigger) => ({
          kind: 'declared' as const,
          what: `trigger ${trigger} of ${facts.table.name} does not use ${facts.from}`,
        })),
      ],
      verification: sql.verification,
      rollback: '-- None: the old column is dropped. Its values live on in the new one.\n',
      oneWay: true,
    },
  ];
  const plan: Plan = {
    version: 1,
    name: `Rename ${label} to ${facts.to}`,
    why: `A released version that uses ${label} would fail the moment the column is renamed.`,
    kind: 'rename-column',
    dialect: facts.dialect,
    table: facts.schema === null ? facts.table.name : `${facts.schema}.${facts.table.name}`,
    from: facts.from,
    to: facts.to,
    old: [{ table: facts.table.name, column: facts.from }],
    new: [{ table: facts.table.name, column: facts.to }],
    owner: null,
    thresholds: null,
    declared: [],
    stages,
  };
  return { plan, files };
}

export function blank(name: PlanStage['name']): PlanStage {
  return {
    name,
    file: null,
    migration: null,
    run: 'runner',
    application: '',
    preconditions: [],
    pattern: null,
    bakeHours: null,
    thresholds: null,
    verification: null,
    rollback: '',
    oneWay: false,
    done: false,
  };
}

function dropIndexHint(createIndex: string): string {
  const name = /CONCURRENTLY (.+?) ON /.exec(createIndex)?.[1];
  return name === undefined ? '-- Drop the index.\n' : `DROP INDEX CONCURRENTLY IF EXISTS ${name};\n`;
}
