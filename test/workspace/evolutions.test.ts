import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { EvolutionProgress, StageProgress } from '../../src/evolution/progress';
import { advancePlan } from '../../src/workspace/advance-plan';
import { Analyser } from '../../src/workspace/analyse';
import { createNodeSqlReader } from '../../src/workspace/node-postgres';
import { createNodePorts } from '../../src/workspace/node-roots';
import { Project } from '../../src/workspace/project';

const planFile = 'evolutions/amount/plan.evolution.yml';
const expandFile = 'db/migrations/002_expand.sql';

const plan = `version: 1
name: Rename orders.total to amount
why: The old name misleads.
kind: rename-column
dialect: postgres
table: orders
from: total
to: amount
old: [{ table: orders, column: total }]
new: [{ table: orders, column: amount }]
thresholds: { rollback: { errorPercent: 0.5 } }
stages:
  - name: expand
    migration: ${expandFile}
    bakeHours: 24
    rollback: ALTER TABLE orders DROP COLUMN amount;
  - name: dual-write
    application: Write amount wherever total is written.
    rollback: "-- Release the previous version."
  - name: backfill
    file: 2-backfill.sql
    preconditions: [{ kind: stage-released, stage: dual-write }]
    verification: SELECT count(*) FROM orders WHERE amount IS DISTINCT FROM total
    rollback: "-- Stop it."
  - name: verify
    verification: SELECT count(*) FROM orders WHERE amount IS DISTINCT FROM total
    rollback: "-- Nothing."
  - name: switch-reads
    application: Read amount.
    rollback: "-- Flip the flag."
  - name: stop-old-writes
    application: Write amount only.
    rollback: "-- Release the previous version."
  - name: contract
    file: 3-contract.sql
    preconditions:
      - { kind: unused-in-released-version, table: orders, column: total }
      - { kind: bake-time, stage: backfill, hours: 48 }
    oneWay: true
`;

const schema = (columns: string): string => `datasource db {
  provider = "postgresql"
}
model Order {
  id BigInt @id
  ${columns}
  @@map("orders")
}
`;

const writer = (data: string): string => `import { prisma } from './client';
export const create = (id: bigint, total: number) => prisma.order.create({ data: { id, ${data} } });
`;

const reader = (value: string): string => `import { prisma } from './client';
export async function totalOf(id: bigint) {
  const order = await prisma.order.findUnique({ where: { id } });
  return ${value};
}
`;

/** A real repository: its work tree is looked at as the command line and the editor do. */
class Repository {
  readonly root = fs.mkdtempSync(path.join(os.tmpdir(), 'evolens-walk-'));

