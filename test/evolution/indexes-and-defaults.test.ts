import assert from 'node:assert/strict';
import { backfill } from '../../src/evolution/recipes/backfill';
import { changeDefault } from '../../src/evolution/recipes/change-default';
import { replaceIndex } from '../../src/evolution/recipes/replace-index';
import { updateText } from '../../src/evolution/recipes/update-text';
import { Places, type Case } from './databases/all-places';

const places = new Places();
after(() => places.stop());

describe('replacing an index in stages', () => {
  const answers = { table: 'Order', index: 'Order_Ref', columns: 'Ref, id', name: 'Order_both' };
  const common = { recipe: replaceIndex, change: null, tables: ['Order'], newFrom: 'index' };

  it('on Postgres: built and dropped online, with its method, condition and included columns', async () => {
    await places.prove({
      ...common, dialect: 'postgres', answers,
      setup: `CREATE TABLE "Order" (id int PRIMARY KEY, "Ref" varchar(20), n int); CREATE UNIQUE INDEX "Order_Ref" ON "Order" USING btree ("Ref") INCLUDE (n) NULLS NOT DISTINCT WITH (fillfactor = 70) WHERE id > 0;
        INSERT INTO "Order" VALUES (1, 'ünï'), (2, NULL)`,
      plain: 'CREATE UNIQUE INDEX "Order_both" ON "Order" USING btree ("Ref", id) INCLUDE (n) NULLS NOT DISTINCT WITH (fillfactor = 70) WHERE id > 0; DROP INDEX "Order_Ref"',
      old: [`INSERT INTO "Order" VALUES ({n}, 'old{n}')`], new: [`INSERT INTO "Order" VALUES ({n}, 'new{n}')`],
    }); // prettier-ignore
  });

  it('on Postgres: where the migration builds the other one itself, the drop waits', async () => {
    const setup = 'CREATE TABLE o (id int PRIMARY KEY, r int); CREATE INDEX o_r ON o (r)';
    const change = 'DROP INDEX o_r; CREATE INDEX o_r_id ON o (r, id)';
    await places.prove({
      recipe: replaceIndex, dialect: 'postgres', answers: null, change, setup, tables: ['o'], newFrom: 'hide',
      plain: 'DROP INDEX o_r', old: ['INSERT INTO o VALUES ({n})'], new: [],
    }); // prettier-ignore
    const same = 'DROP INDEX o_r; CREATE INDEX o_r ON o (r, id)';
    assert.match(await places.refusal({ recipe: replaceIndex, dialect: 'postgres', setup, change: same, answers: null }), /has the name of the old one/);
    assert.match(await places.refusal({ recipe: replaceIndex, dialect: 'postgres', setup, change: 'DROP INDEX o_r', answers: null }), /nothing replaces it/);
  }); // prettier-ignore

  it('on MariaDB: the old one is hidden from the optimizer before it goes', async () => {
    await places.prove({
      ...common, dialect: 'mariadb', answers,
      setup: "CREATE TABLE `Order` (id INT PRIMARY KEY, `Ref` VARCHAR(20), KEY `Order_Ref` (`Ref`(5))); INSERT INTO `Order` VALUES (1, 'ünï'), (2, NULL)",
      plain: 'ALTER TABLE `Order` ADD INDEX `Order_both` (`Ref`, id), DROP INDEX `Order_Ref`',
      old: ["INSERT INTO `Order` VALUES ({n}, 'old')"], new: ["INSERT INTO `Order` VALUES ({n}, 'new')"],
    }); // prettier-ignore
  });

  it('on SQLite', async () => {
    await places.prove({
      ...common, dialect: 'sqlite', answers,
      setup: 'CREATE TABLE "Order" (id INTEGER PRIMARY KEY, "Ref" TEXT); CREATE INDEX "Order_Ref" ON "Order" ("Ref" COLLATE NOCASE)',
      plain: 'CREATE INDEX "Order_both" ON "Order" ("Ref", id); DROP INDEX "Order_Ref"',
      old: [`INSERT INTO "Order" VALUES ({n}, 'old')`], new: [],
    }); // prettier-ignore
  });
});

describe('changing a default in stages', () => {
  const common = {
    recipe: changeDefault,
    answers: null,
    tables: ['Order'],
    newFrom: 'dual-write',
    oldUntil: 'default',
  };

  it('on Postgres: a new one, and none any more', async () => {
    const setup = `CREATE TABLE "Order" (id int PRIMARY KEY, "State" text NOT NULL DEFAULT 'open'); INSERT INTO "Order" VALUES (1, 'a'), (2, 'ünï')`;
    const old = ['INSERT INTO "Order" (id) VALUES ({n})'];
    const explicit = [`INSERT INTO "Order" (id, "State") VALUES ({n}, 'open')`];
    await places.prove({ ...common, dialect: 'postgres', setup, old, new: explicit, change: `ALTER TABLE "Order" ALTER COLUMN "State" SET DEFAULT 'new' || '-1'` });
    await places.prove({ ...common, dialect: 'postgres', setup, old, new: explicit, change: 'ALTER TABLE "Order" ALTER COLUMN "State" DROP DEFAULT' });
  }); // prettier-ignore

  it('on MariaDB: a new one, and none any more', async () => {
    const setup = "CREATE TABLE `Order` (id INT PRIMARY KEY, `State` VARCHAR(20) NOT NULL DEFAULT 'open'); INSERT INTO `Order` VALUES (1, 'a'), (2, 'ünï')";
    const old = ['INSERT INTO `Order` (id) VALUES ({n})'];
    const explicit = ["INSERT INTO `Order` (id, `State`) VALUES ({n}, 'open')"];
    await places.prove({ ...common, dialect: 'mariadb', setup, old, new: explicit, change: "ALTER TABLE `Order` ALTER COLUMN `State` SET DEFAULT 'it''s'" });
    await places.prove({ ...common, dialect: 'mariadb', setup, old, new: explicit, change: 'ALTER TABLE `Order` ALTER COLUMN `State` DROP DEFAULT' });
  }); // prettier-ignore
});

