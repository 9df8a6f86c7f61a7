import assert from 'node:assert/strict';
import { addEnumValue } from '../../src/evolution/recipes/add-enum-value';
import { enumToLookupTable } from '../../src/evolution/recipes/enum-to-lookup-table';
import { removeEnumValue, renameEnumValue } from '../../src/evolution/recipes/retire-enum-value';
import { Places } from './databases/all-places';

const places = new Places();
after(() => places.stop());

const postgres = `CREATE TYPE "State" AS ENUM ('open', 'it''s', 'ünï'); CREATE TABLE "Order" (id int PRIMARY KEY, "State" "State" NOT NULL DEFAULT 'open'); CREATE TABLE log (id int PRIMARY KEY, s "State");
  INSERT INTO "Order" VALUES (1, 'it''s'), (2, 'ünï'); INSERT INTO log VALUES (1, NULL), (2, 'it''s')`;
const mariadb = `CREATE TABLE \`Order\` (id INT PRIMARY KEY, \`State\` ENUM('open', 'it''s', 'ünï') NOT NULL DEFAULT 'open' COMMENT 'ü'); INSERT INTO \`Order\` VALUES (1, 'it''s'), (2, 'ünï')`;

describe('values of an enum in stages', () => {
  it('added on Postgres, in its place', async () => {
    await places.prove({
      recipe: addEnumValue, dialect: 'postgres', setup: postgres, answers: null, change: `ALTER TYPE "State" ADD VALUE 'new' BEFORE 'it''s'`,
      tables: ['Order', 'log'], newFrom: 'contract', oldUntil: 'never', old: ['INSERT INTO "Order" VALUES ({n})'], new: [`INSERT INTO "Order" VALUES ({n}, 'new')`],
    }); // prettier-ignore
  });

  it('added on MariaDB, at the end, at once', async () => {
    const change = "ALTER TABLE `Order` MODIFY COLUMN `State` ENUM('open', 'it''s', 'ünï', 'new') NOT NULL DEFAULT 'open' COMMENT 'ü'";
    await places.prove({
      recipe: addEnumValue, dialect: 'mariadb', setup: mariadb, answers: null, change, tables: ['Order'], newFrom: 'contract', oldUntil: 'never',
      old: ["INSERT INTO `Order` VALUES ({n}, 'open')"], new: ["INSERT INTO `Order` VALUES ({n}, 'new')"],
    });
  }); // prettier-ignore

  it('renamed on Postgres: the old value is forbidden at the end, because Postgres cannot take it away', async () => {
    await places.prove({
      recipe: renameEnumValue, dialect: 'postgres', setup: postgres, answers: null, change: `ALTER TYPE "State" RENAME VALUE 'it''s' TO 'is'`,
      tables: ['Order', 'log'], newFrom: 'write-other', oldUntil: 'write-other',
      old: [`INSERT INTO "Order" VALUES ({n}, 'it''s')`], new: [`INSERT INTO "Order" VALUES ({n}, 'is')`, `INSERT INTO log VALUES ({n}, 'is')`],
      mayDiffer: /^enum State|_not_it_s|^relation/,
    }); // prettier-ignore
    const { database } = await places.of('postgres');
    assert.match(JSON.stringify(await database.query(`SELECT enum_range(NULL::"State")::text AS r`)), /is/);
  });

  it('renamed on MariaDB', async () => {
    await places.prove({
      recipe: renameEnumValue, dialect: 'mariadb', setup: mariadb, answers: { table: 'Order', column: 'State', value: "it's", to: 'is' }, change: null,
      plain: "ALTER TABLE `Order` MODIFY `State` ENUM('open', 'it''s', 'ünï', 'is') NOT NULL DEFAULT 'open' COMMENT 'ü'; UPDATE `Order` SET `State` = 'is' WHERE `State` = 'it''s'; ALTER TABLE `Order` MODIFY `State` ENUM('open', 'ünï', 'is') NOT NULL DEFAULT 'open' COMMENT 'ü'",
      tables: ['Order'], newFrom: 'write-other', oldUntil: 'write-other',
      old: ["INSERT INTO `Order` VALUES ({n}, 'it''s')"], new: ["INSERT INTO `Order` VALUES ({n}, 'is')"],
    }); // prettier-ignore
  });

  it('removed on both', async () => {
    const [value, to] = ["it's", 'open'];
    await places.prove({
      recipe: removeEnumValue, dialect: 'postgres', setup: postgres, answers: { enum: 'State', value, to }, change: null,
      plain: `UPDATE "Order" SET "State" = 'open' WHERE "State" = 'it''s'; UPDATE log SET s = 'open' WHERE s = 'it''s'`,
      tables: ['Order', 'log'], newFrom: 'write-other', oldUntil: 'write-other', mayDiffer: /_not_it_s/,
      old: [`INSERT INTO "Order" VALUES ({n}, 'it''s')`], new: ['INSERT INTO "Order" VALUES ({n})'],
    }); // prettier-ignore
    await places.prove({
      recipe: removeEnumValue, dialect: 'mariadb', setup: mariadb, answers: { table: 'Order', column: 'State', value, to }, change: null,
      plain: "UPDATE `Order` SET `State` = 'open' WHERE `State` = 'it''s'; ALTER TABLE `Order` MODIFY `State` ENUM('open', 'ünï') NOT NULL DEFAULT 'open' COMMENT 'ü'",
      tables: ['Order'], newFrom: 'write-other', oldUntil: 'write-other',
      old: ["INSERT INTO `Order` VALUES ({n}, 'it''s')"], new: ['INSERT INTO `Order` (id) VALUES ({n})'],
    }); // prettier-ignore
  });

  it('values that are there, are missing, or are a default are refused with a reason', async () => {
    const refusal = (change: string): Promise<string> =>
      places.refusal({ recipe: renameEnumValue, dialect: 'postgres', setup: postgres, change, answers: null });
    assert.match(await refusal(`ALTER TYPE "State" RENAME VALUE 'open' TO 'x'`), /default of "?Order"?.State/);
    assert.match(await refusal(`ALTER TYPE "State" RENAME VALUE 'ünï' TO 'open'`), /has the value open already/);
    const add = await places.refusal({ recipe: addEnumValue, dialect: 'postgres', setup: postgres, change: null, answers: { enum: 'nope', value: 'x' } });
    assert.match(add, /The enum nope is not known/);
  }); // prettier-ignore
});

