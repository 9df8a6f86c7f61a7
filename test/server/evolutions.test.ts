import assert from 'node:assert/strict';
import type { CodeAction, CodeLens } from 'vscode-languageserver-protocol/node';
import type { EvolutionsAnswer } from '../../src/server/protocol';
import { Scenario } from '../cli/scenario';
import { LanguageClient } from './language-client';

const planFile = 'evolutions/amount/plan.evolution.yml';
const migration = 'db/migrations/002_expand.sql';
const plan = `version: 1
name: Rename orders.total to amount
why: The old name misleads.
kind: rename-column
dialect: postgres
table: orders
from: total
to: amount
stages:
  - name: expand
    migration: ${migration}
    rollback: ALTER TABLE orders DROP COLUMN amount;
  - name: backfill
    file: 2-backfill.sql
    rollback: "-- Stop it."
`;
const files = {
  'db/migrations/001_orders.sql': 'CREATE TABLE orders (id bigint PRIMARY KEY, total int);\n',
  [migration]: 'ALTER TABLE orders ADD COLUMN amount int;\n',
  'evolutions/amount/2-backfill.sql': 'UPDATE orders SET amount = total WHERE id < 1000;\n',
  [planFile]: plan,
};

function committed(): Scenario {
  const scenario = new Scenario(files);
  scenario.git('init', '-q', '-b', 'main');
  scenario.git('add', '.');
  scenario.git('commit', '-qm', 'expand');
  return scenario;
}

async function withClient(scenario: Scenario, run: (client: LanguageClient) => Promise<void>): Promise<void> {
  const client = new LanguageClient(scenario.folder);
  try {
    await client.start();
    await run(client);
  } finally {
    client.stop();
  }
}

/** `line title → command` of each lens. */
async function lensesOf(client: LanguageClient, file: string): Promise<string[]> {
  const lenses = await client.request<CodeLens[]>('textDocument/codeLens', {
    textDocument: { uri: client.uri(file) },
  });
  return lenses.map(
    ({ range, command }) => `${range.start.line} ${command?.title ?? ''} → ${command?.command ?? ''}`,
  );
}

