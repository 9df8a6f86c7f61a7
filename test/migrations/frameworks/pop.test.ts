import assert from 'node:assert/strict';
import { pop } from '../../../src/migrations/frameworks/pop';
import { sqlFile } from '../../../src/migrations/frameworks/framework';
import { histories, treeOf } from './tree-of';

const empty = (...names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [`sql/${name}`, '']));

describe('Pop migrations', () => {
  it('are a history for each dialect; a file without one runs where no other of its version is', () => {
    assert.deepEqual(
      histories(
        empty(
          '1_a.postgres.up.sql',
          '1_a.mysql.up.sql',
          '1_a.sqlite3.up.sql',
          '1_a.cockroach.up.sql',
          '2_b.up.sql',
          '2_b.mysql.up.sql',
          '3_c.up.sql',
        ),
      ),
      [
        'pop sql mysql: 1_a.mysql.up.sql 2_b.mysql.up.sql 3_c.up.sql',
        'pop sql postgres: 1_a.postgres.up.sql 2_b.up.sql 3_c.up.sql',
        'pop sql sqlite: 1_a.sqlite3.up.sql 2_b.up.sql 3_c.up.sql',
      ],
    );
  });

  it('are a history more where a common file is replaced in every dialect that is named', () => {
    const names = ['1_a.up.sql', '1_a.sqlite3.up.sql', '2_b.up.sql'];
    assert.deepEqual(histories(empty(...names)), [
      'pop sql: 1_a.up.sql 2_b.up.sql',
      'pop sql sqlite: 1_a.sqlite3.up.sql 2_b.up.sql',
    ]);
  });

  it('commit statement by statement where the name says so', () => {
    const [folder] = pop.find(
      treeOf(empty('1_a.postgres.autocommit.up.sql', '2_b.autocommit.up.sql', '3_c.up.sql', '3_c.down.sql')),
    );
    assert.deepEqual(
      folder?.files.map(({ transaction, hasDown }) => [transaction, hasDown]),
      [
        ['autocommit', false],
        ['autocommit', false],
        [null, true],
      ],
    );
  });

  it('are known by go.mod where no name tells, and are one history then', () => {
    const files = {
      'migrations/1_a.up.sql': 'CREATE TABLE a (id int);',
      'go.mod': 'require github.com/gobuffalo/pop/v6 v6.1.1',
    };
    assert.deepEqual(histories(files), ['pop migrations: 1_a.up.sql']);
  });

  it('are not files whose name has another word behind a dot', () => {
    assert.deepEqual(pop.find(treeOf(empty('1_a.backup.up.sql', '1_a.backup.down.sql'))), []);
  });

  it('keep the dialect in new names', () => {
    const last = sqlFile('0009_a.mysql.up.sql', 'sql/0009_a.mysql.up.sql', '0009');
    assert.equal(pop.nameAfter('sql', last, 'b', new Date(0)).file, 'sql/0010_b.mysql.up.sql');
  });
});
