import assert from 'node:assert/strict';
import { sqlFile } from '../../../src/migrations/frameworks/framework';
import { golangMigrate } from '../../../src/migrations/frameworks/golang-migrate';
import { histories, treeOf } from './tree-of';

describe('golang-migrate', () => {
  it('runs up files by their number; the version is the number without leading zeros', () => {
    const [folder] = golangMigrate.find(
      treeOf({ 'db/000010_b.up.sql': '', 'db/000010_b.down.sql': '', 'db/9_a.up.sql': '' }),
    );
    assert.deepEqual(folder?.files, [
      sqlFile('9_a.up.sql', 'db/9_a.up.sql', '9'),
      sqlFile('000010_b.up.sql', 'db/000010_b.up.sql', '10', true),
    ]);
  });

  it('is known by both directions, or by go.mod; else a folder of up files is a plain one', () => {
    const files = { 'migrations/001_a.up.sql': '' };
    assert.deepEqual(histories(files), ['plain migrations: 001_a.up.sql']);
    assert.deepEqual(
      histories({ ...files, 'go.mod': 'require github.com/golang-migrate/migrate/v4 v4.18.1' }),
      ['golang-migrate migrations: 001_a.up.sql'],
    );
    assert.deepEqual(histories({ ...files, 'migrations/001_a.down.sql': '' }), [
      'golang-migrate migrations: 001_a.up.sql',
    ]);
  });

  it('opens no transaction of its own but in SQLite', () => {
    assert.equal(golangMigrate.transaction('postgres', '').mode, 'single-query');
    assert.equal(golangMigrate.transaction('mysql', '').mode, 'autocommit');
    assert.equal(golangMigrate.transaction('sqlite', '').mode, 'wrapped');
  });

  it('keeps the width of the number in new names', () => {
    const last = sqlFile('000009_a.up.sql', 'db/000009_a.up.sql', '9');
    assert.equal(
      golangMigrate.nameAfter('db', last, 'add index', new Date(0)).file,
      'db/000010_add_index.up.sql',
    );
  });
});
