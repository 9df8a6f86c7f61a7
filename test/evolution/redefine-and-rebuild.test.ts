import assert from 'node:assert/strict';
import { rebuildTable } from '../../src/evolution/recipes/rebuild-table';
import { redefineColumn } from '../../src/evolution/recipes/redefine-column';
import { Places } from './databases/all-places';

const places = new Places();
after(() => places.stop());

describe('redefining a column on MariaDB', () => {
  const setup = `CREATE TABLE \`Order\` (id INT PRIMARY KEY, \`Ref\` VARCHAR(20) NOT NULL DEFAULT 'x' COMMENT 'ü', n INT); INSERT INTO \`Order\` VALUES (1, 'ünï', 1), (2, '', NULL)`;
  const common = { recipe: redefineColumn, dialect: 'mariadb' as const, setup, tables: ['Order'], answers: null, oldUntil: 'never' };
  const old = ["INSERT INTO `Order` (id, `Ref`, n) VALUES ({n}, 'old', 1)"];

  it('is one step where the server does it at once, and asks for that', async () => {
    const change = "ALTER TABLE `Order` MODIFY COLUMN `Ref` VARCHAR(40) NOT NULL DEFAULT 'y' COMMENT 'new, it''s'";
    await places.prove({ ...common, change, newFrom: 'contract', old, new: ["INSERT INTO `Order` (id, `Ref`) VALUES ({n}, repeat('ü', 40))"] });
  });

  it('has the stages of a required column', async () => {
    await places.prove({
      ...common, change: 'ALTER TABLE `Order` MODIFY COLUMN n INT NOT NULL', answers: { table: 'Order', column: 'n', type: 'INT', value: '7' }, oldUntil: 'contract',
      plain: 'UPDATE `Order` SET n = 7 WHERE n IS NULL; ALTER TABLE `Order` MODIFY COLUMN n INT NOT NULL', newFrom: 'contract',
      old: ['INSERT INTO `Order` (id) VALUES ({n})'], new: ['INSERT INTO `Order` (id, n) VALUES ({n}, 1)'],
    });
  });

  it('has the stages of another type where the server would copy the table', async () => {
    await places.prove({
      ...common, change: 'ALTER TABLE `Order` MODIFY COLUMN n BIGINT', newFrom: 'contract', old,
      new: ['INSERT INTO `Order` (id, n) VALUES ({n}, 5000000000)'],
    });
  });

  it('that becomes required and another type is two changes', async () => {
    const change = 'ALTER TABLE `Order` MODIFY COLUMN n BIGINT NOT NULL';
    assert.match(await places.refusal({ ...common, change }), /make these two migrations/);
  });
}); // prettier-ignore

