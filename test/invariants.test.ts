import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const root = path.join(__dirname, '..');

/** Lints one line as if it stood in `file`, with the boundary rules alone. */
async function complaints(file: string, code: string): Promise<readonly string[]> {
  const { boundaries } = (await import(path.join(root, 'eslint.boundaries.mjs'))) as { boundaries: object[] };
  const eslint = new ESLint({
    cwd: root,
    overrideConfigFile: true,
    overrideConfig: [
      {
        files: ['**/*.ts'],
        languageOptions: { parser: tseslint.parser },
        plugins: { '@typescript-eslint': tseslint.plugin },
      },
      ...boundaries,
    ] as never,
  });
  const [result] = await eslint.lintText(code, { filePath: path.join(root, file) });
  return (result?.messages ?? []).map((message) => message.message);
}

interface Invariant {
  readonly promise: string;
  readonly broken: readonly [file: string, code: string];
  readonly innocent: readonly [file: string, code: string];
}

const invariants: readonly Invariant[] = [
  {
    promise: 'only extension/ imports vscode',
    broken: ['src/server/broken.ts', "import * as vscode from 'vscode'; export { vscode };"],
    innocent: ['src/extension/fine.ts', "import * as vscode from 'vscode'; export { vscode };"],
  },
  {
    promise: 'only server/ and extension/ know LSP',
    broken: ['src/workspace/broken.ts', "export { Range } from 'vscode-languageserver/node';"],
    innocent: ['src/server/fine.ts', "export { Range } from 'vscode-languageserver/node';"],
  },
  {
    promise: 'only cli/, server/ and the node adapters of workspace/ touch the file system',
    broken: ['src/schema/broken.ts', "export { readFileSync } from 'node:fs';"],
    innocent: ['src/workspace/node-fine.ts', "export { readFileSync } from 'node:fs';"],
  },
  {
    promise: 'libpg-query has one door',
    broken: ['src/sql/reader.ts', "export { parse } from 'libpg-query';"],
    innocent: ['src/sql/postgres/parser.ts', "export { parse } from 'libpg-query';"],
  },
  {
    promise: 'sql-parser-cst has one door',
    broken: ['src/sql/cst/read.ts', "export { parse } from 'sql-parser-cst';"],
    innocent: ['src/sql/cst/parser.ts', "export { parse } from 'sql-parser-cst';"],
  },
  {
    promise: 'ts-morph has one door',
    broken: ['src/code/broken.ts', "export { ts } from 'ts-morph';"],
    innocent: ['src/code/syntax.ts', "export { ts } from 'ts-morph';"],
  },
  {
    promise: 'yaml has one door',
    broken: ['src/evolution/broken.ts', "export { parse } from 'yaml';"],
    innocent: ['src/document/yaml.ts', "export { parse } from 'yaml';"],
  },
  {
    promise: 'rules never see parser nodes',
    broken: ['src/rules/migration/broken.ts', "export { readPostgres } from '../../sql/postgres/read';"],
    innocent: [
      'src/rules/migration/fine.ts',
      "export { insertConcurrently } from '../../sql/edits/concurrently';",
    ],
  },
  {
    promise: 'a rule never imports another rule',
    broken: ['src/rules/migration/broken.ts', "export { dropTable } from '../migration/drop-table';"],
    innocent: ['src/rules/migration/fine.ts', "export type { MigrationRule } from '../rule';"],
  },
  {
    promise: 'the model imports nothing of ours',
    broken: ['src/model/broken.ts', "export { findTable } from '../schema/lookup';"],
    innocent: ['src/model/fine.ts', "export type { Range } from './text';"],
  },
  {
    promise: 'data flows one way',
    broken: ['src/sql/broken.ts', "export { Project } from '../workspace/project';"],
    innocent: ['src/workspace/fine.ts', "export { createSqlReader } from '../sql/reader';"],
  },
  {
    promise: 'no network',
    broken: ['src/server/broken.ts', "export { request } from 'node:https';"],
    innocent: ['src/server/fine.ts', "export { readFileSync } from 'node:fs';"],
  },
  {
    promise: 'no network by a global either',
    broken: ['src/cli/broken.ts', "export const answer = fetch('https://example.org');"],
    innocent: ['src/cli/fine.ts', 'export const answer = 42;'],
  },
  {
    promise: 'nothing of the workspace is loaded',
    broken: ['src/workspace/node-broken.ts', 'export const load = (file: string) => import(file);'],
    innocent: ['src/workspace/node-fine.ts', 'export const load = (file: string) => file;'],
  },
  {
    promise: 'nothing of the workspace is executed',
    broken: ['src/workspace/node-broken.ts', 'export const run = (text: string) => eval(text);'],
    innocent: ['src/workspace/node-fine.ts', 'export const run = (text: string) => text;'],
  },
];

describe('invariants', () => {
  for (const { promise, broken, innocent } of invariants) {
    it(`${promise}: a breach is seen`, async () => assert.notDeepEqual(await complaints(...broken), []));
    it(`${promise}: the innocent twin passes`, async () =>
      assert.deepEqual(await complaints(...innocent), []));
  }

  it('every folder of src has its place in the layers', () => {
    const boundaries = fs.readFileSync(path.join(root, 'eslint.boundaries.mjs'), 'utf8');
    const folders = fs
      .readdirSync(path.join(root, 'src'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory());
    for (const folder of folders)
      assert.ok(
        boundaries.includes(`'${folder.name}'`),
        `src/${folder.name} is in no layer of eslint.boundaries.mjs`,
      );
  });
});
