import assert from 'node:assert/strict';
import { liquibase } from '../../../src/migrations/frameworks/liquibase';
import { histories, treeOf } from './tree-of';

const file = (...sets: readonly string[]): string => ['--liquibase formatted sql', ...sets, ''].join('\n');
const first = '--changeset ana:1\nCREATE TABLE a (id int);\n--rollback DROP TABLE a;';
const second = '--changeset "ana":2 runInTransaction:false\nCREATE INDEX CONCURRENTLY i ON a (id);';

describe('Liquibase formatted SQL', () => {
  it('runs in the order in which the changelog includes it', () => {
    const xml = `<databaseChangeLog>
      <include file="b.sql" relativeToChangelogFile="true"/>
      <!-- <include file="old.sql" relativeToChangelogFile="true"/> -->
      <include file="db/changelog/more/changelog-more.yaml"/>
    </databaseChangeLog>`;
    const yaml =
      'databaseChangeLog:\n  - includeAll:\n      path: sets\n      relativeToChangelogFile: true\n';
    assert.deepEqual(
      histories({
        'src/main/resources/db/changelog/db.changelog-master.xml': xml,
        'src/main/resources/db/changelog/b.sql': file(first),
        'src/main/resources/db/changelog/more/changelog-more.yaml': yaml,
        'src/main/resources/db/changelog/more/sets/2.sql': file(first),
        'src/main/resources/db/changelog/more/sets/1.sql': file(first),
      }),
      ['liquibase src/main/resources/db/changelog: b.sql more/sets/1.sql more/sets/2.sql'],
    );
  });

  it('runs by name where no changelog includes it', () => {
    assert.deepEqual(
      histories({
        'changelog/10-b.sql': file(first),
        'changelog/9-a.sql': file(first),
        'changelog/notes.sql': '',
      }),
      ['liquibase changelog: 9-a.sql 10-b.sql'],
    );
  });

  it('does not loop where changelogs include each other', () => {
    const includes = (name: string): string => `databaseChangeLog:\n  - include:\n      file: ${name}\n`;
    assert.deepEqual(
      liquibase.find(
        treeOf({
          'a-changelog.yaml': includes('b-changelog.yaml'),
          'b-changelog.yaml': includes('a-changelog.yaml'),
        }),
      ),
      [],
    );
  });

  it('gives each changeset a transaction of its own', () => {
    const text = file(first, second);
    assert.deepEqual(liquibase.transaction('postgres', text).parts, [
      { start: text.indexOf('--changeset ana'), transaction: 'wrapped' },
      { start: text.indexOf('--changeset "ana"'), transaction: 'autocommit' },
    ]);
  });

  it('takes only the changeset out that holds the statement', () => {
    const text = file(first, second);
    const end = text.indexOf('ana:1') + 5;
    const frames = liquibase.frames(text);
    assert.deepEqual(frames?.leave('a.sql', text, text.indexOf('CREATE TABLE')), {
      file: 'a.sql',
      range: { start: end, end },
      newText: ' runInTransaction:false',
    });
    assert.equal(frames.leave('a.sql', text, text.indexOf('CREATE INDEX')), null);
  });

  it('gives a new file an id of its own, by the author of the last one', () => {
    assert.deepEqual(liquibase.frames(file(first))?.header('no-transaction', 'sets/11-x.sql'), [
      '--liquibase formatted sql',
      '',
      '--changeset ana:11-x runInTransaction:false',
    ]);
  });

  it('knows a way back by its rollback lines', () => {
    const [folder] = liquibase.find(
      treeOf({ 'changelog/1.sql': file(first), 'changelog/2.sql': file(second) }),
    );
    assert.deepEqual(
      folder?.files.map((one) => one.hasDown),
      [true, false],
    );
  });
});