  constructor(files: Readonly<Record<string, string>>) {
    this.git('2026-11-01T09:00:00Z', 'init', '-q', '-b', 'main');
    this.write(files);
    this.commit('2026-11-01T09:00:00Z');
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [file, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(this.root, file)), { recursive: true });
      fs.writeFileSync(path.join(this.root, file), text);
    }
  }

  change(file: string, from: string, to: string): void {
    const text = fs.readFileSync(path.join(this.root, file), 'utf8');
    assert.ok(text.includes(from), `${file} has ${from}`);
    this.write({ [file]: text.replace(from, to) });
  }

  commit(date: string): void {
    this.git(date, 'add', '-A');
    this.git(date, 'commit', '-qm', 'step');
  }

  branch(name: string): void {
    this.git('2026-11-01T09:00:00Z', 'checkout', '-qb', name);
  }

  /** The branch is committed two hours before it is merged. */
  merge(name: string, date: string): void {
    this.commit(new Date(Date.parse(date) - 7_200_000).toISOString());
    this.git(date, 'checkout', '-q', 'main');
    this.git(date, 'merge', '-q', '--no-ff', '-m', name, name);
  }

  private git(date: string, ...words: string[]): void {
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', ...words], {
      cwd: this.root,
      env: { ...process.env, GIT_COMMITTER_DATE: date, GIT_AUTHOR_DATE: date },
    });
  }

  private async open(
    now: string,
  ): Promise<{ analyser: Analyser; project: Project; ports: Parameters<typeof advancePlan>[3] }> {
    const ports = {
      ...createNodePorts(this.root, { history: true, log: () => undefined }),
      now: () => new Date(now),
    };
    const options = { dialect: null, databaseVersion: null, isolated: false };
    const project = new Project(ports, await createNodeSqlReader(), options);
    return { analyser: new Analyser(project, ports), project, ports };
  }

  async progress(now: string): Promise<EvolutionProgress> {
    const { analyser } = await this.open(now);
    const [first] = analyser.plans.evolutions.progress;
    assert.ok(first !== undefined);
    return first;
  }

  async rules(now: string): Promise<readonly string[]> {
    const { analyser } = await this.open(now);
    const { findings } = analyser.judge(null, { profile: 'default', withCode: true });
    return findings.map(({ finding }) => `${finding.rule} ${finding.file}`);
  }

  /** Does what `evolens advance` would, or gives what is missing. */
  async advance(now: string): Promise<readonly string[]> {
    const { analyser, project, ports } = await this.open(now);
    const outcome = advancePlan(planFile, project, analyser, ports);
    if (outcome.kind === 'missing') return outcome.missing;
    for (const edit of outcome.edits) {
      const text = project.text(edit.file) ?? '';
      this.write({
        [edit.file]: text.slice(0, edit.range.start) + edit.newText + text.slice(edit.range.end),
      });
    }
    for (const file of outcome.removed) fs.rmSync(path.join(this.root, file));
    return [];
  }
}

function standings({ stages }: EvolutionProgress): string {
  const short = { 'not-due': '-', due: 'due', 'in-work-tree': 'tree', 'on-base': 'base', complete: 'ok' };
  return stages.map((one) => short[one.standing]).join(' ');
}

function stage(progress: EvolutionProgress, name: string): StageProgress {
  const found = progress.stages.find((one) => one.stage.name === name);
  assert.ok(found !== undefined);
  return found;
}

/** What blocks a stage, with the files concerned. */
function blockers(one: StageProgress): string[] {
  return one.blockers.map(({ what, places }) => [what, ...places.map((place) => place.file)].join(' '));
}