describe('filling a column in batches', () => {
  const rows = 25;
  const base: Pick<Case, 'recipe' | 'tables' | 'newFrom' | 'oldUntil' | 'options'> = {
    recipe: backfill, tables: ['Order'], newFrom: 'backfill', oldUntil: 'backfill', options: { batchRows: 7 },
  }; // prettier-ignore

  it('on Postgres: the UPDATE of a migration, by key, by two columns, and without a key', async () => {
    for (const key of ['PRIMARY KEY (id)', 'PRIMARY KEY ("Part", id)', 'CHECK (id > 0)'])
      await places.prove({
        ...base, dialect: 'postgres', answers: null,
        setup: `CREATE TABLE "Order" (id int, "Part" text DEFAULT 'ü', "Total" numeric, net numeric, ${key}); INSERT INTO "Order" (id, "Part", net) SELECT n, 'p' || n % 3, nullif(n, 5) FROM generate_series(1, ${rows}) n`,
        change: 'UPDATE "Order" SET "Total" = net * 1.19, "Part" = \'x, WHERE \' || "Part" WHERE "Total" IS NULL AND net IS NOT NULL',
        old: ['INSERT INTO "Order" (id, net) VALUES ({n}, {n})'], new: ['SELECT "Total" FROM "Order"'],
      }); // prettier-ignore
  });

  it('on MariaDB: what a person asks for', async () => {
    const answers = { table: 'Order', column: 'Total', value: 'net * 2' };
    await places.prove({
      ...base, dialect: 'mariadb', answers, change: null, plain: 'UPDATE `Order` SET `Total` = net * 2',
      setup: `CREATE TABLE \`Order\` (id INT, \`Part\` VARCHAR(9), \`Total\` INT, net INT, PRIMARY KEY (\`Part\`, id)); INSERT INTO \`Order\` (id, \`Part\`, net) SELECT seq, seq % 3, nullif(seq, 5) FROM seq_1_to_${rows}`,
      old: ["INSERT INTO `Order` (id, `Part`, net) VALUES ({n}, 'ü', 3)"], new: ['SELECT `Total` FROM `Order`'],
    }); // prettier-ignore
  });

  it('on SQLite: the same statement until nothing is left, with and without rowid', async () => {
    for (const tail of ['', ' WITHOUT ROWID'])
      await places.prove({
        ...base, dialect: 'sqlite', answers: null, change: 'UPDATE "Order" SET "Total" = net * 2',
        setup: `CREATE TABLE "Order" (id INT, "Part" TEXT, "Total" INT, net INT, PRIMARY KEY ("Part", id))${tail}; INSERT INTO "Order" (id, "Part", net) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows}) SELECT i, i % 3, nullif(i, 5) FROM n`,
        old: [`INSERT INTO "Order" (id, "Part", net) VALUES ({n}, 'ü', 3)`], new: [],
      }); // prettier-ignore
  });

  it('what would fill a row twice, or reads other tables, is refused', async () => {
    const setup = 'CREATE TABLE a (id int PRIMARY KEY, b int, c uuid)';
    const refusal = (change: string): Promise<string> =>
      places.refusal({ recipe: backfill, dialect: 'postgres', setup, change, answers: null });
    assert.match(await refusal('UPDATE a SET b = b + 1'), /must not be filled twice/);
    assert.match(await refusal('UPDATE a SET b = b + 1 WHERE id > 3'), /must not be filled twice/);
    assert.equal(await refusal('UPDATE a SET b = b + 1 WHERE b < 0'), 'not refused');
    assert.match(await refusal('UPDATE a SET c = gen_random_uuid()'), /differs each time/);
    assert.equal(await refusal('UPDATE a SET c = gen_random_uuid() WHERE c IS NULL'), 'not refused');
    assert.match(await refusal('UPDATE a SET b = x.b FROM x WHERE x.id = a.id'), /reads other tables/);
    assert.match(await refusal('UPDATE a AS y SET b = 1'), /reads other tables/);
  });

  it('an UPDATE is taken apart at its own words only', () => {
    assert.deepEqual(updateText(`UPDATE s."T" SET a = (SELECT 1 WHERE true), "B" = ', WHERE x' WHERE (c = 1) AND d`, 'postgres'), {
      set: `a = (SELECT 1 WHERE true), "B" = ', WHERE x'`,
      assignments: [{ column: 'a', value: '(SELECT 1 WHERE true)' }, { column: '"B"', value: `', WHERE x'` }],
      where: '(c = 1) AND d',
    });
    assert.equal(updateText('UPDATE t SET (a, b) = (1, 2)', 'postgres'), null);
    assert.equal(updateText('UPDATE t, u SET t.a = 1', 'mysql'), null);
  }); // prettier-ignore
});
