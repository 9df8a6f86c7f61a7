import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { recipes } from '../../src/evolution/recipes/registry';
import { Scenario } from './scenario';

const create = 'CREATE TABLE orders (id bigint PRIMARY KEY, total int, note text);\n';
const rename = ['rename-column', '--table', 'orders', '--column', 'total', '--to', 'amount'] as const;

function scenario(more: Readonly<Record<string, string>> = {}): Scenario {
  return new Scenario({
    'evolens.yml': 'version: 1\ndialect: postgres\n',
    'db/migrations/001_orders.sql': create,
    ...more,
  });
}

function files(one: Scenario): readonly string[] {
  return fs
    .readdirSync(one.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      path.relative(one.folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
    )
    .sort();
}

describe('evolens plan', () => {
  it('lists every recipe with what it asks, and the options', () => {
    const { code, out } = scenario().run('plan', '--list');
    assert.equal(code, 0);
    for (const { kind } of recipes) assert.match(out, new RegExp(`^${kind} `, 'm'));
    assert.match(out, /--table TABLE --column COLUMN --to NAME/);
    assert.match(out, /--set batch-rows=…/);
    const listed = JSON.parse(scenario().run('plan', '--list', '--format', 'json').out) as {
      schemaVersion: number;
      recipes: readonly { kind: string }[];
    };
    assert.equal(listed.schemaVersion, 1);
    assert.deepEqual(listed.recipes.map(({ kind }) => kind), recipes.map(({ kind }) => kind)); // prettier-ignore
  });

  it('writes the stage that is due as a migration, and the others beside the plan', () => {
    const one = scenario();
    const { code, out, error } = one.run('plan', ...rename, '--owner', 'ann', '--set', 'batch-rows=123', '--set', 'bake-hours=0'); // prettier-ignore
    assert.deepEqual([code, error], [0, '']);
    assert.match(out, /^Rename orders\.total to amount\ncreated db\/migrations\/002_\w+\.sql$/m);
    const made = files(one).filter((file) => file !== 'evolens.yml' && !file.includes('001_'));
    const folder = made
      .find((file) => file.endsWith('plan.evolution.yml'))
      ?.replace(/plan.evolution.yml$/, '');
    assert.equal(made.filter((file) => file.startsWith('db/migrations/')).length, 1);
    assert.ok(
      folder !== undefined && /^evolutions\/\d{4}-\d\d-\d\d-rename-orders-total-to-amount\/$/.test(folder),
    );
    const plan = one.read(`${folder}plan.evolution.yml`);
    assert.match(plan, /^owner: ann$/m);
    assert.doesNotMatch(plan, /bakeHours/);
    assert.match(one.read(`${folder}2-backfill.sql`), /OFFSET 123 LIMIT 1/);
    assert.equal(one.read('db/migrations/001_orders.sql'), create);
  });

  it('a second plan of the same name gets a folder of its own', () => {
    const one = scenario();
    one.run('plan', 'change-default', '--table', 'orders', '--column', 'note', '--value', "'x'");
    const before = files(one);
    const texts = before.map((file) => one.read(file));
    const { code } = one.run(
      'plan',
      'change-default',
      '--table',
      'orders',
      '--column',
      'note',
      '--value',
      "'x'",
    );
    assert.equal(code, 0);
    assert.deepEqual(before.map((file) => one.read(file)), texts); // prettier-ignore
    assert.ok(files(one).some((file) => /^evolutions\/.*-2\/plan\.evolution\.yml$/.test(file)));
  });

  it('shows every file and writes none when it runs dry', () => {
    const one = scenario();
    const before = files(one);
    const { code, out } = one.run('plan', ...rename, '--dry-run');
    assert.equal(code, 0);
    assert.match(out, /Nothing is written/);
    assert.match(out, /^=== create evolutions\/.*\/4?-?.*contract\.sql$/m);
    assert.match(out, /DROP COLUMN total/);
    const shown = JSON.parse(one.run('plan', ...rename, '--dry-run', '--format', 'json').out) as {
      planFile: string;
      files: readonly { file: string; created: boolean; text: string }[];
    };
    assert.ok(shown.files.every(({ created, text }) => created && text !== ''));
    assert.ok(shown.files.some(({ file }) => file === shown.planFile));
    assert.deepEqual(files(one), before);
  });

  it('says why the recipe refuses, and ends with 1', () => {
    const one = scenario();
    const { code, out } = one.run(
      'plan',
      'rename-column',
      '--table',
      'orders',
      '--column',
      'nope',
      '--to',
      'x',
    );
    assert.equal(code, 1);
    assert.match(out, /nope/);
    const asJson = one.run('plan', 'rename-column', '--table', 'orders', '--column', 'nope', '--to', 'x', '--format', 'json'); // prettier-ignore
    assert.equal(asJson.code, 1);
    assert.match((JSON.parse(asJson.out) as { refused: string }).refused, /nope/);
    assert.equal(new Scenario({ 'a.txt': '' }).run('plan', ...rename).code, 1);
  });

  it('asks which migrations are meant where there are several folders', () => {
    const one = scenario({ 'other/migrations/001_orders.sql': create });
    const { code, out } = one.run('plan', ...rename);
    assert.equal(code, 1);
    assert.match(out, /--folder .*db\/migrations.*other\/migrations/);
    assert.equal(one.run('plan', ...rename, '--folder', 'other/migrations').code, 0);
    assert.ok(files(one).some((file) => /^other\/migrations\/002_/.test(file)));
  });

  it('ends with 2 for what it does not understand', () => {
    const one = scenario();
    const wrong: readonly (readonly [readonly string[], RegExp])[] = [
      [[], /--list/],
      [['rename-colum'], /There is no recipe `rename-colum`/],
      [['rename-column', '--table', 'orders'], /Usage: evolens plan rename-column --table TABLE/],
      [[...rename, '--value', 'x'], /asks for no --value/],
      [[...rename, '--set', 'speed=9'], /There is no option speed/],
      [[...rename, '--set', 'batch-rows=many'], /a number of rows/],
      [[...rename, 'nowhere'], /no such folder/],
    ];
    for (const [words, message] of wrong) {
      const { code, error } = one.run('plan', ...words);
      assert.equal(code, 2, words.join(' '));
      assert.match(error, message);
    }
    assert.deepEqual(files(one), ['db/migrations/001_orders.sql', 'evolens.yml']);
  });

  it('goes on with advance once expand is on the base branch', () => {
    const one = scenario();
    one.git('init', '-q', '-b', 'main');
    one.git('add', '.');
    one.git('commit', '-qm', 'orders');
    one.run(
      'plan',
      'make-required',
      '--table',
      'orders',
      '--column',
      'note',
      '--value',
      "''",
      '--set',
      'bake-hours=0',
    );
    const plan = files(one).find((file) => file.endsWith('plan.evolution.yml')) ?? '';
    const waiting = one.run('advance', plan);
    assert.equal(waiting.code, 1);
    assert.match(waiting.out, /not on the base branch yet/);
    one.git('add', '.');
    one.git('commit', '-qm', 'expand');
    const byHand = one.run('advance', plan);
    assert.equal(byHand.code, 1);
    assert.match(byHand.out, /^Run evolutions\/.*\/2-backfill\.sql outside the migration runner/);
  });
});
