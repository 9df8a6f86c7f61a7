import assert from 'node:assert/strict';
import type { FrameworkName, History, Migration } from '../../src/model/migration';
import { writeMigrations, type NewMigration } from '../../src/migrations/write-migration';

const now = new Date('2026-11-21T12:00:00Z');

function migration(id: string, file: string, version: string | null, text: string): Migration {
  return {
    id,
    file,
    version,
    order: 0,
    transaction: 'wrapped',
    transactionSpan: 'file',
    transactionParts: [],
    script: { text, dialect: 'postgres', statements: [], comments: [], unread: [] },
    embedding: null,
    released: true,
    hasDown: false,
  };
}

function history(framework: FrameworkName, folder: string, migrations: readonly Migration[]): History {
  const target = { dialect: 'postgres', dialectConfidence: 'high', version: 16 } as const;
  return { folder, framework, target, migrations, faults: [] };
}

const index: NewMigration = {
  words: 'build i',
  statements: ['CREATE INDEX CONCURRENTLY i ON a (b);', 'ANALYZE a;'],
  frame: 'no-transaction',
};

/** File and text of every edit. */
function written(
  of: History,
  wanted: readonly NewMigration[],
  files: Readonly<Record<string, string>> = {},
): unknown {
  const like = of.migrations.at(-1)?.script.text ?? '';
  const found = writeMigrations(of, wanted, like, now, (file) => files[file] ?? null);
  return found?.edits.map(({ file, newText }) => [file, newText]) ?? null;
}

describe('new migrations', () => {
  it('begin as the runner wants it', () => {
    const goose = history('goose', 'db', [
      migration('9_a.sql', 'db/9_a.sql', '9', '-- +goose Up\nSELECT 1;\n'),
    ]);
    assert.deepEqual(written(goose, [index]), [
      [
        'db/10_build_i.sql',
        '-- +goose NO TRANSACTION\n-- +goose Up\nCREATE INDEX CONCURRENTLY i ON a (b);\nANALYZE a;\n',
      ],
    ]);
  });

  it('keep the line ends of their neighbours', () => {
    const plain = history('plain', 'db', [migration('9_a.sql', 'db/9_a.sql', '9', 'SELECT 1;\r\n')]);
    assert.deepEqual(written(plain, [{ ...index, statements: ['-- why\nANALYZE a;'] }]), [
      ['db/10_build_i.sql', '-- why\r\nANALYZE a;\r\n'],
    ]);
  });

  it('come with the file beside them that takes them out of the transaction', () => {
    const flyway = history('flyway', 'sql', [
      migration('V9__a.sql', 'sql/V9__a.sql', '9', ''),
      migration('R__view.sql', 'sql/R__view.sql', null, ''),
    ]);
    assert.deepEqual(written(flyway, [{ ...index, statements: ['ANALYZE a;'] }]), [
      ['sql/V10__build_i.sql', 'ANALYZE a;\n'],
      ['sql/V10__build_i.sql.conf', 'executeInTransaction=false\n'],
    ]);
    assert.deepEqual(written(flyway, [{ ...index, statements: ['ANALYZE a;'], frame: 'transaction' }]), [
      ['sql/V10__build_i.sql', 'ANALYZE a;\n'],
    ]);
  });

  describe('of Drizzle', () => {
    const drizzle = history('drizzle', 'drizzle', [migration('0000_a', 'drizzle/0000_a.sql', '5', '')]);
    const journal =
      '{\n  "version": "7",\n  "dialect": "postgresql",\n  "entries": [\n    {\n      "idx": 0,\n      "version": "7",\n      "when": 9900000000000,\n      "tag": "0000_a",\n      "breakpoints": true\n    }\n  ]\n}';

    it('are listed in the journal, later than all before, with breakpoints between statements', () => {
      const found = writeMigrations(drizzle, [index, { ...index, words: 'more' }], '', now, (file) =>
        file === 'drizzle/meta/_journal.json' ? journal : null,
      );
      assert.deepEqual(
        found?.edits.map((edit) => edit.file),
        ['drizzle/0001_build_i.sql', 'drizzle/0002_more.sql', 'drizzle/meta/_journal.json'],
      );
      assert.equal(
        found.edits[0]?.newText,
        'CREATE INDEX CONCURRENTLY i ON a (b);\n--> statement-breakpoint\nANALYZE a;\n',
      );
      const { range, newText } = found.edits[2] ?? { range: { start: 0, end: 0 }, newText: '' };
      const after = journal.slice(0, range.start) + newText + journal.slice(range.end);
      assert.deepEqual(JSON.parse(after), {
        version: '7',
        dialect: 'postgresql',
        entries: [
          { idx: 0, version: '7', when: 9900000000000, tag: '0000_a', breakpoints: true },
          { idx: 1, version: '7', when: 9900000000001, tag: '0001_build_i', breakpoints: true },
          { idx: 2, version: '7', when: 9900000000002, tag: '0002_more', breakpoints: true },
        ],
      });
    });

    it('are not made where the journal cannot be read', () => {
      assert.equal(written(drizzle, [index], { 'drizzle/meta/_journal.json': '{ "entries": [' }), null);
    });

    it('need no journal in the layout of folders', () => {
      const folders = history('drizzle', 'drizzle', [
        migration('20260101000000_a', 'drizzle/20260101000000_a/migration.sql', '20260101000000_a', ''),
      ]);
      assert.deepEqual(written(folders, [{ ...index, statements: ['ANALYZE a;'] }]), [
        ['drizzle/20261121120000_build_i/migration.sql', 'ANALYZE a;\n'],
      ]);
    });
  });

  it('are not made where the history is written in code', () => {
    const file = 'migrations/20240101000000_a.ts';
    const knex = history('knex', 'migrations', [
      {
        ...migration('20240101000000_a.ts', file, '20240101000000_a.ts', ''),
        embedding: { source: '', pieces: [], unread: [], comments: [] },
      },
    ]);
    assert.equal(written(knex, [index]), null);
  });
});
