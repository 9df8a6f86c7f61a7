import assert from 'node:assert/strict';
import { flyway } from '../../../src/migrations/frameworks/flyway';
import { sqlFile } from '../../../src/migrations/frameworks/framework';
import { histories, treeOf } from './tree-of';

const location = 'src/main/resources/db/migration';

describe('Flyway migrations', () => {
  it('run by version as numbers, across folders below the location, repeatable ones last', () => {
    assert.deepEqual(
      histories({
        [`${location}/R__views.sql`]: '',
        [`${location}/V1_10__c.sql`]: '',
        [`${location}/V1.9__b.sql`]: '',
        [`${location}/2023/V1__a.sql`]: '',
        [`${location}/afterMigrate.sql`]: '',
      }),
      [`flyway ${location}: 2023/V1__a.sql V1.9__b.sql V1_10__c.sql R__views.sql`],
    );
  });

  it('know the undo file of a version; a baseline is run by new databases only', () => {
    const [folder] = flyway.find(
      treeOf({ 'sql/V1__a.sql': '', 'sql/U1__a.sql': '', 'sql/V2__b.sql': '', 'sql/B2__all.sql': '' }),
    );
    assert.deepEqual(folder?.files, [
      sqlFile('V1__a.sql', 'sql/V1__a.sql', '1', true),
      sqlFile('V2__b.sql', 'sql/V2__b.sql', '2'),
    ]);
  });

  it('are one history for each database that a folder names', () => {
    assert.deepEqual(
      histories({
        [`${location}/postgresql/V1__a.sql`]: '',
        [`${location}/mysql/V1__a.sql`]: '',
      }),
      [`flyway ${location}/mysql: V1__a.sql`, `flyway ${location}/postgresql: V1__a.sql`],
    );
  });

  it('need both underscores: a file named otherwise is not run by Flyway', () => {
    assert.deepEqual(flyway.find(treeOf({ 'sql/V1_a.sql': '', 'sql/Vacations__2024.sql': '' })), []);
  });

  it('leave the transaction by a file beside them, or by what they hold', () => {
    const [folder] = flyway.find(
      treeOf({
        'sql/V1__a.sql': '',
        'sql/V1__a.sql.conf': 'executeInTransaction=false\n',
        'sql/V2__b.sql': '',
      }),
    );
    assert.deepEqual(
      folder?.files.map((file) => file.transaction),
      ['autocommit', null],
    );
    assert.equal(flyway.transaction('postgres', 'ALTER TABLE a ADD b int;').mode, 'wrapped');
    assert.equal(
      flyway.transaction('postgres', '-- x\ncreate unique index concurrently i on a (b);').mode,
      'autocommit',
    );
    assert.equal(flyway.transaction('mysql', 'VACUUM').mode, 'wrapped');
  });

  it('follow the settings of flyway.toml, flyway.conf and Spring', () => {
    const with_ = (file: string, text: string): unknown => {
      const [folder] = flyway.find(treeOf({ 'db/migration/V1__a.sql': '', [file]: text }));
      return [folder?.transaction, folder?.transactionSpan];
    };
    assert.deepEqual(with_('flyway.toml', '[flyway]\ngroup = true\n'), [null, 'run']);
    assert.deepEqual(with_('db/flyway.conf', 'flyway.executeInTransaction=false'), ['autocommit', null]);
    assert.deepEqual(with_('application.properties', 'spring.flyway.group=true'), [null, 'run']);
    assert.deepEqual(with_('application.yml', 'spring:\n  flyway:\n    execute-in-transaction: false'), [
      'autocommit',
      null,
    ]);
    assert.deepEqual(with_('flyway.toml', '# group = true\n'), [null, null]);
  });

  it('are named by the next version, and a file beside a new one takes it out of its transaction', () => {
    const last = sqlFile('V1_9__a.sql', 'sql/V1_9__a.sql', '1.9');
    const next = flyway.nameAfter('sql', last, 'add index', new Date(0));
    assert.equal(next.file, 'sql/V1.10__add_index.sql');
    assert.deepEqual(flyway.frames('')?.beside(next.file, 'no-transaction'), {
      file: 'sql/V1.10__add_index.sql.conf',
      text: 'executeInTransaction=false\n',
    });
    assert.equal(flyway.frames('')?.beside(next.file, 'transaction'), null);
  });
});