describe('evolutions in the language server', () => {
  it('stand where the command line says', async () => {
    const scenario = committed();
    await withClient(scenario, async (client) => {
      const { roots } = await client.request<EvolutionsAnswer>('evolens/evolutions');
      const { out } = scenario.run('evolutions', '--format', 'json');
      assert.equal(roots.length, 1);
      assert.deepEqual(roots[0]?.view.evolutions, (JSON.parse(out) as { evolutions: unknown }).evolutions);
      assert.deepEqual(
        roots[0]?.view.evolutions[0]?.stages.map((stage) => stage.standing),
        ['complete', 'due'],
      );
    });
  });

  it('a plan is judged in the editor as by the command line, and its faults of form come first', async () => {
    const scenario = committed();
    await withClient(scenario, async (client) => {
      await client.open(planFile, plan, 'yaml');
      const found = await client.diagnostics(planFile, (diagnostics) => diagnostics.length > 0);
      const { out } = scenario.run('check', planFile, '--format', 'json');
      const { findings } = JSON.parse(out) as { findings: { rule: string; range: unknown }[] };
      assert.deepEqual(
        found.map(({ code, range }) => [code, range]),
        findings.map(({ rule, range }) => [rule, range]),
      );
      assert.ok(found.some(({ code }) => code === 'plan-without-verification'));
      await client.connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: client.uri(planFile), version: 2 },
        contentChanges: [{ text: plan.replace('version: 1', 'version: 9') }],
      });
      const [fault] = await client.diagnostics(planFile, ([first]) => first?.code === undefined);
      assert.ok(typeof fault?.message === 'string' && fault.message.includes('version is not right'));
    });
  });

  it('has lenses in the plan, the migration and the file of the stage that is due', async () => {
    await withClient(committed(), async (client) => {
      await client.open(planFile, plan, 'yaml');
      await client.diagnostics(planFile, (diagnostics) => diagnostics.length > 0);
      const today = new Date().toISOString().slice(0, 10);
      assert.deepEqual(await lensesOf(client, planFile), [
        `9 complete, on base since ${today} → `,
        '12 due → ',
        '12 Advance to backfill → evolens.advanceEvolution',
      ]);
      await client.open(migration, files[migration]);
      assert.deepEqual((await lensesOf(client, migration)).slice(0, 2), [
        '0 Stage expand (1 of 2) of Rename orders.total to amount: complete → evolens.openPlace',
        '0 Advance to backfill → evolens.advanceEvolution',
      ]);
      await client.open('evolutions/amount/2-backfill.sql', files['evolutions/amount/2-backfill.sql']);
      assert.match(
        (await lensesOf(client, 'evolutions/amount/2-backfill.sql'))[0] ?? '',
        /^0 Stage backfill \(2 of 2\)/,
      );
    });
  });

  it('offers to read the new column first where the old one is read, once the plan asks for it', async () => {
    const reader = 'src/orders.ts';
    const code = `import type { Knex } from 'knex';
declare const knex: Knex;
export async function totals() {
  const rows = await knex('orders').select('id', 'total');
  return rows.map((row) => row.total);
}
`;
    const scenario = committed();
    scenario.write(reader, code);
    scenario.write(
      planFile,
      `${plan}    done: true\n  - name: switch-reads\n    rollback: "-- Read the old one."\n`,
    );
    await withClient(scenario, async (client) => {
      await client.open(reader, code, 'typescript');
      // Nothing is found in such a file, so no diagnostics would ever say that the code is read.
      await client.request('evolens/checkWorkspace');
      const at = async (line: number, only?: string[]): Promise<CodeAction[]> =>
        client.request<CodeAction[]>('textDocument/codeAction', {
          textDocument: { uri: client.uri(reader) },
          range: { start: { line, character: 3 }, end: { line, character: 3 } },
          context: { diagnostics: [], ...(only === undefined ? {} : { only }) },
        });
      const [action, ...others] = await at(4);
      assert.deepEqual(others, []);
      assert.deepEqual(
        [action?.title, action?.kind],
        ['Read amount, and total where it is empty', 'refactor.rewrite'],
      );
      const [change] = action?.edit?.documentChanges ?? [];
      assert.deepEqual(
        change !== undefined && 'edits' in change
          ? change.edits.map((edit) => ('newText' in edit ? edit.newText : ''))
          : [],
        [", 'amount'", 'row.amount ?? row.total'],
      );
      assert.equal((await at(3, ['refactor'])).length, 1);
      assert.deepEqual(await at(3, ['quickfix']), []);
      assert.deepEqual(await at(2), []);
    });
  });

  it('offers nothing at readers before the plan asks for it', async () => {
    const reader = 'src/orders.ts';
    const code = "declare const knex: any;\nexport const all = () => knex('orders').select('total');\n";
    const scenario = committed();
    scenario.write(reader, code);
    scenario.write(
      planFile,
      `${plan}  - name: switch-reads\n    preconditions:\n      - kind: stage-done\n        stage: backfill\n`,
    );
    await withClient(scenario, async (client) => {
      await client.open(reader, code, 'typescript');
      await client.request('evolens/checkWorkspace');
      const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
        textDocument: { uri: client.uri(reader) },
        range: { start: { line: 1, character: 0 }, end: { line: 1, character: 70 } },
        context: { diagnostics: [] },
      });
      assert.deepEqual(actions, []);
    });
  });

  it('tells the client when they may have moved', async () => {
    const scenario = committed();
    await withClient(scenario, async (client) => {
      const told = new Promise<void>((resolve) =>
        client.connection.onNotification('evolens/evolutionsChanged', () => resolve()),
      );
      scenario.write(planFile, plan.replace('file: 2-backfill.sql', 'file: 2-backfill.sql\n    done: true'));
      await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
        changes: [{ uri: client.uri(planFile), type: 2 }],
      });
      await told;
      const { roots } = await client.request<EvolutionsAnswer>('evolens/evolutions');
      assert.equal(roots[0]?.view.evolutions[0]?.finished, true);
    });
  });
});
