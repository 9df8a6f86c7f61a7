import assert from 'node:assert/strict';
import { extractTable } from '../../src/evolution/recipes/extract-table';
import { moveColumn } from '../../src/evolution/recipes/move-column';
import { isRefused } from '../../src/evolution/recipes/recipe';
import type { Dialect } from '../../src/model/dialect';
import type { SqlReader } from '../../src/sql/reader';
import { createNodeSqlReader } from '../../src/workspace/node-postgres';
import { proveAcross } from './databases/across-writers';
import { draftOf, groundOf } from './databases/ground';
import { everyPlace, type Place } from './databases/places';
import { counted, prove, quotedBy, runStage } from './databases/proof';

describe('columns that go to another table, in stages', () => {
  let reader: SqlReader;
  let places: ReadonlyMap<Dialect, Place>;
  before(async () => {
    reader = await createNodeSqlReader();
    places = await everyPlace();
  });
  after(async () => {
    for (const place of places.values()) await place.stop();
  });

  for (const dialect of ['postgres', 'mariadb', 'sqlite'] as const) {
    const q = quotedBy(dialect);
    const text = dialect === 'sqlite' ? 'TEXT' : 'varchar(40)';
    const engine = dialect === 'mariadb' ? ' CHARACTER SET utf8mb4' : '';
    const upsert = (sets: string): string =>
      dialect === 'mariadb'
        ? `ON DUPLICATE KEY UPDATE ${sets}`
        : `ON CONFLICT (${q('User_id')}) DO UPDATE SET ${sets}`;
    const required = dialect === 'sqlite' ? "NOT NULL DEFAULT 'n/a'" : 'NOT NULL';

    it(`${dialect}: columns are extracted into a table with a row for every row`, async () => {
      const setup = `CREATE TABLE ${q('User')} (id INTEGER PRIMARY KEY, name ${text}, ${q('Bio')} ${text}, lang ${text} ${required})${engine};
        INSERT INTO ${q('User')} VALUES (1, 'a', 'ünï', 'de'), (2, 'b', NULL, ''), (3, 'c', 'ccc', 'en'), (4, 'd', 'ddd', 'fr')`;
      const ground = groundOf(reader, { dialect, setup, change: null });
      const draft = draftOf(extractTable, ground, { table: 'User', columns: 'Bio,lang', to: 'Profile' });
      const cascade = `REFERENCES ${q('User')} (id) ON DELETE CASCADE ON UPDATE CASCADE`;
      const create = (key: string): string =>
        `CREATE TABLE ${q('Profile')} (${q('User_id')} INTEGER NOT NULL PRIMARY KEY${key === '' ? ` ${cascade}` : ''}, ${q('Bio')} ${text}, lang ${text} ${required}${key})${engine}`;
      const insertNew = `INSERT INTO ${q('User')} (id, name) VALUES ({n}, 'new'); INSERT INTO ${q('Profile')} (${q('User_id')}, ${q('Bio')}, lang) VALUES ({n}, 'neu', 'it')`;
      await prove(places.get(dialect)!, {
        dialect, setup, draft, tables: ['User', 'Profile'], newFrom: 'verify',
        old: [
          `INSERT INTO ${q('User')} (id, name, ${q('Bio')}, lang) VALUES ({n}, 'x', 'old {n}', 'de')`,
          `UPDATE ${q('User')} SET ${q('Bio')} = 'old {n}' WHERE id = 1`,
          `UPDATE ${q('User')} SET name = 'touched {n}' WHERE id = 3`,
          `SELECT ${q('Bio')}, lang FROM ${q('User')}`,
          `INSERT INTO ${q('User')} (id, lang) VALUES ({n}, 'gone'); DELETE FROM ${q('User')} WHERE id = {n}`,
        ],
        new: [
          dialect === 'postgres' ? `BEGIN; ${insertNew}; COMMIT` : `${insertNew} ${upsert(`${q('Bio')} = 'neu', lang = 'it'`)}`,
          `UPDATE ${q('Profile')} SET ${q('Bio')} = 'new {n}' WHERE ${q('User_id')} = 2`,
          `UPDATE ${q('Profile')} SET ${q('Bio')} = NULL WHERE ${q('User_id')} = 4`,
          `SELECT p.${q('Bio')} FROM ${q('User')} u JOIN ${q('Profile')} p ON p.${q('User_id')} = u.id`,
        ],
        plain: `${create(dialect === 'mariadb' ? `, FOREIGN KEY (${q('User_id')}) ${cascade}` : '')};
          INSERT INTO ${q('Profile')} SELECT id, ${q('Bio')}, lang FROM ${q('User')}; ALTER TABLE ${q('User')} DROP COLUMN ${q('Bio')}; ALTER TABLE ${q('User')} DROP COLUMN lang`,
        mayDiffer: /^(BASE )?table Profile/,
      }); // prettier-ignore
    });

    it(`${dialect}: both versions in random orders, into a table that is made`, async () => {
      const setup = `CREATE TABLE ${q('User')} (id INTEGER PRIMARY KEY, ${q('Bio')} ${text}, lang ${text} DEFAULT 'en', n int)${engine}`;
      const ground = groundOf(reader, { dialect, setup, change: null });
      const draft = draftOf(extractTable, ground, { table: 'User', columns: 'Bio,lang', to: 'Profile', key: 'user_id' }); // prettier-ignore
      await proveAcross(places.get(dialect)!, { dialect, setup, draft, ownRows: false });
    });

    it(`${dialect}: both versions in random orders, into a table with rows of its own`, async () => {
      const number = { postgres: 'serial', mariadb: 'INTEGER AUTO_INCREMENT', sqlite: 'INTEGER' }[dialect];
      const setup = `CREATE TABLE ${q('User')} (id INTEGER PRIMARY KEY, ${q('Bio')} ${text}, lang ${text} DEFAULT 'en', n int)${engine};
        CREATE TABLE ${q('Profile')} (id ${number} PRIMARY KEY, user_id INTEGER UNIQUE, FOREIGN KEY (user_id) REFERENCES ${q('User')} (id))${engine}`;
      const ground = groundOf(reader, { dialect, setup, change: null });
      const draft = draftOf(moveColumn, ground, { table: 'User', columns: 'Bio,lang', to: 'Profile' });
      await proveAcross(places.get(dialect)!, { dialect, setup, draft, ownRows: true });
    });

    it(`${dialect}: what each version writes is what the other reads, at once`, async () => {
      const setup = `CREATE TABLE users (id INTEGER PRIMARY KEY, bio ${text}, lang ${text} DEFAULT 'en')${engine}; INSERT INTO users VALUES (1, 'one', 'de'), (2, NULL, NULL)`;
      const draft = draftOf(extractTable, groundOf(reader, { dialect, setup, change: null }), {
        table: 'users', columns: 'bio,lang', to: 'profiles',
      }); // prettier-ignore
      const place = places.get(dialect)!;
      const { database } = place;
      await place.reset();
      await database.script(setup);
      const read = async (): Promise<unknown> => ({
        old: await database.query('SELECT id, bio, lang FROM users ORDER BY id'),
        new: await database.query('SELECT users_id AS id, bio, lang FROM profiles ORDER BY users_id'),
      });
      const both = (...rows: readonly (readonly [number, string | null, string | null])[]): unknown => {
        const list = rows.map(([id, bio, lang]) => ({ id, bio, lang }));
        return { old: list, new: list };
      };
      for (const stage of draft.stages.slice(0, 3)) await runStage(database, dialect, stage);
      assert.deepEqual(await read(), both([1, 'one', 'de'], [2, null, null]));
      await database.script("UPDATE users SET bio = 'two' WHERE id = 2; UPDATE profiles SET lang = NULL WHERE users_id = 1"); // prettier-ignore
      assert.deepEqual(await read(), both([1, 'one', null], [2, 'two', null]));
      await database.script(
        "INSERT INTO users (id, bio) VALUES (3, 'three'); INSERT INTO users (id) VALUES (4)",
      );
      assert.deepEqual(
        await read(),
        both([1, 'one', null], [2, 'two', null], [3, 'three', 'en'], [4, null, 'en']),
      );
      await database.script('UPDATE users SET id = 5 WHERE id = 4; DELETE FROM users WHERE id = 3');
      assert.deepEqual(await read(), both([1, 'one', null], [2, 'two', null], [5, null, 'en']));
      await database.script('DELETE FROM profiles WHERE users_id = 1');
      assert.deepEqual(await database.query('SELECT bio, lang FROM users WHERE id = 1'), [
        { bio: null, lang: null },
      ]);
      await database.script("UPDATE users SET bio = 'again' WHERE id = 1");
      assert.deepEqual(await database.query('SELECT bio FROM profiles WHERE users_id = 1'), [
        { bio: 'again' },
      ]);
    });

    it(`${dialect}: a column moves to a table with rows of its own, and rows without one are counted`, async () => {
      const setup = `CREATE TABLE users (id INTEGER PRIMARY KEY, bio ${text} DEFAULT 'none')${engine};
        CREATE TABLE profiles (id INTEGER PRIMARY KEY, user_id INTEGER UNIQUE, x ${text}${dialect === 'mariadb' ? ', FOREIGN KEY (user_id) REFERENCES users (id)' : ', FOREIGN KEY (user_id) REFERENCES users (id)'})${engine};
        INSERT INTO users VALUES (1, 'ünï'), (2, 'two'), (3, NULL); INSERT INTO profiles VALUES (1, 1, 'x'), (2, NULL, 'y'), (3, 3, 'z')`;
      const draft = draftOf(moveColumn, groundOf(reader, { dialect, setup, change: null }), {
        table: 'users', columns: 'bio', to: 'profiles', into: 'Story',
      }); // prettier-ignore
      const place = places.get(dialect)!;
      const { database } = place;
      await place.reset();
      await database.script(setup);
      const [expand, , backfill] = draft.stages;
      await runStage(database, dialect, expand!);
      assert.equal(await counted(database, expand!.verification!), 1, 'user 2 has no profile');
      await runStage(database, dialect, backfill!);
      assert.equal(await counted(database, backfill!.verification!), 0);
      const contract = draft.stages.at(-1)!;
      await assert.rejects(runStage(database, dialect, contract), /guard of contract/);
      const stories = async (): Promise<unknown> =>
        database.query(`SELECT user_id AS id, ${q('Story')} AS story FROM profiles WHERE user_id IS NOT NULL ORDER BY user_id`); // prettier-ignore
      await database.script("INSERT INTO profiles (id, user_id) VALUES (4, 2); UPDATE users SET bio = 'drei' WHERE id = 3"); // prettier-ignore
      await database.script('INSERT INTO users (id) VALUES (4)');
      await database.script(`INSERT INTO profiles (id, user_id, ${q('Story')}) VALUES (5, 4, 'vier'); UPDATE profiles SET ${q('Story')} = NULL WHERE id = 1`); // prettier-ignore
      const wanted = [
        { id: 1, story: null },
        { id: 2, story: 'two' },
        { id: 3, story: 'drei' },
        { id: 4, story: 'vier' },
      ];
      assert.deepEqual(await stories(), wanted);
      assert.deepEqual(await database.query('SELECT id, bio AS story FROM users ORDER BY id'), wanted);
      for (const stage of draft.stages.slice(3)) await runStage(database, dialect, stage);
      assert.deepEqual(await stories(), wanted);
    });
  }

  it('refuses what ties many rows to one, and tables it does not know', () => {
    const setup =
      'CREATE TABLE a (id int PRIMARY KEY, x int); CREATE TABLE b (id int PRIMARY KEY, a_id int REFERENCES a (id)); CREATE TABLE c (a int, b int, x int, PRIMARY KEY (a, b))';
    const ground = groundOf(reader, { dialect: 'postgres', setup, change: null });
    const many = moveColumn.draft({ table: 'a', columns: 'x', to: 'b' }, ground);
    assert.ok(isRefused(many) && many.refused.includes('one row'));
    const composite = extractTable.draft({ table: 'c', columns: 'x', to: 'd' }, ground);
    assert.ok(isRefused(composite) && composite.refused.includes('primary key of one column'));
    const taken = extractTable.draft({ table: 'a', columns: 'x', to: 'b' }, ground);
    assert.ok(isRefused(taken) && taken.refused.includes('already'));
  });
});
