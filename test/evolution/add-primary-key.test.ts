import assert from 'node:assert/strict';
import { addPrimaryKey } from '../../src/evolution/recipes/add-primary-key';
import { Places } from './databases/all-places';

const places = new Places();
after(() => places.stop());

describe('a table without a primary key gets one in stages', () => {
  it('on Postgres: checks prove that nothing is NULL, the index is built online, the key reads no row', async () => {
    const change = 'ALTER TABLE "Vote" ADD PRIMARY KEY ("User", poll)';
    const mend = `DELETE FROM "Vote" WHERE ctid = (SELECT min(ctid) FROM "Vote" WHERE "User" = 'ünï'); UPDATE "Vote" SET "User" = 'none' WHERE "User" IS NULL`;
    await places.prove({
      recipe: addPrimaryKey, dialect: 'postgres', answers: null, change, plain: `${mend}; ${change}`, tables: ['Vote'], newFrom: 'dual-write', oldUntil: 'hold',
      setup: `CREATE TABLE "Vote" ("User" varchar(40), poll int NOT NULL, v int); INSERT INTO "Vote" VALUES ('ünï', 1, 1), ('ünï', 1, 2), (NULL, 1, 3), ('Ünï', 1, 4), ('ünï', 2, 5)`,
      byHand: { backfill: `DELETE FROM "Vote" WHERE ctid = (SELECT min(ctid) FROM "Vote" WHERE "User" = 'ünï'); UPDATE "Vote" SET "User" = coalesce("User", 'none'), poll = poll` },
      rowsDiffer: true,
      old: [`INSERT INTO "Vote" VALUES ('old{n}', 1, 1)`], new: [`INSERT INTO "Vote" VALUES ('new{n}', 1, 1)`],
    });
    const { database } = await places.of('postgres');
    await assert.rejects(database.script(`INSERT INTO "Vote" (poll) VALUES (1)`), /null value/);
  });

  it('on Postgres: of required columns, with a name', async () => {
    await places.prove({
      recipe: addPrimaryKey, dialect: 'postgres', answers: null, change: 'ALTER TABLE t ADD CONSTRAINT "Key" PRIMARY KEY (a)', tables: ['t'], newFrom: 'dual-write', oldUntil: 'index',
      setup: 'CREATE TABLE t (a int NOT NULL); INSERT INTO t VALUES (1)', old: ['INSERT INTO t VALUES ({n})'], new: ['INSERT INTO t VALUES (-{n})'],
    });
  });

  it('on Postgres: each partition gets its own, and the key of the whole takes them over without an index of its own', async () => {
    const setup = `CREATE TABLE log (at int NOT NULL, id int NOT NULL) PARTITION BY RANGE (at); CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM (0) TO (10); INSERT INTO log SELECT n % 10, n FROM generate_series(1, 50) n`;
    assert.match(await places.refusal({ recipe: addPrimaryKey, dialect: 'postgres', setup, change: 'ALTER TABLE log ADD PRIMARY KEY (at, id)', answers: null }), /plan the key of each partition/);
    await places.prove({
      recipe: addPrimaryKey, dialect: 'postgres', answers: { table: 'log_1', columns: 'at, id' }, change: null, plain: 'ALTER TABLE log_1 ADD PRIMARY KEY (at, id)',
      setup, tables: ['log'], newFrom: 'dual-write', oldUntil: 'index', old: ['INSERT INTO log VALUES (1, {n})'], new: [],
    });
    const { database } = await places.of('postgres');
    await database.script('ALTER TABLE log ADD PRIMARY KEY (at, id)');
    assert.deepEqual(await database.query(`SELECT count(*)::int AS n FROM pg_index WHERE indrelid = 'log_1'::regclass`), [{ n: 1 }]);
  });

  it('on MariaDB: the rows are written anew while others write, as the server is asked to', async () => {
    const change = 'ALTER TABLE `Vote` ADD PRIMARY KEY (`User`, poll)';
    const mend = "UPDATE `Vote` SET `User` = concat('ü', v) WHERE v < 4";
    await places.prove({
      recipe: addPrimaryKey, dialect: 'mariadb', answers: null, change, tables: ['Vote'], newFrom: 'dual-write', oldUntil: 'key',
      plain: `${mend}; ALTER TABLE \`Vote\` MODIFY \`User\` VARCHAR(40) CHARACTER SET utf8mb4 NOT NULL COMMENT 'who'; ${change}`, byHand: { backfill: mend },
      setup: "CREATE TABLE `Vote` (`User` VARCHAR(40) CHARACTER SET utf8mb4 NULL COMMENT 'who', poll INT NOT NULL, v INT); INSERT INTO `Vote` VALUES ('ünï', 1, 1), ('ÜNI', 1, 2), (NULL, 1, 3), ('x', 2, 4)",
      old: ["INSERT INTO `Vote` VALUES ('old{n}', 1, 9)"], new: ["INSERT INTO `Vote` VALUES ('new{n}', 1, 9)"],
    });
  });

  it('on SQLite: by a rebuild', async () => {
    await places.prove({
      recipe: addPrimaryKey, dialect: 'sqlite', answers: { table: 'Vote', columns: 'User, poll' }, change: null, tables: ['Vote'], newFrom: 'dual-write', oldUntil: 'rebuild',
      setup: `CREATE TABLE "Vote" ("User" TEXT, poll INT, v INT DEFAULT 3 CHECK (v > 0)); CREATE INDEX by_v ON "Vote" (v); INSERT INTO "Vote" VALUES ('ü', 1, 1), ('ü', 1, 2), (NULL, NULL, 3)`,
      byHand: { backfill: `UPDATE "Vote" SET "User" = 'u' || v, poll = 1 WHERE v < 4` },
      plain: `CREATE TABLE kept AS SELECT 'u' || v AS u, 1 AS poll, v FROM "Vote" WHERE v < 4; CREATE TABLE others AS SELECT * FROM "Vote" WHERE v > 3; DROP TABLE "Vote"; CREATE TABLE "Vote" ("User" TEXT NOT NULL, poll INT NOT NULL, v INT DEFAULT 3 CHECK (v > 0), PRIMARY KEY ("User", poll)); INSERT INTO "Vote" SELECT * FROM kept UNION ALL SELECT * FROM others; CREATE INDEX by_v ON "Vote" (v); DROP TABLE kept; DROP TABLE others`,
      old: [`INSERT INTO "Vote" VALUES ('old{n}', 1, 9)`], new: [`INSERT INTO "Vote" VALUES ('new{n}', 1, 9)`],
    });
  });

  it('what cannot be a key is refused, with what to do instead', async () => {
    const refusal = (dialect: 'postgres' | 'mariadb', setup: string, columns: string): Promise<string> =>
      places.refusal({ recipe: addPrimaryKey, dialect, setup, change: null, answers: { table: 'a', columns } });
    assert.match(await refusal('postgres', 'CREATE TABLE a (id int PRIMARY KEY)', 'id'), /plan replace-primary-key/);
    assert.match(await refusal('postgres', 'CREATE TABLE a (b int)', 'id'), /add them first/);
    assert.match(await refusal('postgres', 'CREATE TABLE a (b int)', 'b, b'), /named twice/);
    assert.match(await refusal('mariadb', 'CREATE TABLE a (b TEXT)', 'b'), /change-column-type/);
  });
}); // prettier-ignore
