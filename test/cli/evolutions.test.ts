import assert from 'node:assert/strict';
import { Scenario } from './scenario';

const planFile = 'evolutions/amount/plan.evolution.yml';
const plan = `version: 1
name: Rename orders.total to amount
why: The old name misleads.
kind: rename-column
dialect: postgres
table: orders
old: [{ table: orders, column: total }]
new: [{ table: orders, column: amount }]
thresholds: { rollback: { errorPercent: 0.5 } }
stages:
  - name: expand
    migration: db/migrations/002_expand.sql
    rollback: ALTER TABLE orders DROP COLUMN amount;
  - name: dual-write
    application: Write amount wherever total is written.
    rollback: "-- Release the previous version."
  - name: backfill
    file: 2-backfill.sql
    verification: SELECT count(*) FROM orders WHERE amount IS DISTINCT FROM total
    rollback: "-- Stop it."
  - name: verify
    rollback: "-- Nothing."
  - name: switch-reads
    rollback: "-- Flip the flag."
  - name: stop-old-writes
    rollback: "-- Release the previous version."
  - name: contract
    file: 3-contract.sql
    preconditions: [{ kind: bake-time, stage: verify, hours: 24 }]
    oneWay: true
`;

function scenario(planText = plan): Scenario {
  const one = new Scenario({
    'db/migrations/001_orders.sql': 'CREATE TABLE orders (id bigint PRIMARY KEY, total int);\n',
    'db/migrations/002_expand.sql': 'ALTER TABLE orders ADD COLUMN amount int;\n',
    'schema.prisma':
      'datasource db {\n  provider = "postgresql"\n}\nmodel Order {\n  id BigInt @id\n  total Int?\n  amount Int?\n  @@map("orders")\n}\n',
    'src/client.ts': `import { PrismaClient } from '@prisma/client';\nexport const prisma = new PrismaClient();\n`,
    'src/write.ts': `import { prisma } from './client';\nexport const create = (id: bigint, total: number) =>\n  prisma.order.create({ data: { id, total } });\n`,
    [planFile]: planText,
  });
  one.git('init', '-q', '-b', 'main');
  one.git('add', '.');
  one.git('commit', '-qm', 'expand');
  return one;
}

describe('evolens evolutions', () => {
  it('prints each stage, and for the next one what blocks it and where', () => {
    const { code, out, error } = scenario().run('evolutions');
    assert.equal(error, '');
    assert.equal(code, 0);
    assert.match(out, /^Rename orders\.total to amount\n {2}evolutions\/amount\/plan\.evolution\.yml\n/);
    assert.match(out, /^ {2}expand {10}complete {5} {2}db\/migrations\/002_expand\.sql$/m);
    assert.match(out, /^→ dual-write {6}due$/m);
    assert.match(out, /^ {6}Write amount wherever total is written\.$/m);
    assert.match(
      out,
      /^ {6}One place fills only the old shape\.\n {8}at src\/write\.ts:3:3 {2}prisma\.order\.create fills orders\.total, not orders\.amount\.$/m,
    );
    assert.match(
      out,
      /^ {2}contract {8}not due {6} {2}one-way door {2}evolutions\/amount\/3-contract\.sql$/m,
    );
    assert.match(out, /^1 evolution: 0 can be advanced, 0 finished\.$/m);
  });

  it('gives the same as JSON, with zero-based positions', () => {
    const { out } = scenario().run('evolutions', '--format', 'json');
    const { schemaVersion, evolutions, unreadable } = JSON.parse(out) as {
      schemaVersion: number;
      evolutions: { plan: string; next: number; finished: boolean; stages: Record<string, unknown>[] }[];
      unreadable: unknown[];
    };
    assert.equal(schemaVersion, 1);
    assert.deepEqual(unreadable, []);
    const [one] = evolutions;
    assert.equal(one?.plan, planFile);
    assert.equal(one.next, 1);
    assert.equal(one.finished, false);
    assert.deepEqual(
      one.stages.map((stage) => stage.standing),
      ['complete', 'due', 'not-due', 'not-due', 'not-due', 'not-due', 'not-due'],
    );
    const { blockers, range, canAdvance } = one.stages[1] ?? {};
    assert.equal(canAdvance, false);
    // `  - name: dual-write` is line 14 of the plan.
    assert.deepEqual(range, { start: { line: 13, character: 10 }, end: { line: 13, character: 20 } });
    assert.deepEqual(blockers, [
      {
        what: 'One place fills only the old shape.',
        places: [
          {
            file: 'src/write.ts',
            range: { start: { line: 2, character: 2 }, end: { line: 2, character: 46 } },
            message: 'prisma.order.create fills orders.total, not orders.amount.',
          },
        ],
      },
    ]);
  });

  it('says which plans cannot be read and why; without any it says so', () => {
    const broken = scenario(plan.replace('kind: rename-column', 'kind: rename')).run('evolutions');
    assert.match(
      broken.out,
      /plan\.evolution\.yml {2}cannot be read\n {2}evolutions\/amount\/plan\.evolution\.yml:4:7 {2}kind is not right/,
    );
    const none = new Scenario({ 'a.sql': 'SELECT 1;\n' }).run('evolutions');
    assert.equal(none.code, 0);
    assert.match(none.out, /^No evolutions/);
  });

  it('strips what would steer a terminal from names of a plan', () => {
    const { out } = scenario(
      plan.replace('name: Rename', 'name: "\\e[31mRename').replace('to amount\n', 'to amount"\n'),
    ).run('evolutions');
    assert.doesNotMatch(out, /\u001b/);
  });
});

describe('evolens check on plan files', () => {
  const withoutRollback = plan.replace('    rollback: "-- Stop it."\n', '');

  it('places findings in the plan and in the code it speaks of', () => {
    const { out } = scenario(withoutRollback).run('check', '--format', 'json');
    const { findings } = JSON.parse(out) as {
      findings: { rule: string; file: string; range: { start: { line: number } } }[];
    };
    assert.deepEqual(
      findings.map(({ rule, file, range }) => `${rule} ${file}:${range.start.line + 1}`),
      [`plan-without-rollback ${planFile}:17`, 'dual-write-incomplete src/write.ts:3'],
    );
  });

  it('is asked about one plan, or a folder', () => {
    const one = scenario(withoutRollback);
    for (const target of [planFile, 'evolutions']) {
      const { out } = one.run('check', target);
      assert.match(out, /evolutions\/amount\/plan\.evolution\.yml:17:11 {2}warning {2}plan-without-rollback/);
      assert.doesNotMatch(out, /dual-write-incomplete/);
    }
  });

  it('is silenced by a comment above the stage, and says when the comment silences nothing', () => {
    const comment = '  # evolens-ignore plan-without-rollback: it only reads\n';
    const silenced = withoutRollback.replace('  - name: backfill', `${comment}  - name: backfill`);
    assert.doesNotMatch(scenario(silenced).run('check').out, /plan-without-rollback|suppression/);
    const idle = plan.replace('  - name: backfill', `${comment}  - name: backfill`);
    assert.match(scenario(idle).run('check').out, /plan\.evolution\.yml:17:3 {2}\w+ {2}suppression-unused/);
  });

  it('counts a plan that cannot be read as not analysed', () => {
    const { out } = scenario(plan.replace('version: 1', 'version: 2')).run('check');
    assert.match(out, /plan\.evolution\.yml:1:10 {2}not analysed {2}version is not right/);
  });
});
