import assert from 'node:assert/strict';
import type { CodeLens, Hover, Location } from 'vscode-languageserver-protocol/node';
import { Scenario } from '../cli/scenario';
import { LanguageClient } from './language-client';

const change = 'ALTER TABLE users RENAME COLUMN name TO full_name;\nALTER TABLE users DROP COLUMN note;\n';
const code = `import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';

export const users = pgTable('users', {
  id: integer('id').primaryKey(),
  fullName: text('full_name'),
  note: text('note'),
});
export const db = drizzle(process.env.URL ?? '');
export const withNote = (note: string) => db.select({ id: users.id }).from(users).where(eq(users.note, note));
export const write = (note: string) => db.insert(users).values({ id: 1, note });
`;
const files = {
  'migrations/001_users.sql':
    'CREATE TABLE users (id int PRIMARY KEY, name varchar(20), note text NOT NULL);\n',
  'migrations/002_index.sql': 'CREATE INDEX users_note ON users (note);\n',
  'migrations/003_more.sql': change,
  'src/users.ts': code,
};

describe('columns in the language server', () => {
  let client: LanguageClient;
  before(async () => {
    client = new LanguageClient(new Scenario(files).folder);
    await client.start();
    await client.open('migrations/003_more.sql', change);
    await client.open('src/users.ts', code, 'typescript');
    // The second round has read the code when it says who still uses the column.
    await client.diagnostics('migrations/003_more.sql', (found) =>
      found.some((diagnostic) => diagnostic.code === 'drop-column-still-declared'),
    );
  });
  after(() => {
    client.stop();
  });

  const at = (file: string, text: string, word: string): object => {
    const offset = text.indexOf(word);
    const lines = text.slice(0, offset).split('\n');
    return {
      textDocument: { uri: client.uri(file) },
      position: { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 },
    };
  };
  const shown = (locations: readonly Location[] | null): string[] =>
    (locations ?? [])
      .map(
        ({ uri, range }) =>
          `${uri.split('/').slice(-2).join('/')}:${range.start.line + 1}:${range.start.character}`,
      )
      .sort();

  it('have a lens where a migration changes them, which opens their uses', async () => {
    const lenses = await client.request<CodeLens[]>('textDocument/codeLens', {
      textDocument: { uri: client.uri('migrations/003_more.sql') },
    });
    assert.deepEqual(
      lenses.map(({ range, command }) => [range.start.line, command?.title]),
      [
        [0, 'not used in the code'],
        [0, '1 declaration'],
        [1, '1 read, 1 write, 1 declaration'],
      ],
    );
    const [uri, position, places] = lenses[2]?.command?.arguments as [string, unknown, Location[]];
    assert.equal(uri, client.uri('migrations/003_more.sql'));
    assert.deepEqual(position, { line: 1, character: 30 });
    assert.deepEqual(shown(places), ['src/users.ts:11:97', 'src/users.ts:12:72', 'src/users.ts:8:2']);
  });

  it('show in SQL what made them and who uses them', async () => {
    const hover = await client.request<Hover>(
      'textDocument/hover',
      at('migrations/003_more.sql', change, 'note'),
    );
    assert.deepEqual(hover.range, { start: { line: 1, character: 30 }, end: { line: 1, character: 34 } });
    assert.equal(
      (hover.contents as { value: string }).value,
      [
        '**users.note**',
        '- 001\\_users.sql: made with the table as text\n- 002\\_index.sql: in a new index\n- 003\\_more.sql: dropped',
        'In the code: 1 read, 1 write, 1 declaration, in src/users.ts.',
      ].join('\n\n'),
    );
  });

  it('show in code the migrations that made and changed them, and how they are today', async () => {
    const hover = await client.request<Hover>('textDocument/hover', at('src/users.ts', code, 'fullName'));
    assert.equal(
      (hover.contents as { value: string }).value,
      [
        '**users.full\\_name** varchar(20), may be NULL, no index',
        '- 001\\_users.sql: made with the table as varchar(20)\n- 003\\_more.sql: renamed to full\\_name',
        'In the code: 1 declaration, in src/users.ts.',
      ].join('\n\n'),
    );
    assert.equal(await client.request('textDocument/hover', at('src/users.ts', code, 'withNote')), null);
  });

  it('are found from both sides', async () => {
    const everywhere = [
      'migrations/001_users.sql:1:58',
      'migrations/002_index.sql:1:0',
      'migrations/003_more.sql:2:30',
      'src/users.ts:11:97',
      'src/users.ts:12:72',
      'src/users.ts:8:2',
    ];
    const context = { context: { includeDeclaration: true } };
    const ask = (place: object): Promise<Location[] | null> =>
      client.request('textDocument/references', { ...place, ...context });
    assert.deepEqual(shown(await ask(at('migrations/003_more.sql', change, 'note'))), everywhere);
    assert.deepEqual(shown(await ask(at('src/users.ts', code, "note: text('note')"))), everywhere);
    assert.deepEqual(shown(await ask(at('src/users.ts', code, 'export const db'))), []);
  });
});
