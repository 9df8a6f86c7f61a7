import assert from 'node:assert/strict';
import type { CodeAction } from 'vscode-languageserver-protocol/node';
import { Scenario } from '../cli/scenario';
import { LanguageClient } from './language-client';

const files = {
  'migrations/001_users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY, name text);\n',
  'migrations/002_more.sql': '',
};

async function withClient(scenario: Scenario, run: (client: LanguageClient) => Promise<void>): Promise<void> {
  const client = new LanguageClient(scenario.folder);
  try {
    await client.start();
    await run(client);
  } finally {
    client.stop();
  }
}

describe('the language server', () => {
  it('judges the text of the editor, not that of the disk', async () => {
    await withClient(new Scenario(files), async (client) => {
      await client.open('migrations/002_more.sql', 'DROP TABLE users;\n');
      const diagnostics = await client.diagnostics('migrations/002_more.sql', (found) => found.length > 0);
      assert.deepEqual(
        diagnostics.map((diagnostic) => diagnostic.code),
        ['drop-table'],
      );
    });
  });

  it('re-reads one statement after an edit and leaves the others where they are', async () => {
    await withClient(new Scenario(files), async (client) => {
      await client.open('migrations/002_more.sql', 'SELECT 1;\nDROP TABLE users;\n');
      await client.diagnostics('migrations/002_more.sql', (found) => found.length === 1);
      await client.connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: client.uri('migrations/002_more.sql'), version: 2 },
        contentChanges: [
          {
            range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
            text: '-- a line more\n',
          },
        ],
      });
      const moved = await client.diagnostics(
        'migrations/002_more.sql',
        (found) => found[0]?.range.start.line === 2,
      );
      assert.equal(moved[0]?.code, 'drop-table');
    });
  });

  it('answers a light bulb with edits, the suppression last', async () => {
    await withClient(new Scenario(files), async (client) => {
      const text = 'CREATE INDEX users_name ON users (name);\n';
      await client.open('migrations/002_more.sql', text);
      const [diagnostic] = await client.diagnostics('migrations/002_more.sql', (found) => found.length > 0);
      const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
        textDocument: { uri: client.uri('migrations/002_more.sql') },
        range: diagnostic!.range,
        context: { diagnostics: [diagnostic] },
      });
      assert.match(actions[0]?.title ?? '', /CONCURRENTLY/);
      assert.match(actions.at(-1)?.title ?? '', /^Ignore create-index-blocking/);
      assert.ok(actions.every((action) => action.edit !== undefined));
    });
  });

  it('says nothing of a released migration', async () => {
    const scenario = new Scenario({
      ...files,
      'migrations/002_more.sql': 'DROP TABLE users;\n',
      'evolens.yml': 'released: 002_more\n',
    });
    await withClient(scenario, async (client) => {
      await client.open('migrations/002_more.sql', 'DROP TABLE users;\n');
      assert.deepEqual(await client.diagnostics('migrations/002_more.sql'), []);
    });
  });

  it('leaves texts that are no files alone', async () => {
    await withClient(new Scenario(files), async (client) => {
      await client.connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri: 'git:/x/001_a.sql', languageId: 'sql', version: 1, text: 'DROP TABLE users;' },
      });
      await client.open('migrations/002_more.sql', 'DROP TABLE users;\n');
      await client.diagnostics('migrations/002_more.sql');
      assert.equal(client.allPublished().has('git:/x/001_a.sql'), false);
    });
  });
});
