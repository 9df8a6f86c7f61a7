import assert from 'node:assert/strict';
import { dropColumn } from '../../src/evolution/recipes/drop-column';
import { dropTable } from '../../src/evolution/recipes/drop-table';
import { Places, type Case } from './databases/all-places';

const places = new Places();
after(() => places.stop());

const postgresSetup = `CREATE TABLE "Order" (id int PRIMARY KEY, "Ref" varchar(20) NOT NULL, note text); CREATE INDEX "Order_Ref_idx" ON "Order" ("Ref");
  INSERT INTO "Order" VALUES (1, 'ünï', NULL), (2, '', 'b'), (3, repeat('x', 20), 'c')`;

describe('dropping a column in stages', () => {
  const common = { recipe: dropColumn, tables: ['Order'], newFrom: 'switch-reads', oldUntil: 'quarantine' };
  const onPostgres: Omit<Case, 'answers'> = {
    ...common, dialect: 'postgres', setup: postgresSetup, change: 'ALTER TABLE "Order" DROP COLUMN "Ref"',
    old: [`INSERT INTO "Order" (id, "Ref") VALUES ({n}, 'old')`, 'SELECT "Ref" FROM "Order"', `UPDATE "Order" SET "Ref" = 'ü' WHERE id = 1`],
    new: [`INSERT INTO "Order" (id, note) VALUES ({n}, 'new')`],
  }; // prettier-ignore

  it('on Postgres: a required column becomes optional, is renamed, then dropped with its index', () =>
    places.prove({ ...onPostgres, answers: null }));

  it('on Postgres: with a value, older readers find it in rows of the newer version', async () => {
    await places.prove({ ...onPostgres, answers: { table: 'Order', column: 'Ref', value: `'none'` } });
  });

  it('on MariaDB: together with its index and foreign key', async () => {
    await places.prove({
      ...common, dialect: 'mariadb', answers: null, change: 'ALTER TABLE `Order` DROP COLUMN `Ref`',
      setup: `CREATE TABLE t (id INT PRIMARY KEY); INSERT INTO t VALUES (1); CREATE TABLE \`Order\` (id INT PRIMARY KEY, \`Ref\` VARCHAR(20) NOT NULL COMMENT 'a', note TEXT, KEY k (\`Ref\`));
        INSERT INTO \`Order\` VALUES (1, 'ünï', NULL), (2, '', 'b')`,
      old: ["INSERT INTO `Order` (id, `Ref`) VALUES ({n}, 'old')", 'SELECT `Ref` FROM `Order`'],
      new: ["INSERT INTO `Order` (id, note) VALUES ({n}, 'new')"],
    }); // prettier-ignore
    await places.prove({
      ...common, dialect: 'mariadb', answers: null, change: 'ALTER TABLE `Order` DROP COLUMN `Ref`', plain: 'ALTER TABLE `Order` DROP FOREIGN KEY f, DROP COLUMN `Ref`',
      setup: 'CREATE TABLE t (id INT PRIMARY KEY); INSERT INTO t VALUES (1); CREATE TABLE `Order` (id INT PRIMARY KEY, `Ref` INT, CONSTRAINT f FOREIGN KEY (`Ref`) REFERENCES t (id))',
      old: ['INSERT INTO `Order` (id, `Ref`) VALUES ({n}, 1)'], new: ['INSERT INTO `Order` (id) VALUES ({n})'],
    }); // prettier-ignore
  });

  it('on SQLite: an optional column with its index', async () => {
    await places.prove({
      ...common, dialect: 'sqlite', answers: null, change: 'ALTER TABLE "Order" DROP COLUMN "Ref"', plain: 'DROP INDEX r; ALTER TABLE "Order" DROP COLUMN "Ref"',
      setup: `CREATE TABLE "Order" (id INTEGER PRIMARY KEY, "Ref" TEXT NOT NULL DEFAULT 'x', note TEXT); CREATE INDEX r ON "Order" ("Ref"); INSERT INTO "Order" VALUES (1, 'ünï', NULL)`,
      old: [`INSERT INTO "Order" (id, "Ref") VALUES ({n}, 'old')`], new: ['INSERT INTO "Order" (id) VALUES ({n})'],
    }); // prettier-ignore
  });

  it('what other things are made of is not dropped in stages', async () => {
    const setup = 'CREATE TABLE a (id int PRIMARY KEY, b int, c int); CREATE VIEW v AS SELECT b FROM a';
    const refusal = (change: string): Promise<string> =>
      places.refusal({ recipe: dropColumn, dialect: 'postgres', setup, change, answers: null });
    assert.match(await refusal('ALTER TABLE a DROP COLUMN b'), /The view v reads the column/);
    assert.match(await refusal('ALTER TABLE a DROP COLUMN id'), /part of the primary key/);
    assert.match(await refusal('ALTER TABLE a DROP COLUMN c CASCADE'), /does not take the place/);
    assert.equal(await refusal('ALTER TABLE a DROP COLUMN c'), 'not refused');
  });
});

describe('dropping a table in stages', () => {
  const common = {
    recipe: dropTable,
    answers: null,
    tables: ['Other'],
    newFrom: 'switch-reads',
    oldUntil: 'quarantine',
  };

  it('on Postgres: renamed before it goes', async () => {
    await places.prove({
      ...common, dialect: 'postgres', change: 'DROP TABLE "Order"', setup: `${postgresSetup}; CREATE TABLE "Other" (id serial PRIMARY KEY)`,
      old: [`INSERT INTO "Order" (id, "Ref") VALUES ({n}, 'old')`], new: ['INSERT INTO "Other" (id) VALUES ({n})'],
    }); // prettier-ignore
  });

  it('on MariaDB: renamed before it goes', async () => {
    await places.prove({
      ...common, dialect: 'mariadb', change: 'DROP TABLE `Order`',
      setup: 'CREATE TABLE `Other` (id INT PRIMARY KEY); CREATE TABLE `Order` (id INT PRIMARY KEY, o INT, FOREIGN KEY (o) REFERENCES `Other` (id)); INSERT INTO `Order` VALUES (1, NULL)',
      old: ['INSERT INTO `Order` (id) VALUES ({n})'], new: ['INSERT INTO `Other` (id) VALUES ({n})'],
    }); // prettier-ignore
  });

  it('on SQLite: renamed before it goes', async () => {
    await places.prove({
      ...common, dialect: 'sqlite', change: 'DROP TABLE "Order"',
      setup: 'CREATE TABLE "Other" (id INTEGER PRIMARY KEY); CREATE TABLE "Order" (id INTEGER PRIMARY KEY, o INT REFERENCES "Other"); CREATE INDEX oi ON "Order" (o)',
      old: ['INSERT INTO "Order" (id) VALUES ({n})'], new: ['INSERT INTO "Other" (id) VALUES ({n})'],
    }); // prettier-ignore
  });

  it('a table that another refers to, or that a view reads, is not dropped in stages', async () => {
    const setup = 'CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a int REFERENCES a); CREATE VIEW v AS SELECT a FROM b';
    const refusal = (change: string): Promise<string> =>
      places.refusal({ recipe: dropTable, dialect: 'postgres', setup, change, answers: null });
    assert.match(await refusal('DROP TABLE a'), /The foreign key b_a_fkey of b points at the table/);
    assert.match(await refusal('DROP TABLE b'), /The view v reads the table/);
    assert.match(await refusal('DROP TABLE IF EXISTS a'), /does not take the place/);
  }); // prettier-ignore
});
