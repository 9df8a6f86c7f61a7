import fs from 'node:fs';
import path from 'node:path';
import assert from 'node:assert/strict';
import type { Diagnostic } from 'vscode-languageserver-protocol/node';
import { Scenario } from '../cli/scenario';
import { LanguageClient } from './language-client';

const drop = 'migrations/002_drop.sql';
const files = {
  'evolens.yml': 'dialect: postgres\nreleased: none\n',
  'migrations/001_users.sql': 'CREATE TABLE users (id bigint PRIMARY KEY);\n',
  [drop]: 'DROP TABLE users;\n',
};
const created = 1;
const changed = 2;
const deleted = 3;

async function withClient(
  scenario: Scenario,
  run: (client: LanguageClient, scenario: Scenario) => Promise<void>,
): Promise<void> {
  const client = new LanguageClient(scenario.folder);
  try {
    await client.start();
    await run(client, scenario);
  } finally {
    client.stop();
  }
}

const tellOfDisk = (client: LanguageClient, file: string, type: number): Promise<void> =>
  client.connection.sendNotification('workspace/didChangeWatchedFiles', {
    changes: [{ uri: client.uri(file), type }],
  });
const close = (client: LanguageClient, file: string): Promise<void> =>
  client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: client.uri(file) } });
const rules = (diagnostics: readonly Diagnostic[]): readonly unknown[] =>
  diagnostics.map((diagnostic) => diagnostic.code);
const some = (diagnostics: readonly Diagnostic[]): boolean => diagnostics.length > 0;
const none = (diagnostics: readonly Diagnostic[]): boolean => diagnostics.length === 0;

describe('what the language server said before', () => {
  it('goes when the document is closed', async () => {
    await withClient(new Scenario(files), async (client) => {
      await client.open(drop, 'DROP TABLE users;\n');
      await client.diagnostics(drop, some);
      await close(client, drop);
      await client.diagnostics(drop, none);
    });
  });

  it('stays after a check of the workspace, as the disk has it', async () => {
    await withClient(new Scenario(files), async (client) => {
      await client.request('evolens/checkWorkspace');
      assert.deepEqual(rules(await client.diagnostics(drop, some)), ['drop-table']);
      await client.open(drop, 'SELECT 1;\n');
      await client.diagnostics(drop, none);
      await close(client, drop);
      assert.deepEqual(rules(await client.diagnostics(drop, some)), ['drop-table']);
    });
  });

  it('goes with a file that is deleted after a check of the workspace', async () => {
    await withClient(new Scenario(files), async (client, scenario) => {
      await client.request('evolens/checkWorkspace');
      await client.diagnostics(drop, some);
      fs.rmSync(path.join(scenario.folder, drop));
      await tellOfDisk(client, drop, deleted);
      await client.diagnostics(drop, none);
    });
  });

  it('follows a file that changes on disk after a check of the workspace', async () => {
    await withClient(new Scenario(files), async (client, scenario) => {
      await client.request('evolens/checkWorkspace');
      await client.diagnostics(drop, some);
      scenario.write(drop, 'TRUNCATE users;\n');
      await tellOfDisk(client, drop, changed);
      await client.diagnostics(drop, (found) => rules(found).includes('truncate-table'));
    });
  });

  it('is judged again when another open document changes what it rests on', async () => {
    await withClient(new Scenario(files), async (client) => {
      const first = 'migrations/001_users.sql';
      const created = (type: string): string => `CREATE TABLE users (id bigint PRIMARY KEY, name ${type});\n`;
      await client.open(first, created('varchar(10)'));
      await client.open(
        drop,
        "SET lock_timeout = '2s';\nALTER TABLE users ALTER COLUMN name TYPE varchar(20);\n",
      );
      assert.deepEqual(await client.diagnostics(drop), [], 'a wider varchar rewrites nothing');
      await client.connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: client.uri(first), version: 2 },
        contentChanges: [{ text: created('integer') }],
      });
      assert.deepEqual(rules(await client.diagnostics(drop, some)), ['alter-column-type-rewrite']);
    });
  });
});

describe('roots and their configuration', () => {
  it('a folder with a configuration of its own is checked with the workspace', async () => {
    const nested = Object.fromEntries(Object.entries(files).map(([file, text]) => [`shop/${file}`, text]));
    await withClient(new Scenario({ 'package.json': '{}', ...nested }), async (client) => {
      await client.request('evolens/checkWorkspace');
      assert.deepEqual(rules(await client.diagnostics(`shop/${drop}`, some)), ['drop-table']);
    });
  });

  it('mistakes of a configuration that is not open are shown in it', async () => {
    await withClient(new Scenario({ ...files, 'evolens.yml': 'dialect: oracle\n' }), async (client) => {
      await client.open(drop, 'DROP TABLE users;\n');
      const [mistake] = await client.diagnostics('evolens.yml', some);
      assert.deepEqual(mistake?.range.start, { line: 0, character: 9 });
      assert.equal(mistake.severity, 1);
    });
  });

  it('mistakes go when the configuration is mended on disk', async () => {
    await withClient(
      new Scenario({ ...files, 'evolens.yml': 'dialect: oracle\n' }),
      async (client, scenario) => {
        await client.open(drop, 'DROP TABLE users;\n');
        await client.diagnostics('evolens.yml', some);
        scenario.write('evolens.yml', 'dialect: postgres\n');
        await tellOfDisk(client, 'evolens.yml', changed);
        await client.diagnostics('evolens.yml', none);
      },
    );
  });

  it('a configuration that appears counts at once', async () => {
    const bare = { [drop]: files[drop], 'migrations/001_users.sql': files['migrations/001_users.sql'] };
    await withClient(new Scenario(bare), async (client, scenario) => {
      await client.open(drop, 'DROP TABLE users;\n');
      await client.diagnostics(drop, some);
      scenario.write('evolens.yml', 'released: 002_drop\n');
      await tellOfDisk(client, 'evolens.yml', created);
      await client.diagnostics(drop, none);
    });
  });

  it('mistakes of a plan are shown where they are', async () => {
    await withClient(new Scenario(files), async (client) => {
      const plan = 'evolutions/2026-01-01-x/plan.evolution.yml';
      await client.open(plan, 'version: 1\nname: x\nkind: rename-everything\n', 'yaml');
      const mistakes = await client.diagnostics(plan, some);
      assert.ok(mistakes.some((mistake) => mistake.range.start.line === 2));
    });
  });
});
