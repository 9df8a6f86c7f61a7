import assert from 'node:assert/strict';
import { dbmate } from '../../../src/migrations/frameworks/dbmate';
import { sqlFile } from '../../../src/migrations/frameworks/framework';
import { goose } from '../../../src/migrations/frameworks/goose';
import { plain } from '../../../src/migrations/frameworks/plain';
import { discoverMigrations } from '../../../src/migrations/discover';
import { histories, projectOf } from './tree-of';

const gooseFile = '-- +goose Up\nCREATE TABLE a (id int);\n-- +goose Down\nDROP TABLE a;\n';
const dbmateFile = '-- migrate:up\nCREATE TABLE a (id int);\n\n-- migrate:down\nDROP TABLE a;\n';

describe('runners that are known by their marks', () => {
  it('goose: by number, with a transaction unless the file says NO TRANSACTION', () => {
    assert.deepEqual(
      histories({ 'db/2_b.sql': gooseFile, 'db/10_c.sql': gooseFile, 'db/00001_a.sql': gooseFile }),
      ['goose db: 00001_a.sql 2_b.sql 10_c.sql'],
    );
    assert.equal(goose.transaction('postgres', gooseFile).mode, 'wrapped');
    assert.equal(goose.transaction('postgres', `-- +goose NO TRANSACTION\n${gooseFile}`).mode, 'autocommit');
  });

  it('goose: the mark that takes a file out goes above Up, once', () => {
    const leave = goose.frames(gooseFile)?.leave('db/1_a.sql', gooseFile, 20);
    assert.deepEqual(leave, {
      file: 'db/1_a.sql',
      range: { start: 0, end: 12 },
      newText: '-- +goose NO TRANSACTION\n-- +goose Up',
    });
    const out = `-- +goose NO TRANSACTION\n${gooseFile}`;
    assert.equal(goose.frames(out)?.leave('db/1_a.sql', out, 40), null);
    assert.deepEqual(goose.frames('')?.header('no-transaction', 'x'), [
      '-- +goose NO TRANSACTION',
      '-- +goose Up',
    ]);
  });

  it('dbmate: by name; schema.sql is its dump and no migration', () => {
    const found = discoverMigrations(
      projectOf({
        'db/migrations/20240101000000_a.sql': dbmateFile,
        'db/schema.sql': 'CREATE TABLE a (id int);',
      }),
    );
    assert.deepEqual(
      found.folders.map(({ framework, files }) => [framework, files.length]),
      [['dbmate', 1]],
    );
    assert.deepEqual([...found.known], ['db/schema.sql']);
  });

  it('dbmate: every block has its own transaction', () => {
    assert.deepEqual(dbmate.transaction('postgres', dbmateFile), {
      mode: 'wrapped',
      span: 'file',
      parts: [],
    });
    const two = `${dbmateFile}-- migrate:up transaction:false\nCREATE INDEX CONCURRENTLY i ON a (id);\n-- migrate:down\n`;
    assert.deepEqual(dbmate.transaction('postgres', two).parts, [
      { start: 0, transaction: 'wrapped' },
      { start: dbmateFile.length, transaction: 'autocommit' },
    ]);
    const edit = dbmate.frames(two)?.leave('f.sql', two, 20);
    assert.deepEqual(edit, {
      file: 'f.sql',
      range: { start: 0, end: 13 },
      newText: '-- migrate:up transaction:false',
    });
    assert.equal(dbmate.frames(two)?.leave('f.sql', two, two.length), null);
  });

  it('a comment that only speaks of a mark is none', () => {
    const text = '-- We used to write +goose Up here, and migrate:up before.\nCREATE TABLE a (id int);';
    assert.deepEqual(histories({ 'migrations/1_a.sql': text }), ['plain migrations: 1_a.sql']);
  });

  it('sql-migrate has a plain folder with a known transaction', () => {
    assert.equal(plain.transaction('postgres', '-- +migrate Up\n').mode, 'wrapped');
    assert.equal(plain.transaction('postgres', '-- +migrate Up notransaction\n').mode, 'autocommit');
    assert.equal(plain.transaction('postgres', 'CREATE TABLE a (id int);').mode, 'unknown');
  });

  it('name the next file in the manner of the last', () => {
    const now = new Date('2026-11-21T12:00:00Z');
    assert.equal(
      goose.nameAfter('db', sqlFile('00009_a.sql', 'db/00009_a.sql', '9'), 'b', now).file,
      'db/00010_b.sql',
    );
    assert.equal(goose.nameAfter('db', null, 'b', now).file, 'db/20261121120000_b.sql');
    const last = sqlFile('20260101000000_a.sql', 'db/20260101000000_a.sql', '20260101000000');
    assert.equal(dbmate.nameAfter('db', last, 'b', now).file, 'db/20261121120000_b.sql');
  });
});
