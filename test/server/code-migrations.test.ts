import assert from 'node:assert/strict';
import type { CodeAction } from 'vscode-languageserver-protocol/node';
import { Scenario } from '../cli/scenario';
import { typeormProject } from '../cli/typeorm-project';
import { LanguageClient } from './language-client';

const file = 'src/migrations/1700000000002-Change.ts';

describe('the language server on migrations in TypeScript', () => {
  let client: LanguageClient;
  beforeEach(async () => {
    client = new LanguageClient(new Scenario(typeormProject).folder);
    await client.start();
  });
  afterEach(() => client.stop());

  it('marks the very words inside the string', async () => {
    await client.open(file, typeormProject[file], 'typescript');
    const found = await client.diagnostics(file, (diagnostics) => diagnostics.length > 0);
    const notNull = found.find((one) => one.code === 'set-not-null-scanning');
    assert.deepEqual(notNull?.range, {
      start: { line: 6, character: 30 },
      end: { line: 6, character: 60 },
    });
  });

  it('follows an edit, with the file that it imports as it is in the editor', async () => {
    await client.open('src/names.ts', `export const ORDERS = 'nothing_of_ours';\n`, 'typescript');
    await client.open(
      file,
      typeormProject[file].replace('ALTER COLUMN note SET NOT NULL', 'DROP COLUMN gone'),
      'typescript',
    );
    const found = await client.diagnostics(file, (diagnostics) => diagnostics.length > 0);
    assert.ok(
      found.every((one) => !JSON.stringify(one.message).includes(' of orders ')),
      JSON.stringify(found),
    );
    assert.ok(
      found.some((one) => JSON.stringify(one.message).includes('nothing_of_ours')),
      JSON.stringify(found),
    );
  });

  it('offers a comment of the language as suppression', async () => {
    await client.open(file, typeormProject[file], 'typescript');
    const found = await client.diagnostics(file, (diagnostics) => diagnostics.length > 0);
    const diagnostic = found.find((one) => one.code === 'set-not-null-scanning');
    const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: client.uri(file) },
      range: diagnostic!.range,
      context: { diagnostics: [diagnostic] },
    });
    assert.match(JSON.stringify(actions.at(-1)?.edit), /\/\/ evolens-ignore set-not-null-scanning/);
  });
});
