import assert from 'node:assert/strict';
import { advance, type Advance, type AdvanceInput } from '../../src/evolution/advance';
import { readPlan } from '../../src/evolution/plan-file';
import { emptySchema } from '../../src/schema/lookup';
import { loadedSqlReader, sqlReader } from '../rules/migration-case';
import type { History } from '../../src/model/migration';

const planText = `version: 1
name: Rename orders.total to amount
why: The old name misleads. # because
kind: rename-column
dialect: postgres
table: orders
from: total
to: amount
stages:
  - name: expand
    migration: prisma/migrations/20260101000000_x/migration.sql
  - name: backfill # slow
    file: 2-backfill.sql
    preconditions:
      - kind: stage-released
        stage: expand
  - name: switch-reads
    application: Release the new version.
  - name: contract
    file: 3-contract.sql
    oneWay: true
    preconditions:
      - kind: unused-in-released-version
        table: orders
        column: total
      - kind: bake-time
        stage: backfill
        hours: 24
      - kind: declared
        what: the reports are changed
`;
const expandFile = 'prisma/migrations/20260101000000_x/migration.sql';
const backfillFile = 'prisma/migrations/20260301100000_backfill_total_to_amount/migration.sql';

const history: History = {
  folder: 'prisma/migrations', framework: 'prisma', migrations: [], faults: [],
  target: { dialect: 'postgres', dialectConfidence: 'high', version: 16 },
}; // prettier-ignore

function step(text: string, released: readonly string[] | null, more: Partial<AdvanceInput> = {}): Advance {
  const { plan, problems } = readPlan(text);
  assert.deepEqual(problems, []);
  return advance({
    plan: plan!, planFile: 'evolutions/x/plan.evolution.yml', planText: text, history, now: new Date('2026-03-01T10:00:00Z'),
    isReleased: (file) => (released === null ? null : released.includes(file)),
    releasedAt: () => new Date('2026-02-01T10:00:00Z'),
    usesInReleasedVersion: () => [],
    exists: () => true, work: null, released: null, keptInStep: false,
    files: [], textOf: (file) => `SELECT '${file}';\n`, schema: () => emptySchema('postgres'), readSql: (sql) => loadedSqlReader().readScript(sql, 'postgres'),
    ...more,
  }); // prettier-ignore
}

const backfilled = planText.replace(
  '    file: 2-backfill.sql',
  `    file: 2-backfill.sql\n    migration: ${backfillFile}`,
);
const switched = backfilled.replace('  - name: switch-reads', '  - name: switch-reads\n    done: true');
const declared = switched.replace('to: amount\n', 'to: amount\ndeclared:\n  - the reports are changed\n');

describe('advance', () => {
  before(sqlReader);
  it('waits for the stage before to reach the base branch', () => {
    const waiting = step(planText, []);
    assert.equal(waiting.kind, 'missing');
    assert.match(JSON.stringify(waiting), /not on the base branch yet/);
  });

  it('without git asks for a declaration', () => {
    assert.match(JSON.stringify(step(planText, null)), /set done: true on stage expand/);
  });

  it('moves the next file and records it, comments kept', () => {
    const moved = step(planText, [expandFile]);
    assert.ok(moved.kind === 'move', JSON.stringify(moved));
    assert.match(moved.migration, /^prisma\/migrations\/20260301100000_backfill\w*\/migration\.sql$/);
    assert.deepEqual(moved.deletes, ['evolutions/x/2-backfill.sql']);
    assert.deepEqual(moved.edits[0], {
      file: moved.migration,
      range: { start: 0, end: 0 },
      newText: "SELECT 'evolutions/x/2-backfill.sql';\n",
    });
    const written = moved.edits[1]!;
    assert.deepEqual(written.range, { start: 0, end: planText.length });
    assert.match(written.newText, /# because/);
    assert.match(written.newText, /backfill # slow/);
    assert.equal(readPlan(written.newText).plan?.stages[1]?.migration, moved.migration);
  });

  it('does not overwrite a plan whose file is gone', () => {
    assert.match(JSON.stringify(step(planText, [expandFile], { textOf: () => null })), /does not exist/);
  });

  it('a stage that is run by hand or has no SQL asks for done', () => {
    const byHand = step(planText.replace('file: 2-backfill.sql', 'file: 2-backfill.sql\n    run: by-hand'), [
      expandFile,
    ]);
    assert.equal(byHand.kind, 'by-hand');
    const noSql = step(backfilled, [expandFile, backfillFile]);
    assert.ok(noSql.kind === 'by-hand');
    assert.match(noSql.message, /Release the new version\..*done: true/);
  });

  it('contract: says everything that is missing', () => {
    const evidence = { file: 'src/a.ts', range: { start: 0, end: 1 }, message: 'read here' };
    const missing = step(switched, [expandFile, backfillFile], {
      usesInReleasedVersion: () => [evidence],
      releasedAt: () => new Date('2026-02-28T20:00:00Z'),
    });
    assert.ok(missing.kind === 'missing');
    assert.equal(missing.missing.length, 3);
    assert.match(
      missing.missing.join('\n'),
      /src\/a\.ts[^]*until 2026-03-01T20:00:00[^]*the reports are changed/,
    );
  });

  it('contract: what is not known must be declared', () => {
    const unknown = { usesInReleasedVersion: () => null, releasedAt: () => null };
    const missing = step(declared, [expandFile, backfillFile], unknown);
    assert.ok(missing.kind === 'missing' && missing.missing.length === 2);
    const said = declared.replace(
      'declared:\n',
      'declared:\n  - orders.total is unused in the released version\n  - 24 hours have passed since backfill\n',
    );
    assert.equal(step(said, [expandFile, backfillFile], unknown).kind, 'move');
  });

  it('contract moves when all of it holds, and says that it is one-way', () => {
    const moved = step(declared, [expandFile, backfillFile]);
    assert.ok(moved.kind === 'move');
    assert.match(moved.message, /one-way door/);
  });

  it('ends', () => {
    const done = declared.replace('    file: 3-contract.sql', '    file: 3-contract.sql\n    done: true');
    assert.equal(step(done, [expandFile, backfillFile]).kind, 'finished');
  });
});