describe('an enum becomes a lookup table in stages', () => {
  const answers = { table: 'Order', column: 'State', to: 'code', lookup: 'state' };
  const common = { recipe: enumToLookupTable, answers, change: null, tables: ['Order', 'state'], newFrom: 'lookup-key', oldUntil: 'contract' };

  it('on Postgres, and the type goes with its last column', async () => {
    await places.prove({
      ...common, dialect: 'postgres',
      setup: `CREATE TYPE "State" AS ENUM ('open', 'it''s', 'ünï'); CREATE TABLE "Order" (id int PRIMARY KEY, "State" "State" NOT NULL DEFAULT 'open'); INSERT INTO "Order" VALUES (1, 'it''s'), (2, 'ünï')`,
      plain: `CREATE TABLE state (code text NOT NULL PRIMARY KEY, position int NOT NULL); INSERT INTO state VALUES ('open', 1), ('it''s', 2), ('ünï', 3);
        ALTER TABLE "Order" ADD code text NOT NULL DEFAULT 'open'; UPDATE "Order" SET code = "State"::text; ALTER TABLE "Order" DROP COLUMN "State"; DROP TYPE "State";
        ALTER TABLE "Order" ADD CONSTRAINT "evolens_Order_code_state_fkey" FOREIGN KEY (code) REFERENCES state (code)`,
      old: ['INSERT INTO "Order" (id) VALUES ({n})', `INSERT INTO "Order" (id, "State") VALUES ({n}, 'it''s')`],
      new: [`INSERT INTO "Order" (id, code) VALUES ({n}, 'ünï')`, 'SELECT code FROM "Order" JOIN state USING (code)'],
    });
  });

  it('on MariaDB', async () => {
    await places.prove({
      ...common, dialect: 'mariadb',
      setup: "CREATE TABLE `Order` (id INT PRIMARY KEY, `State` ENUM('open', 'it''s', 'ünï') NOT NULL DEFAULT 'open'); INSERT INTO `Order` VALUES (1, 'it''s'), (2, 'ünï')",
      plain: "CREATE TABLE state (code varchar(4) NOT NULL PRIMARY KEY, position int NOT NULL); INSERT INTO state VALUES ('open', 1), ('it''s', 2), ('ünï', 3); ALTER TABLE `Order` ADD code varchar(4) NOT NULL DEFAULT 'open'; UPDATE `Order` SET code = `State`; ALTER TABLE `Order` DROP COLUMN `State`; ALTER TABLE `Order` ADD CONSTRAINT `evolens_Order_code_state_fkey` FOREIGN KEY (code) REFERENCES state (code)",
      old: ['INSERT INTO `Order` (id) VALUES ({n})', "INSERT INTO `Order` (id, `State`) VALUES ({n}, 'it''s')"],
      new: ["INSERT INTO `Order` (id, code) VALUES ({n}, 'ünï')"],
    });
  });
}); // prettier-ignore
