import assert from 'node:assert/strict';
import { renameTable } from '../../src/evolution/recipes/rename-table';
import type { SqlReader } from '../../src/sql/reader';
import { createNodeSqlReader } from '../../src/workspace/node-postgres';
import { draftOf, groundOf } from './databases/ground';
import { mariadbPlace, postgresPlace, type Place } from './databases/places';
import { prove } from './databases/proof';

describe('renaming a table in stages, every stage taken back', () => {
  let reader: SqlReader;
  before(async () => {
    reader = await createNodeSqlReader();
  });

  describe('on Postgres', () => {
    let place: Place;
    before(async () => {
      place = await postgresPlace();
    });
    after(() => place.stop());

    it('both versions work all the way', async () => {
      const setup = `CREATE TABLE "Order" (id int PRIMARY KEY, "Name" varchar(20) DEFAULT 'none');
        CREATE TABLE line ("order" int REFERENCES "Order"); DROP ROLE IF EXISTS reader; CREATE ROLE reader; GRANT SELECT ON "Order" TO reader;
        INSERT INTO "Order" VALUES (1, NULL), (2, 'ünï'), (3, repeat('x', 20))`;
      const change = 'ALTER TABLE "Order" RENAME TO "Purchase"';
      const ground = groundOf(reader, { dialect: 'postgres', setup, change });
      await prove(place, {
        dialect: 'postgres', setup, plain: change, newFrom: 'expand', tables: ['Purchase'],
        draft: draftOf(renameTable, ground, null),
        old: [
          'INSERT INTO "Order" (id) VALUES ({n})',
          `INSERT INTO "Order" AS o (id, "Name") VALUES (1, 'up') ON CONFLICT (id) DO UPDATE SET "Name" = EXCLUDED."Name"`,
          'INSERT INTO line VALUES (2)',
        ],
        new: [`INSERT INTO "Purchase" (id, "Name") VALUES ({n}, 'new')`],
      }); // prettier-ignore
    });

    it('a rename that does more, or that later statements build on, is refused', () => {
      const setup = 'CREATE TABLE a (id int); CREATE TABLE c (id int)';
      const draft = (change: string): unknown => {
        const ground = groundOf(reader, { dialect: 'postgres', setup, change });
        return renameTable.draft(renameTable.answersOf(ground.asking!.change, ground.before)!, ground);
      };
      assert.match(JSON.stringify(draft('ALTER TABLE a RENAME TO c')), /There is a table c already/);
      assert.match(JSON.stringify(draft('ALTER TABLE a RENAME TO b; ALTER TABLE b DROP COLUMN id')), /what the view shows/);
      assert.match(JSON.stringify(draft('ALTER TABLE a RENAME TO b; CREATE TABLE a (id int)')), /old name a again/);
    }); // prettier-ignore
  });

  describe('on MariaDB', () => {
    let place: Place;
    before(async () => {
      place = await mariadbPlace();
    });
    after(() => place.stop());

    it('both versions work all the way', async () => {
      const setup = `CREATE TABLE \`Order\` (id INT PRIMARY KEY, \`Name\` VARCHAR(20) DEFAULT 'none');
        INSERT INTO \`Order\` VALUES (1, NULL), (2, 'ünï'), (3, repeat('x', 20))`;
      const change = 'RENAME TABLE `Order` TO `Purchase`';
      const ground = groundOf(reader, { dialect: 'mariadb', setup, change });
      await prove(place, {
        dialect: 'mariadb', setup, plain: change, newFrom: 'expand', tables: ['Purchase'],
        draft: draftOf(renameTable, ground, null),
        old: [
          'INSERT INTO `Order` (id) VALUES ({n})',
          "INSERT INTO `Order` (id, `Name`) VALUES (1, 'up') ON DUPLICATE KEY UPDATE `Name` = VALUES(`Name`)",
        ],
        new: ["INSERT INTO `Purchase` (id, `Name`) VALUES ({n}, 'new')"],
      }); // prettier-ignore
    });
  });
});
