import assert from 'node:assert/strict';
import { diesel } from '../../../src/migrations/frameworks/diesel';
import { sqlFile } from '../../../src/migrations/frameworks/framework';
import { sqlx } from '../../../src/migrations/frameworks/sqlx';
import { histories, treeOf } from './tree-of';

describe('sqlx migrations', () => {
  const cargo =
    '[dependencies]\nsqlx = { version = "0.8", features = ["runtime-tokio", "postgres", "migrate"] }\n';

  it('are those of a crate that depends on sqlx, in its dialect', () => {
    const files = { 'api/migrations/2_b.sql': '', 'api/migrations/01_a.sql': '' };
    assert.deepEqual(histories({ ...files, 'api/Cargo.toml': cargo }), [
      'sqlx api/migrations postgres: 01_a.sql 2_b.sql',
    ]);
    assert.deepEqual(histories({ ...files, 'api/Cargo.toml': '[dependencies]\nserde = "1"\n' }), [
      'plain api/migrations: 01_a.sql 2_b.sql',
    ]);
  });

  it('may be reversible; one of two dialects is not guessed', () => {
    const [folder] = sqlx.find(
      treeOf({
        'migrations/1_a.up.sql': '',
        'migrations/1_a.down.sql': '',
        'Cargo.toml': '[workspace.dependencies.sqlx]\nfeatures = ["mysql", "sqlite"]\n',
      }),
    );
    assert.deepEqual(folder?.files, [sqlFile('1_a.up.sql', 'migrations/1_a.up.sql', '1', true)]);
    assert.equal(folder.dialect, null);
  });

  it('leave the transaction by their very first line; MySQL has one whatever they say', () => {
    assert.equal(sqlx.transaction('postgres', '-- no-transaction\nVACUUM;').mode, 'single-query');
    assert.equal(sqlx.transaction('postgres', '\n-- no-transaction\nVACUUM;').mode, 'wrapped');
    assert.equal(sqlx.transaction('sqlite', '-- no-transaction\nVACUUM;').mode, 'autocommit');
    assert.equal(sqlx.transaction('mysql', '-- no-transaction\n').mode, 'wrapped');
    const text = 'CREATE INDEX CONCURRENTLY i ON a (b);';
    assert.deepEqual(sqlx.frames(text)?.leave('m.sql', text, 0), {
      file: 'm.sql',
      range: { start: 0, end: 0 },
      newText: '-- no-transaction\n',
    });
  });

  it('keep their direction in new names', () => {
    const last = sqlFile('0009_a.up.sql', 'm/0009_a.up.sql', '9');
    assert.equal(sqlx.nameAfter('m', last, 'b', new Date(0)).file, 'm/0010_b.up.sql');
  });
});

describe('Diesel migrations', () => {
  const at = (name: string): string => `migrations/${name}`;

  it('are folders, ordered by their version without hyphens', () => {
    assert.deepEqual(
      histories({
        [at('2024-01-02-030405_b/up.sql')]: '',
        [at('2024-01-02-030405_b/down.sql')]: '',
        [at('00000000000000_diesel_initial_setup/up.sql')]: '',
        'Cargo.toml': '[dependencies]\ndiesel = { version = "2", features = ["sqlite"] }',
      }),
      ['diesel migrations sqlite: 00000000000000_diesel_initial_setup 2024-01-02-030405_b'],
    );
  });

  it('leave the transaction by metadata.toml, also by one that does not name the key', () => {
    const mode = (metadata: string | null): unknown => {
      const files = metadata === null ? {} : { [at('1_a/metadata.toml')]: metadata };
      return diesel.find(treeOf({ [at('1_a/up.sql')]: '', ...files }))[0]?.files[0]?.transaction;
    };
    assert.equal(mode(null), null);
    assert.equal(mode('run_in_transaction = false'), 'single-query');
    assert.equal(mode('run_in_transaction = true'), 'wrapped');
    assert.equal(mode('# nothing'), 'single-query');
  });

  it('are not every folder with an up.sql', () => {
    assert.deepEqual(
      diesel.find(treeOf({ 'scripts/1_start/up.sql': '', 'migrations/start/up.sql': '' })),
      [],
    );
  });

  it('get a folder with a dated name', () => {
    const made = diesel.nameAfter('migrations', null, 'Add index', new Date('2026-11-21T12:00:00Z'));
    assert.equal(made.file, 'migrations/2026-11-21-120000_add_index/up.sql');
    assert.equal(
      diesel.frames('')?.beside(made.file, 'no-transaction')?.file,
      'migrations/2026-11-21-120000_add_index/metadata.toml',
    );
  });
});
