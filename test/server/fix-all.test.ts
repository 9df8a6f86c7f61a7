import assert from 'node:assert/strict';
import type { CodeAction, TextDocumentEdit } from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { fixAllOf } from '../../src/server/fix-all';
import type { SafeFix } from '../../src/workspace/session';
import { Scenario } from '../cli/scenario';
import { LanguageClient } from './language-client';

const file = 'migrations/002_more.sql';
const files = {
  'migrations/001_users.sql':
    'CREATE TABLE users (id bigint PRIMARY KEY, name text, email text, age integer);\nCREATE TABLE teams (id bigint PRIMARY KEY);\n',
  [file]: '',
};

/** What the file becomes when the action is applied, and the kinds of the actions offered. */
async function fixed(text: string, only?: readonly string[]): Promise<{ kinds: string[]; text: string }> {
  const client = new LanguageClient(new Scenario(files).folder);
  try {
    await client.start();
    await client.open(file, text);
    await client.diagnostics(file);
    const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: client.uri(file) },
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      context: { diagnostics: [], ...(only === undefined ? {} : { only }) },
    });
    const changes = actions
      .filter(({ kind }) => kind === 'source.fixAll.evolens')
      .flatMap(({ edit }) => (edit?.documentChanges ?? []) as TextDocumentEdit[]);
    const document = TextDocument.create(client.uri(file), 'sql', 1, text);
    const edits = changes.flatMap((change) => change.edits);
    return {
      kinds: actions.map(({ kind }) => kind ?? ''),
      text: TextDocument.applyEdits(document, edits as Parameters<typeof TextDocument.applyEdits>[1]),
    };
  } finally {
    client.stop();
  }
}

const checks =
  'ALTER TABLE users ADD CONSTRAINT grown CHECK (age > 17);\nALTER TABLE users ADD CONSTRAINT old CHECK (age < 200);\n';

describe('source.fixAll.evolens', () => {
  for (const only of ['source', 'source.fixAll', 'source.fixAll.evolens'])
    it(`makes every safe fix of the file when ${only} is asked for`, async () => {
      const result = await fixed('TRUNCATE users CASCADE;\nSELECT 1;\nTRUNCATE teams CASCADE;\n', [only]);
      assert.deepEqual(result.kinds, ['source.fixAll.evolens']);
      assert.equal(result.text, 'TRUNCATE users;\nSELECT 1;\nTRUNCATE teams;\n');
    });

  it('is not offered unless it is asked for', async () => {
    assert.ok(!(await fixed(checks)).kinds.includes('source.fixAll.evolens'));
    assert.deepEqual((await fixed(checks, ['source.organizeImports'])).kinds, []);
    assert.deepEqual((await fixed(checks, ['source.fixAll.other'])).kinds, []);
  });

  it('leaves a file alone whose findings have no safe fix', async () => {
    assert.deepEqual((await fixed('DROP TABLE users;\n', ['source.fixAll'])).kinds, []);
  });
});

describe('which fixes are made at once', () => {
  const context = {
    textOf: () => ' '.repeat(100),
    exists: () => true,
    uriOf: (name: string) => name,
    versionOf: () => 1,
  };
  const fix = (
    statement: readonly [number, number],
    ...places: readonly (readonly [number, number])[]
  ): SafeFix => ({
    statement: { start: statement[0], end: statement[1] },
    fix: {
      title: '',
      kind: 'safe',
      edits: places.map(([start, end]) => ({ file, range: { start, end }, newText: `${start}` })),
    },
  });
  const made = (...fixes: readonly SafeFix[]): readonly string[] =>
    fixAllOf(fixes, context).flatMap(({ edit }) =>
      (edit?.documentChanges as TextDocumentEdit[]).flatMap(({ edits }) =>
        edits.map((one) => (one as { newText: string }).newText),
      ),
    );

  it('one for each statement', () =>
    assert.deepEqual(made(fix([0, 10], [2, 3]), fix([0, 10], [7, 8]), fix([10, 20], [12, 13])), ['2', '12']));
  it('none that touches what an earlier one writes', () =>
    assert.deepEqual(made(fix([0, 10], [2, 3], [15, 15]), fix([10, 20], [15, 16]), fix([20, 30], [22, 22])), [
      '2',
      '15',
      '22',
    ]));
  it('all edits of one or none', () =>
    assert.deepEqual(made(fix([0, 10], [2, 3]), fix([10, 20], [3, 3], [14, 15])), ['2']));
  it('nothing from nothing', () => assert.deepEqual(fixAllOf([], context), []));
});