describe('an evolution from plan to contract, in a real repository', () => {
  const files = {
    'db/migrations/001_orders.sql': 'CREATE TABLE orders (id bigint PRIMARY KEY, total int);\n',
    'schema.prisma': schema('total Int?'),
    'src/client.ts': `import { PrismaClient } from '@prisma/client';\nexport const prisma = new PrismaClient();\n`,
    'src/write.ts': writer('total'),
    'src/read.ts': reader('order?.total'),
  };
  const repository = new Repository(files);

  it('expand is in the work tree until it is merged, and nothing else is due', async () => {
    repository.branch('expand');
    repository.write({
      [expandFile]: 'ALTER TABLE orders ADD COLUMN amount int;\n',
      'schema.prisma': schema('total Int?\n  amount Int?'),
      [planFile]: plan,
      'evolutions/amount/2-backfill.sql': 'UPDATE orders SET amount = total WHERE id BETWEEN 1 AND 1000;\n',
      'evolutions/amount/3-contract.sql': 'ALTER TABLE orders DROP COLUMN total;\n',
    });
    const progress = await repository.progress('2026-11-02T08:00:00Z');
    assert.equal(standings(progress), 'tree - - - - - -');
    assert.match(blockers(stage(progress, 'expand'))[0] ?? '', /not on the base branch yet/);
    assert.match((await repository.advance('2026-11-02T08:00:00Z'))[0] ?? '', /not on the base branch yet/);
  });

  it('its bake time begins with the merge, not with the commit on the branch', async () => {
    repository.merge('expand', '2026-11-02T12:00:00Z');
    const progress = await repository.progress('2026-11-03T11:00:00Z');
    assert.equal(standings(progress), 'base - - - - - -');
    const expand = stage(progress, 'expand');
    assert.equal(expand.since?.toISOString(), '2026-11-02T12:00:00.000Z');
    assert.equal(expand.bakesUntil?.toISOString(), '2026-11-03T12:00:00.000Z');
    const waiting = /must bake for 24 hours: until 2026-11-03T12:00:00/;
    assert.match(blockers(stage(progress, 'dual-write'))[0] ?? '', waiting);
    assert.match((await repository.advance('2026-11-03T11:00:00Z'))[0] ?? '', waiting);
  });

  it('dual write names the writers that are left, and is seen in the code', async () => {
    const due = await repository.progress('2026-11-03T13:00:00Z');
    assert.equal(standings(due), 'ok due - - - - -');
    assert.deepEqual(blockers(stage(due, 'dual-write')), [
      'One place fills only the old shape. src/write.ts',
    ]);
    assert.deepEqual(await repository.rules('2026-11-03T13:00:00Z'), ['dual-write-incomplete src/write.ts']);
    repository.branch('dual');
    repository.write({ 'src/write.ts': writer('total, amount: total') });
    const made = await repository.progress('2026-11-03T13:00:00Z');
    assert.equal(standings(made), 'ok tree - - - - -');
    assert.match(
      blockers(stage(made, 'dual-write'))[0] ?? '',
      /released version does not have this yet.* src\/write\.ts/,
    );
    assert.deepEqual(await repository.rules('2026-11-03T13:00:00Z'), []);
    repository.merge('dual', '2026-11-04T12:00:00Z');
    assert.equal(standings(await repository.progress('2026-11-04T13:00:00Z')), 'ok ok due - - - -');
  });

  it('backfill is advanced, merged, and has run then', async () => {
    repository.branch('backfill');
    assert.deepEqual(await repository.advance('2026-11-04T13:00:00Z'), []);
    const moved = await repository.progress('2026-11-04T13:00:00Z');
    assert.equal(standings(moved), 'ok ok tree - - - -');
    repository.merge('backfill', '2026-11-05T12:00:00Z');
    const progress = await repository.progress('2026-11-05T13:00:00Z');
    assert.equal(standings(progress), 'ok ok ok due - - -');
    assert.equal(stage(progress, 'backfill').since?.toISOString(), '2026-11-05T12:00:00.000Z');
  });

  it('a reader of the new column alone is said before verify, one with a fallback is not', async () => {
    repository.write({ 'src/read.ts': reader('order?.amount') });
    assert.deepEqual(await repository.rules('2026-11-05T13:00:00Z'), [
      'read-switched-without-fallback src/read.ts',
    ]);
    repository.write({ 'src/read.ts': reader('order?.amount ?? order?.total') });
    assert.deepEqual(await repository.rules('2026-11-05T13:00:00Z'), []);
    repository.write({ 'src/read.ts': files['src/read.ts'] });
  });

  it('verify is declared; readers are switched in the code', async () => {
    repository.branch('verify');
    repository.change(planFile, '  - name: verify\n', '  - name: verify\n    done: true\n');
    const due = await repository.progress('2026-11-05T14:00:00Z');
    assert.equal(standings(due), 'ok ok ok ok due - -');
    assert.deepEqual(blockers(stage(due, 'switch-reads')), [
      'One place reads only the old shape. src/read.ts',
    ]);
    repository.write({ 'src/read.ts': reader('order?.amount ?? order?.total') });
    assert.equal(standings(await repository.progress('2026-11-05T14:00:00Z')), 'ok ok ok ok tree - -');
    repository.merge('verify', '2026-11-06T12:00:00Z');
    const progress = await repository.progress('2026-11-06T13:00:00Z');
    assert.equal(standings(progress), 'ok ok ok ok ok due -');
    assert.deepEqual(blockers(stage(progress, 'stop-old-writes')), [
      'One place still writes the old shape. src/write.ts',
    ]);
  });

  it('contract before the old column is out of use is an error, and is not advanced', async () => {
    repository.write({ 'db/migrations/009_drop.sql': 'ALTER TABLE orders DROP COLUMN total;\n' });
    const rules = await repository.rules('2026-11-06T13:00:00Z');
    assert.ok(rules.includes('contract-before-verify db/migrations/009_drop.sql'), rules.join('\n'));
    fs.rmSync(path.join(repository.root, 'db/migrations/009_drop.sql'));
    repository.branch('stop');
    repository.write({ 'src/write.ts': writer('amount: total') });
    repository.merge('stop', '2026-11-07T11:00:00Z');
    const progress = await repository.progress('2026-11-07T11:30:00Z');
    assert.equal(standings(progress), 'ok ok ok ok ok ok -');
    const [used, baking, ...others] = blockers(stage(progress, 'contract'));
    assert.match(used ?? '', /^The released version still uses orders\.total\./);
    // The fallback, and the model that still declares it.
    assert.match(used ?? '', /schema\.prisma/);
    assert.match(used ?? '', /src\/read\.ts/);
    assert.match(baking ?? '', /must bake for 48 hours: until 2026-11-07T12:00:00/);
    assert.deepEqual(others, []);
    assert.equal((await repository.advance('2026-11-07T11:30:00Z')).length, 2);
  });

  it('contract is due when nothing of the released version names the column, and ends it', async () => {
    repository.branch('unused');
    repository.write({ 'src/read.ts': reader('order?.amount'), 'schema.prisma': schema('amount Int?') });
    repository.merge('unused', '2026-11-08T12:00:00Z');
    assert.equal(standings(await repository.progress('2026-11-08T13:00:00Z')), 'ok ok ok ok ok ok due');
    repository.branch('contract');
    assert.deepEqual(await repository.advance('2026-11-08T13:00:00Z'), []);
    assert.equal(standings(await repository.progress('2026-11-08T13:00:00Z')), 'ok ok ok ok ok ok tree');
    const rules = await repository.rules('2026-11-08T13:00:00Z');
    assert.ok(!rules.some((rule) => rule.startsWith('contract-before-verify')), rules.join('\n'));
    repository.merge('contract', '2026-11-09T12:00:00Z');
    const progress = await repository.progress('2026-11-09T13:00:00Z');
    assert.equal(standings(progress), 'ok ok ok ok ok ok ok');
    assert.equal(progress.next, null);
    assert.match((await repository.advance('2026-11-09T13:00:00Z'))[0] ?? '', /every stage is done/);
  });
});

describe('an evolution where evolens.yml says what is released', () => {
  const files = {
    'db/migrations/001_orders.sql': 'CREATE TABLE orders (id bigint PRIMARY KEY, total int);\n',
    [expandFile]: 'ALTER TABLE orders ADD COLUMN amount int;\n',
    [planFile]: plan.replace('    bakeHours: 24\n', ''),
  };

  it('a stage is complete by that word, merged or not', async () => {
    const repository = new Repository({ 'readme.txt': '' });
    repository.write({ ...files, 'evolens.yml': 'released: 002_expand\n' });
    assert.equal(standings(await repository.progress('2026-11-02T08:00:00Z')), 'ok due - - - - -');
  });

  it('and is not, although it is on the base branch, when it comes after it', async () => {
    const repository = new Repository({ ...files, 'evolens.yml': 'released: 001_orders\n' });
    const progress = await repository.progress('2026-11-02T08:00:00Z');
    assert.equal(standings(progress), 'tree - - - - - -');
    assert.match(blockers(stage(progress, 'expand'))[0] ?? '', /comes after what evolens.yml calls released/);
  });
});
