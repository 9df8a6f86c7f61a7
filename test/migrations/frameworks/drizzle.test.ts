import assert from 'node:assert/strict';
import { drizzle } from '../../../src/migrations/frameworks/drizzle';
import { sqlFile } from '../../../src/migrations/frameworks/framework';
import { histories, treeOf } from './tree-of';

const journal = (dialect: string, ...tags: readonly string[]): string =>
  JSON.stringify({
    version: '7',
    dialect,
    entries: tags.map((tag, idx) => ({ idx, when: 1000 + idx, tag, breakpoints: true })),
  });

describe('Drizzle migrations', () => {
  it('run in the order of the journal, not of their names, and record the moment it gives', () => {
    const [folder] = drizzle.find(
      treeOf({
        'drizzle/meta/_journal.json': journal('postgresql', '0001_b', '0000_a'),
        'drizzle/0000_a.sql': '',
        'drizzle/0001_b.sql': '',
      }),
    );
    assert.deepEqual(
      folder?.files.map(({ id, version }) => [id, version]),
      [
        ['0001_b', '1000'],
        ['0000_a', '1001'],
      ],
    );
    assert.equal(folder.dialect, 'postgres');
  });

  it('that the journal does not list are never run; what it lists and is gone is said', () => {
    const [folder] = drizzle.find(
      treeOf({
        'drizzle/meta/_journal.json': journal('sqlite', '0000_a', '0001_gone'),
        'drizzle/0000_a.sql': '',
        'drizzle/0002_forgotten.sql': '',
      }),
    );
    assert.deepEqual(
      folder?.files.map((file) => file.id),
      ['0000_a'],
    );
    assert.deepEqual(folder.missing, ['drizzle/0001_gone.sql']);
    assert.deepEqual(folder.unlisted, ['drizzle/0002_forgotten.sql']);
  });

  it('may be folders with a snapshot, which Prisma does not have', () => {
    assert.deepEqual(
      histories({
        'drizzle/20260101000000_a/migration.sql': '',
        'drizzle/20260101000000_a/snapshot.json': '{ "dialect": "mysql" }',
        'prisma/migrations/20260101000000_a/migration.sql': '',
      }),
      ['drizzle drizzle mysql: 20260101000000_a', 'prisma prisma/migrations: 20260101000000_a'],
    );
  });

  it('take their dialect from the configuration where the journal names none', () => {
    const files = {
      'app/drizzle/meta/_journal.json': '{ "entries": [{ "tag": "0000_a", "when": 1 }] }',
      'app/drizzle/0000_a.sql': '',
      'app/drizzle.config.ts': "export default defineConfig({ dialect: 'turso' });",
    };
    assert.deepEqual(histories(files), ['drizzle app/drizzle sqlite: 0000_a']);
  });

  it('with a journal that is cut short are no history, and nothing throws', () => {
    assert.deepEqual(
      drizzle.find(treeOf({ 'drizzle/meta/_journal.json': '{ "entries": [', 'drizzle/0000_a.sql': '' })),
      [],
    );
  });

  it('run all pending ones in one transaction', () => {
    assert.deepEqual(drizzle.transaction('postgres', ''), { mode: 'wrapped', span: 'run', parts: [] });
  });

  it('are named by the next number', () => {
    const last = sqlFile('0009_a', 'drizzle/0009_a.sql', '1000');
    assert.equal(
      drizzle.nameAfter('drizzle', last, 'Add index', new Date(0)).file,
      'drizzle/0010_add_index.sql',
    );
  });
});
