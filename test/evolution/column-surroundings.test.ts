import assert from 'node:assert/strict';
import { changeColumnType } from '../../src/evolution/recipes/change-column-type';
import type { DraftEvolution } from '../../src/evolution/recipes/recipe';
import { renameColumnRecipe } from '../../src/evolution/recipes/rename-column';
import type { SqlReader } from '../../src/sql/reader';
import { createNodeSqlReader } from '../../src/workspace/node-postgres';
import { proveColumns, type ColumnsCase, type Values } from './databases/column-writers';
import { draftOf, groundOf } from './databases/ground';
import { mariadbPlace, postgresPlace, type Place } from './databases/places';
import { runStage } from './databases/proof';

// What a column may stand in: keys, foreign keys, unique constraints, policies, rights, long names.

describe('what surrounds a column that is renamed in stages', () => {
  let reader: SqlReader;
  before(async () => {
    reader = await createNodeSqlReader();
  });
  const same = (values: readonly Values[]): Pick<ColumnsCase, 'oldValues' | 'newValues' | 'forward' | 'backward'> => ({
    oldValues: values, newValues: values, forward: (one) => one, backward: (one) => one,
  }); // prettier-ignore

  describe('on Postgres', () => {
    let place: Place;
    before(async () => {
      place = await postgresPlace();
    });
    after(() => place.stop());

    it('a composite key, a foreign key and a unique constraint under names as long as they may be', async () => {
      const table = `T${'ä'.repeat(30)}x`;
      const [from, to] = ['f'.repeat(63), `${'g'.repeat(62)}h`];
      const long = (mark: string): string => `"${mark.repeat(63)}"`;
      const setup = `CREATE TABLE codes (code varchar(20) PRIMARY KEY); INSERT INTO codes VALUES ('a'), ('A'), ('ünï');
        CREATE TABLE "${table}" (tenant int NOT NULL DEFAULT 1, id int NOT NULL UNIQUE, "${from}" varchar(20), n int, PRIMARY KEY (tenant, id),
          CONSTRAINT ${long('u')} UNIQUE (id, "${from}"), CONSTRAINT ${long('k')} FOREIGN KEY ("${from}") REFERENCES codes (code) ON UPDATE CASCADE DEFERRABLE);
        CREATE INDEX ${long('i')} ON "${table}" USING hash ("${from}")`;
      const plain = `ALTER TABLE "${table}" RENAME COLUMN "${from}" TO "${to}"`;
      const ground = groundOf(reader, { dialect: 'postgres', setup, change: plain });
      await proveColumns(place, {
        dialect: 'postgres', setup, table, plain, draft: draftOf(renameColumnRecipe, ground, null), old: [from], new: [to],
        ...same([[null], ['a'], ['A'], ['ünï']]), preset: [null],
        mayDiffer: /^(relation i|index|constraint) /,
      }, 3); // prettier-ignore
      const shape = async (): Promise<unknown> =>
        place.database.query(`SELECT contype, pg_get_constraintdef(oid) AS text, condeferrable FROM pg_constraint WHERE conrelid = '"${table}"'::regclass AND contype <> 'n' ORDER BY text`); // prettier-ignore
      const staged = await shape();
      await place.reset();
      await place.database.script(setup);
      await place.database.script(plain);
      assert.deepEqual(staged, await shape(), 'constraints are those of a plain rename');
    });

    it('a table without any key is filled by place', async () => {
      const setup = 'CREATE TABLE "Order" (id int, a text, n int)';
      const plain = 'ALTER TABLE "Order" RENAME COLUMN a TO b';
      const draft = draftOf(
        renameColumnRecipe,
        groundOf(reader, { dialect: 'postgres', setup, change: plain }),
        null,
      );
      assert.match(draft.stages.find((one) => one.name === 'backfill')!.statements[0]!, /ctid/);
      await proveColumns(place, {
        dialect: 'postgres', setup, table: 'Order', plain, draft, old: ['a'], new: ['b'], ...same([[null], ['x'], ['']]), preset: [null], keyless: true,
      }, 4); // prettier-ignore
    });

    it('comment, column rights and storage that the history knows go along, the rest is declared', async () => {
      const setup = `CREATE ROLE reader; CREATE TABLE "Order" (id int PRIMARY KEY, a text, n int); COMMENT ON COLUMN "Order".a IS 'it''s';
        GRANT SELECT (a, id), UPDATE (a) ON "Order" TO reader; ALTER TABLE "Order" ALTER COLUMN a SET STORAGE EXTERNAL, ALTER COLUMN a SET STATISTICS 77`;
      const plain = 'ALTER TABLE "Order" RENAME COLUMN a TO b';
      const draft = draftOf(
        renameColumnRecipe,
        groundOf(reader, { dialect: 'postgres', setup, change: plain }),
        null,
      );
      await place.reset();
      const known = async (): Promise<unknown> =>
        place.database.query(`SELECT attstorage, attstattarget, attacl::text, col_description(attrelid, attnum) AS comment FROM pg_attribute WHERE attrelid = '"Order"'::regclass AND attname = 'b'`); // prettier-ignore
      await place.database.script(setup);
      for (const stage of draft.stages) await runStage(place.database, 'postgres', stage);
      const staged = await known();
      await place.reset();
      await place.database.script('DROP ROLE reader');
      await place.database.script(`${setup}; ${plain}`);
      assert.deepEqual(staged, await known());
      await place.reset();
      await place.database.script('DROP ROLE reader');
      const declared = draft.stages.at(-1)!.preconditions.filter((one) => one.kind === 'declared');
      assert.ok(declared.some((one) => one.what.includes('outside of the migrations')));
    });

    it('under row level security both versions write what their policies let them, and the backfill sees every row or fails', async () => {
      const setup = `CREATE ROLE app; CREATE TABLE "Order" (id int PRIMARY KEY, owner text, a text, n int); ALTER TABLE "Order" ENABLE ROW LEVEL SECURITY; ALTER TABLE "Order" FORCE ROW LEVEL SECURITY;
        CREATE POLICY own ON "Order" USING (owner = current_setting('app.owner', true)); GRANT USAGE ON SCHEMA public TO app; GRANT ALL ON "Order" TO app; INSERT INTO "Order" VALUES (1, 'x', 'one'), (2, 'y', 'two')`;
      const plain = 'ALTER TABLE "Order" RENAME COLUMN a TO b';
      const draft = draftOf(
        renameColumnRecipe,
        groundOf(reader, { dialect: 'postgres', setup, change: plain }),
        null,
      );
      await place.reset();
      await place.database.script(setup);
      await runStage(place.database, 'postgres', draft.stages[0]!);
      const asApp = (sql: string): Promise<void> =>
        place.database.script(`SET ROLE app; SET app.owner = 'x'; ${sql}; RESET ROLE`);
      await asApp(`INSERT INTO "Order" (id, owner, b) VALUES (3, 'x', 'three'); UPDATE "Order" SET a = 'eins' WHERE id = 1; UPDATE "Order" SET a = 'hidden'`); // prettier-ignore
      const backfill = draft.stages.find((one) => one.name === 'backfill')!;
      await place.database.script('ALTER TABLE "Order" OWNER TO app; GRANT CREATE ON SCHEMA public TO app');
      await place.database.script('SET ROLE app');
      await assert.rejects(place.database.script(backfill.statements[0]!), /row-level security/);
      await place.database.script('RESET ROLE');
      await place.database.script('DROP TABLE IF EXISTS "evolens_Order_a_to_b_checkpoint"');
      await runStage(place.database, 'postgres', backfill);
      const [setting] = await place.database.query('SHOW row_security');
      assert.deepEqual(setting, { row_security: 'on' }, 'the session is left as it was');
      assert.deepEqual(await place.database.query('SELECT id, a, b FROM "Order" ORDER BY id'), [
        { id: 1, a: 'hidden', b: 'hidden' }, { id: 2, a: 'two', b: 'two' }, { id: 3, a: 'hidden', b: 'hidden' },
      ]); // prettier-ignore
      await place.reset();
      await place.database.script('DROP ROLE app');
    });

    it('where the application writes both shapes, no trigger is made and the old column becomes optional at the end', async () => {
      const setup = `CREATE TABLE "Order" (id int PRIMARY KEY, a text NOT NULL, n int); INSERT INTO "Order" VALUES (1, 'one')`;
      const ground = groundOf(reader, { dialect: 'postgres', setup, change: null, options: { dualWrite: 'application' } }); // prettier-ignore
      const draft: DraftEvolution = draftOf(renameColumnRecipe, ground, {
        table: 'Order',
        column: 'a',
        to: 'b',
      });
      const text = JSON.stringify(draft.stages);
      assert.ok(!text.includes('CREATE TRIGGER'));
      const dual = draft.stages.find((one) => one.name === 'dual-write')!;
      assert.ok(!dual.done && dual.application.includes('sets b to a'));
      await place.reset();
      await place.database.script(setup);
      const versions: Readonly<Record<string, string>> = {
        expand: `INSERT INTO "Order" (id, a) VALUES (2, 'two')`,
        backfill: `INSERT INTO "Order" (id, a, b) VALUES (3, 'three', 'three')`,
        validate: `INSERT INTO "Order" (id, b) VALUES (4, 'four')`,
      };
      for (const stage of draft.stages) {
        await runStage(place.database, 'postgres', stage);
        const written = versions[stage.label];
        if (written !== undefined) await place.database.script(written);
      }
      assert.deepEqual(await place.database.query('SELECT id, b FROM "Order" ORDER BY id'), [
        { id: 1, b: 'one' }, { id: 2, b: 'two' }, { id: 3, b: 'three' }, { id: 4, b: 'four' },
      ]); // prettier-ignore
    });

    it('a type change carries its foreign key and its unique constraint', async () => {
      const setup = `CREATE TABLE codes (id int PRIMARY KEY); INSERT INTO codes VALUES (1), (2);
        CREATE TABLE "Order" (id int PRIMARY KEY, a int REFERENCES codes (id) ON DELETE SET NULL, n int, UNIQUE (id, a))`;
      const plain = 'ALTER TABLE "Order" ALTER COLUMN a TYPE bigint';
      const draft = draftOf(
        changeColumnType,
        groundOf(reader, { dialect: 'postgres', setup, change: plain }),
        null,
      );
      await proveColumns(place, {
        dialect: 'postgres', setup, table: 'Order', plain, draft, old: ['a'], new: ['a_new'], ...same([[null], ['1'], ['2']]), preset: [null], keepsName: true,
      }, 3); // prettier-ignore
    });
  });

  describe('on MariaDB', () => {
    let place: Place;
    before(async () => {
      place = await mariadbPlace();
    });
    after(() => place.stop());

    it('a composite key, a foreign key and a unique index under names as long as they may be', async () => {
      const table = `T${'ä'.repeat(62)}x`;
      const [from, to] = ['f'.repeat(64), `${'g'.repeat(63)}h`];
      const setup = `CREATE TABLE codes (code varchar(20) PRIMARY KEY) CHARACTER SET utf8mb4; INSERT INTO codes VALUES ('a'), ('ünï');
        CREATE TABLE \`${table}\` (tenant int NOT NULL DEFAULT 1, id int NOT NULL, \`${from}\` varchar(20), n int, PRIMARY KEY (tenant, id), UNIQUE KEY alone (id),
          UNIQUE KEY \`${'u'.repeat(64)}\` (id, \`${from}\`), KEY \`${'i'.repeat(64)}\` (\`${from}\`), CONSTRAINT \`${'k'.repeat(64)}\` FOREIGN KEY (\`${from}\`) REFERENCES codes (code) ON UPDATE CASCADE) CHARACTER SET utf8mb4`;
      const plain = `ALTER TABLE \`${table}\` RENAME COLUMN \`${from}\` TO \`${to}\``;
      const ground = groundOf(reader, { dialect: 'mariadb', setup, change: plain });
      await proveColumns(place, {
        dialect: 'mariadb', setup, table, plain, draft: draftOf(renameColumnRecipe, ground, null), old: [from], new: [to],
        ...same([[null], ['a'], ['ünï']]), preset: [null], newWaits: 'null',
        mayDiffer: /^(index|foreign key) /,
      }, 3); // prettier-ignore
    });
  });
});
