import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { URI } from 'vscode-uri';
import type { ApplyWorkspaceEditParams, CodeAction } from 'vscode-languageserver-protocol/node';
import type { PlanAnswer, PlanChoices } from '../../src/server/protocol';
import { Scenario } from '../cli/scenario';
import { LanguageClient } from './language-client';

const files = {
  'evolens.yml': 'version: 1\ndialect: postgres\n',
  'db/migrations/001_orders.sql':
    "CREATE TYPE mood AS ENUM ('good');\nCREATE TABLE orders (id bigint PRIMARY KEY, total int, note text);\nCREATE INDEX by_note ON orders (note);\n",
};
const question = {
  folder: 'db/migrations',
  kind: 'rename-column',
  answers: { table: 'orders', column: 'total', to: 'amount' },
  options: [],
};

describe('plans in the language server', () => {
  let client: LanguageClient;
  let root: string;
  let asked: ApplyWorkspaceEditParams[];

  beforeEach(async () => {
    const scenario = new Scenario(files);
    root = URI.file(scenario.folder).toString();
    client = new LanguageClient(scenario.folder);
    asked = [];
    client.connection.onRequest('workspace/applyEdit', (params: ApplyWorkspaceEditParams) => {
      asked.push(params);
      return { applied: true };
    });
    await client.start();
  });
  afterEach(() => client.stop());

  it('offers every recipe and what the migrations end in', async () => {
    const { recipes, roots } = await client.request<PlanChoices>('evolens/planChoices');
    assert.ok(recipes.some(({ kind }) => kind === 'rename-column'));
    assert.deepEqual(
      roots.map((one) => one.histories),
      [
        [
          {
            folder: 'db/migrations',
            dialect: 'postgres',
            tables: [
              {
                name: 'orders',
                columns: [
                  { name: 'id', type: 'bigint' },
                  { name: 'total', type: 'int' },
                  { name: 'note', type: 'text' },
                ],
                indexes: ['orders_pkey', 'by_note'],
              },
            ],
            enums: ['mood'],
          },
        ],
      ],
    );
  });

  it('gives every file as it would be, and writes none', async () => {
    const answer = await client.request<PlanAnswer>('evolens/plan', { ...question, root });
    assert.deepEqual([answer.refused, answer.name], [null, 'Rename orders.total to amount']);
    const plan = answer.files.find(({ uri }) => uri.endsWith('/plan.evolution.yml'));
    assert.equal(plan?.before, null);
    assert.match(plan.after, /^kind: rename-column$/m);
    assert.ok(answer.files.length > 3);
    for (const { uri, after } of answer.files) {
      assert.notEqual(after, '', uri);
      assert.equal(existsSync(URI.parse(uri).fsPath), false, uri);
    }
    assert.deepEqual(asked, []);
  });

  it('says why a recipe refuses', async () => {
    const answers = { ...question.answers, column: 'nope' };
    const refused = await client.request<PlanAnswer>('evolens/plan', { ...question, root, answers });
    assert.match(refused.refused ?? '', /nope/);
    const options = ['batch-rows=none'];
    const wrong = await client.request<PlanAnswer>('evolens/plan', { ...question, root, options });
    assert.match(wrong.refused ?? '', /a number of rows/);
    assert.deepEqual([wrong.files, refused.files, asked], [[], [], []]);
  });

  it('offers the stages of a drop first where there is no safe fix, and files that do not exist', async () => {
    const file = 'db/migrations/002_drop.sql';
    await client.open(file, 'ALTER TABLE orders DROP COLUMN note;\n');
    const diagnostics = await client.diagnostics(file, (found) => found.length > 0);
    const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: client.uri(file) },
      range: diagnostics[0]!.range,
      context: { diagnostics },
    });
    assert.match(actions[0]?.title ?? '', /^Drop orders\.note in expand–contract steps$/);
    const changes = actions[0]?.edit?.documentChanges ?? [];
    assert.ok(changes.some((change) => 'kind' in change && change.kind === 'create'));
    assert.equal(actions[0]?.command?.command, 'evolens.showCreatedFiles');
    // An editor saves whatever it did before it goes on to another kind of change.
    const kinds = changes.map((change) => ('kind' in change ? change.kind : 'text'));
    assert.deepEqual(kinds, [...kinds].sort());
    const [, created] = (actions[0].command.arguments ?? []) as [unknown, string[]];
    assert.deepEqual(created, changes.flatMap((change) => ('kind' in change && change.kind === 'create' ? [change.uri] : []))); // prettier-ignore
  });
});
