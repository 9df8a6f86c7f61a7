import assert from 'node:assert/strict';
import { treeOf } from './tree-of';
import { sqlFile } from '../../../src/migrations/frameworks/framework';
import { prisma } from '../../../src/migrations/frameworks/prisma';

const project = treeOf;

describe('Prisma migrations', () => {
  it('are folders with a migration.sql, in the order of their names, in the dialect of the lock file', () => {
    const [folder, ...rest] = prisma.find(
      project({
        'prisma/migrations/20240102000000_b/migration.sql': '',
        'prisma/migrations/20240101000000_a/migration.sql': '',
        'prisma/migrations/migration_lock.toml': '# do not edit\nprovider = "mysql"\n',
      }),
    );
    assert.deepEqual(rest, []);
    assert.equal(folder?.folder, 'prisma/migrations');
    assert.equal(folder.dialect, 'mysql');
    assert.deepEqual(
      folder.files.map((file) => file.id),
      ['20240101000000_a', '20240102000000_b'],
    );
  });

  it('are not every migration.sql: a lone one in an ordinary folder is left alone', () => {
    assert.deepEqual(prisma.find(project({ 'notes/sql/migration.sql': '' })), []);
  });

  it('get a name that runs last', () => {
    const id = '20990101000000_far';
    const last = sqlFile(id, `m/${id}/migration.sql`, id);
    assert.equal(
      prisma.nameAfter('m', last, 'Validate the key', new Date('2026-11-21T12:00:00Z')).file,
      'm/20990101000001_validate_the_key/migration.sql',
    );
    assert.equal(
      prisma.nameAfter('m', null, 'first', new Date('2026-11-21T12:00:00Z')).file,
      'm/20261121120000_first/migration.sql',
    );
  });

  it('are one implicit transaction on Postgres only', () => {
    assert.equal(prisma.transaction('postgres', '').mode, 'single-query');
    assert.equal(prisma.transaction('mysql', '').mode, 'autocommit');
  });
});
