import assert from 'node:assert/strict';
import { makeUnique } from '../../src/evolution/recipes/make-unique';
import { Places } from './databases/all-places';

const places = new Places();
after(() => places.stop());

describe('making columns unique in stages', () => {
  it('on Postgres: rows and writers first, the index online, then the constraint without reading', async () => {
    await places.prove({
      recipe: makeUnique, dialect: 'postgres', answers: null, tables: ['User'], newFrom: 'dual-write', oldUntil: 'index',
      setup: `CREATE TABLE "User" (id int PRIMARY KEY, "Email" varchar(200));
        INSERT INTO "User" VALUES (1, 'ünï'), (2, 'ünï'), (3, 'Ünï'), (4, NULL), (5, NULL), (6, '')`,
      change: 'ALTER TABLE "User" ADD CONSTRAINT "User_Email_key" UNIQUE ("Email")',
      plain: `UPDATE "User" SET "Email" = "Email" || id WHERE id = 2; ALTER TABLE "User" ADD CONSTRAINT "User_Email_key" UNIQUE ("Email")`,
      byHand: { backfill: `UPDATE "User" SET "Email" = "Email" || id WHERE id = 2` },
      old: [`INSERT INTO "User" VALUES ({n}, 'a{n}')`, 'INSERT INTO "User" (id) VALUES ({n})'],
      new: [`INSERT INTO "User" VALUES ({n}, 'b{n}') ON CONFLICT DO NOTHING`],
    }); // prettier-ignore
  });

  it('on Postgres: an index over an expression, part of the rows and more columns keeps all of it', async () => {
    const change = `CREATE UNIQUE INDEX "User_once" ON "User" (lower("Email"), "Kind" DESC) INCLUDE (id) WHERE "Kind" > 0`;
    await places.prove({
      recipe: makeUnique, dialect: 'postgres', answers: null, change, tables: ['User'], newFrom: 'dual-write', oldUntil: 'index',
      setup: `CREATE TABLE "User" (id int PRIMARY KEY, "Email" text, "Kind" int);
        INSERT INTO "User" VALUES (1, 'a', 1), (2, 'A', 1), (3, 'a', 0), (4, 'a', 0), (5, NULL, 1), (6, NULL, 1)`,
      plain: `DELETE FROM "User" WHERE id = 2; ${change}`,
      byHand: { backfill: 'DELETE FROM "User" WHERE id = 2' },
      old: [`INSERT INTO "User" VALUES ({n}, 'x{n}', 1)`], new: [`INSERT INTO "User" VALUES ({n}, 'y{n}', 1)`],
    }); // prettier-ignore
  });

  it('on MariaDB: built in place while rows are written, by prefix and collation as the index compares', async () => {
    const change = 'ALTER TABLE `User` ADD UNIQUE KEY `Once` (`Email`)';
    await places.prove({
      recipe: makeUnique, dialect: 'mariadb', answers: null, change, tables: ['User'], newFrom: 'dual-write', oldUntil: 'index',
      setup: `CREATE TABLE \`User\` (id INT PRIMARY KEY, \`Email\` VARCHAR(200));
        INSERT INTO \`User\` VALUES (1, 'ünï'), (2, 'Ünï'), (3, NULL), (4, NULL)`,
      plain: `DELETE FROM \`User\` WHERE id = 2; ${change}`,
      byHand: { backfill: 'DELETE FROM `User` WHERE id = 2' },
      old: ["INSERT INTO `User` VALUES ({n}, 'a{n}')"], new: ["INSERT INTO `User` VALUES ({n}, 'b{n}')"],
    }); // prettier-ignore
    const prefixed = 'CREATE UNIQUE INDEX `Once` ON `User` (`Email`(2))';
    await places.prove({
      recipe: makeUnique, dialect: 'mariadb', answers: null, change: prefixed, tables: ['User'], newFrom: 'dual-write', oldUntil: 'index',
      setup: "CREATE TABLE `User` (id INT PRIMARY KEY, `Email` VARCHAR(200)); INSERT INTO `User` VALUES (1, 'aab'), (2, 'AAC'), (3, 'ab')",
      plain: `DELETE FROM \`User\` WHERE id = 2; ${prefixed}`,
      byHand: { backfill: 'DELETE FROM `User` WHERE id = 2' },
      old: ['UPDATE `User` SET `Email` = concat(`Email`, 1) WHERE id = 1'], new: [],
    }); // prettier-ignore
  });

  it('on SQLite: as an index, compared by its collation', async () => {
    const change = 'CREATE UNIQUE INDEX user_once ON "User" ("Email" COLLATE NOCASE)';
    await places.prove({
      recipe: makeUnique, dialect: 'sqlite', answers: null, change, tables: ['User'], newFrom: 'dual-write', oldUntil: 'index',
      setup: `CREATE TABLE "User" (id INTEGER PRIMARY KEY, "Email" TEXT); INSERT INTO "User" VALUES (1, 'a'), (2, 'A'), (3, NULL), (4, NULL)`,
      plain: `DELETE FROM "User" WHERE id = 2; ${change}`,
      byHand: { backfill: 'DELETE FROM "User" WHERE id = 2' },
      old: [`INSERT INTO "User" VALUES ({n}, 'a{n}')`], new: [`INSERT INTO "User" VALUES ({n}, 'b{n}')`],
    }); // prettier-ignore
  });

  it('a unique key in use, and an index of that name, are told apart from what can be planned', async () => {
    const setup = 'CREATE TABLE a (id int, b int); CREATE INDEX a_b ON a (b)';
    const refusal = (change: string): Promise<string> =>
      places.refusal({ recipe: makeUnique, dialect: 'postgres', setup, change, answers: null });
    assert.match(await refusal('CREATE UNIQUE INDEX a_b ON a (b)'), /There is an index a_b already/);
    assert.match(await refusal('ALTER TABLE a ADD UNIQUE USING INDEX a_b'), /does not take the place/);
    assert.match(await refusal('CREATE INDEX c ON a (b)'), /does not take the place/);
    const answers = { table: 'a', columns: 'b, missing' };
    assert.match(
      await places.refusal({ recipe: makeUnique, dialect: 'postgres', setup, change: null, answers }),
      /Not all of the columns b, missing/,
    );
  });
});