describe('rebuilding a table on SQLite', () => {
  const setup = `CREATE TABLE "Other" (id INTEGER PRIMARY KEY, "Order" INTEGER REFERENCES "Order" (id) ON DELETE CASCADE);
    CREATE TABLE log (what TEXT);
    CREATE TABLE "Order" (id INTEGER PRIMARY KEY AUTOINCREMENT, "Total" TEXT COLLATE NOCASE, n INT NOT NULL DEFAULT (1 + 1), double INT GENERATED ALWAYS AS (n * 2) VIRTUAL, other INTEGER REFERENCES "Other" (id), CHECK (n > 0), UNIQUE ("Total", n));
    CREATE INDEX part ON "Order" (n DESC) WHERE n > 5; CREATE INDEX expr ON "Order" (lower("Total"));
    CREATE TRIGGER logged AFTER INSERT ON "Order" WHEN NEW.n > 2 BEGIN INSERT INTO log VALUES ('it''s; ' || NEW.id); INSERT INTO log SELECT count(*) FROM "Order"; END;
    CREATE VIEW big AS SELECT id, double FROM "Order" WHERE n > 3;
    INSERT INTO "Order" (id, "Total", n) VALUES (1, 'ünï', 9), (2, NULL, 4), (3, '7', 1), (50, 'gone', 1); DELETE FROM "Order" WHERE id = 50; INSERT INTO "Other" VALUES (1, 1), (2, 3)`;
  const answers = { table: 'Order', column: 'Total', definition: `TEXT NOT NULL DEFAULT 'none' COLLATE NOCASE`, value: `coalesce("Total", 'none')` };

  it('keeps rows, numbering, foreign keys, indexes, triggers and views', async () => {
    await places.prove({
      recipe: rebuildTable, dialect: 'sqlite', answers, change: null, setup, tables: ['Order', 'Other', 'log'], newFrom: 'dual-write', oldUntil: 'rebuild',
      plain: `CREATE TABLE keep AS SELECT * FROM "Order"; CREATE TABLE keptOther AS SELECT * FROM "Other"; CREATE TABLE keptLog AS SELECT * FROM log; CREATE TABLE keptSeq AS SELECT seq FROM sqlite_sequence WHERE name = 'Order';
        DROP VIEW big; DROP TABLE "Order";
        CREATE TABLE "Order" (id INTEGER PRIMARY KEY AUTOINCREMENT, "Total" TEXT NOT NULL DEFAULT 'none' COLLATE NOCASE, n INT NOT NULL DEFAULT (1 + 1), double INT GENERATED ALWAYS AS (n * 2) VIRTUAL, other INTEGER REFERENCES "Other" (id), CHECK (n > 0), UNIQUE ("Total", n));
        INSERT INTO "Order" (id, "Total", n, other) SELECT id, coalesce("Total", 'none'), n, other FROM keep; UPDATE sqlite_sequence SET seq = (SELECT seq FROM keptSeq) WHERE name = 'Order';
        CREATE INDEX part ON "Order" (n DESC) WHERE n > 5; CREATE INDEX expr ON "Order" (lower("Total"));
        CREATE TRIGGER logged AFTER INSERT ON "Order" WHEN NEW.n > 2 BEGIN INSERT INTO log VALUES ('it''s; ' || NEW.id); INSERT INTO log SELECT count(*) FROM "Order"; END;
        CREATE VIEW big AS SELECT id, double FROM "Order" WHERE n > 3; DELETE FROM "Other"; INSERT INTO "Other" SELECT * FROM keptOther; DELETE FROM log; INSERT INTO log SELECT * FROM keptLog;
        DROP TABLE keep; DROP TABLE keptOther; DROP TABLE keptLog; DROP TABLE keptSeq`,
      old: [`INSERT INTO "Order" ("Total", n) VALUES ('old{n}', 3)`], new: [`INSERT INTO "Order" ("Total", n) VALUES ('new{n}', 1)`, 'SELECT * FROM big'],
    });
    const { database } = await places.of('sqlite');
    await assert.rejects(database.script(`INSERT INTO "Order" ("Total", n) VALUES ('x', 0)`), /CHECK/);
    await database.script('PRAGMA foreign_keys = ON; DELETE FROM "Order" WHERE id = 1');
    assert.deepEqual(await database.query('SELECT "Order" FROM "Other"'), [{ Order: 3 }]);
  });

  it('adds a constraint; rows that break it, and foreign keys that would, leave everything as it was', async () => {
    const constraint = 'FOREIGN KEY (n) REFERENCES "Other" (id)';
    const draftFails = places.prove({
      recipe: rebuildTable, dialect: 'sqlite', answers: { table: 'Order', constraint }, change: null, plain: '', setup, tables: ['Order'], newFrom: 'dual-write', oldUntil: 'rebuild', old: [], new: [],
    });
    await assert.rejects(draftFails, /CHECK constraint failed/);
    const { database } = await places.of('sqlite');
    assert.deepEqual(await database.query('SELECT count(*) AS n FROM "Order"'), [{ n: 3 }]);
    assert.deepEqual(await database.query(`SELECT name FROM sqlite_schema WHERE name LIKE 'evolens%'`), []);
  });

  it('a table without rowid keeps that, and NULL in its key is taken as before', async () => {
    await places.prove({
      recipe: rebuildTable, dialect: 'sqlite', answers: { table: 'T', column: 'b', definition: 'INTEGER NOT NULL' }, change: null,
      setup: 'CREATE TABLE "T" (a TEXT, b INTEGER, PRIMARY KEY (a)) WITHOUT ROWID; INSERT INTO "T" VALUES (\'ü\', 1)',
      plain: 'DROP TABLE "T"; CREATE TABLE "T" (a TEXT, b INTEGER NOT NULL, PRIMARY KEY (a)) WITHOUT ROWID; INSERT INTO "T" VALUES (\'ü\', 1)',
      tables: ['T'], newFrom: 'dual-write', oldUntil: 'rebuild', old: [], new: [`INSERT INTO "T" VALUES ('{n}', 1)`], mayDiffer: /^index/,
    });
  });

  it('what it cannot carry over is refused', async () => {
    const refusal = (setupOf: string, given: Record<string, string>): Promise<string> =>
      places.refusal({ recipe: rebuildTable, dialect: 'sqlite', setup: setupOf, change: null, answers: { table: 'a', ...given } });
    assert.match(await refusal('CREATE TABLE a (b INT UNIQUE ON CONFLICT REPLACE)', { column: 'b', definition: 'INT' }), /ON CONFLICT/);
    assert.match(await refusal('CREATE TABLE a (b INT)', {}), /Nothing changes/);
    assert.match(await refusal('CREATE TABLE a (b INT)', { column: 'b', definition: 'INT); DROP TABLE a; --' }), /cannot be used/);
  });
}); // prettier-ignore
