import assert from 'node:assert/strict';
import { addForeignKey } from '../../src/evolution/recipes/add-foreign-key';
import { Places } from './databases/all-places';

const places = new Places();
after(() => places.stop());

describe('adding a foreign key in stages', () => {
  it('on Postgres: orphans first, NOT VALID, then validated', async () => {
    const change =
      'ALTER TABLE "Line" ADD CONSTRAINT "Line_Order_fkey" FOREIGN KEY ("Order", "Part") REFERENCES "Order" ("Id", "Part") ON DELETE SET NULL ON UPDATE CASCADE';
    await places.prove({
      recipe: addForeignKey, dialect: 'postgres', answers: null, change, tables: ['Line', 'Order'], newFrom: 'dual-write', oldUntil: 'foreign-key',
      setup: `CREATE TABLE "Order" ("Id" int, "Part" varchar(9), UNIQUE ("Id", "Part")); CREATE TABLE "Line" (id int PRIMARY KEY, "Order" int, "Part" varchar(9));
        INSERT INTO "Order" VALUES (1, 'ünï'), (2, 'b'); INSERT INTO "Line" VALUES (1, 1, 'ünï'), (2, 2, 'missing'), (3, NULL, 'b'), (4, 9, NULL)`,
      plain: `UPDATE "Line" SET "Order" = NULL WHERE id = 2; ${change}`,
      byHand: { backfill: 'UPDATE "Line" SET "Order" = NULL WHERE id = 2' },
      old: [`INSERT INTO "Line" VALUES ({n}, 2, 'b')`],
      new: [`INSERT INTO "Line" VALUES ({n}, 1, 'ünï')`, `INSERT INTO "Line" VALUES ({n}, NULL, NULL)`],
    }); // prettier-ignore
  });

  it('on Postgres: a table that refers to itself by its primary key, under the name Postgres chooses', async () => {
    const change = 'ALTER TABLE node ADD FOREIGN KEY (parent) REFERENCES node';
    await places.prove({
      recipe: addForeignKey, dialect: 'postgres', answers: null, change, tables: ['node'], newFrom: 'dual-write', oldUntil: 'foreign-key',
      setup: 'CREATE TABLE node (id int PRIMARY KEY, parent int); INSERT INTO node VALUES (1, NULL), (2, 1), (3, 3), (4, 99)',
      plain: `DELETE FROM node WHERE id = 4; ${change}`, byHand: { backfill: 'DELETE FROM node WHERE id = 4' },
      old: ['INSERT INTO node VALUES ({n}, 1)'], new: ['INSERT INTO node VALUES ({n}, 2)'],
    }); // prettier-ignore
  });

  it('on MariaDB: without reading rows under a lock; the verification reads them', async () => {
    const change =
      'ALTER TABLE `Line` ADD CONSTRAINT `Line_Order` FOREIGN KEY (`Order`) REFERENCES `Order` (`Id`) ON DELETE CASCADE';
    await places.prove({
      recipe: addForeignKey, dialect: 'mariadb', answers: null, change, tables: ['Line', 'Order'], newFrom: 'dual-write', oldUntil: 'contract',
      setup: `CREATE TABLE \`Order\` (\`Id\` INT PRIMARY KEY); CREATE TABLE \`Line\` (id INT PRIMARY KEY, \`Order\` INT);
        INSERT INTO \`Order\` VALUES (1), (2); INSERT INTO \`Line\` VALUES (1, 1), (2, 9), (3, NULL)`,
      plain: `DELETE FROM \`Line\` WHERE id = 2; ${change}`, byHand: { backfill: 'DELETE FROM `Line` WHERE id = 2' },
      old: ['INSERT INTO `Line` VALUES ({n}, 2)'], new: ['INSERT INTO `Line` VALUES ({n}, 1)'],
    }); // prettier-ignore
    const { database } = await places.of('mariadb');
    await assert.rejects(database.script('INSERT INTO `Line` VALUES (5000, 77)'), /foreign key/);
  });

  it('what it cannot refer to, and what the change leaves unchecked, is no evolution', async () => {
    const setup = 'CREATE TABLE a (id int); CREATE TABLE b (id int, a int)';
    const refusal = (change: string): Promise<string> =>
      places.refusal({ recipe: addForeignKey, dialect: 'postgres', setup, change, answers: null });
    assert.match(await refusal('ALTER TABLE b ADD FOREIGN KEY (a) REFERENCES a (id)'), /No primary key or unique constraint/);
    assert.match(await refusal('ALTER TABLE b ADD FOREIGN KEY (a) REFERENCES a (id) NOT VALID'), /does not take the place/);
    const answers = { table: 'b', columns: 'a', references: 'a' };
    const asked = (keys: string): Promise<string> =>
      places.refusal({ recipe: addForeignKey, dialect: 'postgres', setup: `CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int, a int${keys})`, change: null, answers });
    assert.match(await asked(', CONSTRAINT b_a FOREIGN KEY (a) REFERENCES a (id)'), /^b has this foreign key already: b_a\./);
    assert.equal(await asked(', FOREIGN KEY (id) REFERENCES a (id)'), 'not refused');
    const sqlite = await places.refusal({ recipe: addForeignKey, dialect: 'sqlite', setup, change: null, answers });
    assert.match(sqlite, /SQLite adds a foreign key only by rebuilding/);
  }); // prettier-ignore
});
