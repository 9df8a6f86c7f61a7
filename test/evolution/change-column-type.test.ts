import assert from 'node:assert/strict';
import { changeColumnType } from '../../src/evolution/recipes/change-column-type';
import { isRefused, type Answers, type DraftEvolution } from '../../src/evolution/recipes/recipe';
import type { SqlReader } from '../../src/sql/reader';
import { createNodeSqlReader } from '../../src/workspace/node-postgres';
import { proveColumns, type ColumnsCase } from './databases/column-writers';
import { draftOf, groundOf } from './databases/ground';
import { mariadbPlace, postgresPlace, sqlitePlace, type Place } from './databases/places';
import { counted, runStage } from './databases/proof';

describe('changing the type of a column in stages', () => {
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

    const table = (column: string, more = ''): string =>
      `CREATE TABLE "Order" (id int PRIMARY KEY, ${column}, n int);${more}`;
    const prove = async (
      setup: string,
      change: string,
      one: Partial<ColumnsCase> & Pick<ColumnsCase, 'oldValues' | 'newValues' | 'forward' | 'backward'>,
      given: Answers | null = null,
    ): Promise<void> => {
      const ground = groundOf(reader, { dialect: 'postgres', setup, change });
      const draft = draftOf(changeColumnType, ground, given);
      await proveColumns(place, {
        dialect: 'postgres', setup, table: 'Order', draft, old: ['Age'], new: draft.new.map((each) => each.column ?? ''),
        preset: [null], plain: null, ...one,
      }); // prettier-ignore
    };

    it('int to bigint keeps its name, default, NOT NULL, indexes, checks and foreign keys', async () => {
      const setup = `CREATE TABLE ages (age int PRIMARY KEY); INSERT INTO ages VALUES (0), (7), (2147483647), (-2147483648);
        ${table('"Age" int NOT NULL DEFAULT 7 CONSTRAINT fk REFERENCES ages (age) CHECK ("Age" > -2147483649)', 'CREATE INDEX "Order_Age_idx" ON "Order" ("Age", (abs("Age"::numeric)) ) WHERE "Age" <> 5; ALTER TABLE "Order" ADD CONSTRAINT one UNIQUE (id, "Age")')}`;
      const change = 'ALTER TABLE "Order" ALTER COLUMN "Age" TYPE bigint';
      const values = [['0'], ['7'], ['2147483647'], ['-2147483648']];
      await prove(setup, change, {
        oldValues: values, newValues: values, forward: (each) => each, backward: (each) => each, preset: ['7'],
        keepsName: true, plain: change,
      }); // prettier-ignore
    });

    it('text to integer: what cannot be converted does not fail the old version, is counted, and stops contract', async () => {
      const setup = table('"Age" text');
      const change = 'ALTER TABLE "Order" ALTER COLUMN "Age" TYPE integer USING nullif("Age", \'\')::integer';
      const digits = [[null], ['1'], ['0'], ['-5']];
      await prove(setup, change, {
        oldValues: [...digits, ['007'], ['']], newValues: digits,
        forward: ([value]) => [value === '' || value == null ? null : String(Number(value))],
        backward: ([value], [before]) => {
          const converted = before === '' || before == null ? null : String(Number(before));
          return [converted === value ? (before ?? null) : (value ?? null)];
        },
        newWaits: true,
        plain: `${change}; ALTER TABLE "Order" RENAME "Age" TO "Age_integer"`,
      }); // prettier-ignore
    });

    it('an impossible value is counted, leaves the old version alone and stops contract', async () => {
      const setup = table('"Age" text', `INSERT INTO "Order" VALUES (1, '12'), (2, 'twelve')`);
      const change = 'ALTER TABLE "Order" ALTER COLUMN "Age" TYPE integer USING "Age"::integer';
      const draft = draftOf(changeColumnType, groundOf(reader, { dialect: 'postgres', setup, change }), null);
      await place.reset();
      await place.database.script(setup);
      const expand = draft.stages[0]!;
      await runStage(place.database, 'postgres', expand);
      assert.equal(await counted(place.database, expand.verification!), 1, 'one row is in the way');
      await place.database.script(`INSERT INTO "Order" VALUES (3, 'three'); UPDATE "Order" SET "Age" = 'zwölf' WHERE id = 1`); // prettier-ignore
      assert.equal(await counted(place.database, expand.verification!), 3);
      const rest = draft.stages.slice(1);
      for (const stage of rest.filter((one) => one.name !== 'contract'))
        await runStage(place.database, 'postgres', stage);
      await assert.rejects(runStage(place.database, 'postgres', rest.at(-1)!), /guard of contract/);
      await place.database.script(`UPDATE "Order" SET "Age" = '3' WHERE "Age" !~ '^[0-9]+$'`);
      await runStage(place.database, 'postgres', rest.at(-1)!);
      assert.deepEqual(await place.database.query('SELECT DISTINCT "Age_integer" AS age FROM "Order"'), [
        { age: 3 },
      ]);
    });

    it('timestamp to date: what is cut is counted for the plan, and the old version keeps its time', async () => {
      const setup = table(`"Age" timestamp NOT NULL DEFAULT '2020-01-01 12:00:00'`);
      const change = 'ALTER TABLE "Order" ALTER COLUMN "Age" TYPE date';
      const day = (value: string | null | undefined): string => (value ?? '').slice(0, 10);
      await prove(setup, change, {
        oldValues: [['2020-01-01 12:00:00'], ['1999-12-31 23:59:59.999999'], ['0001-01-01 00:00:00']],
        newValues: [['2020-01-01'], ['1999-12-31'], ['9999-12-31']],
        preset: ['2020-01-01 12:00:00'],
        forward: ([value]) => [day(value)],
        backward: ([value], [before]) => [day(before) === value ? (before ?? null) : `${value ?? ''} 00:00:00`],
        newWaits: true,
        plain: `${change}; ALTER TABLE "Order" RENAME "Age" TO "Age_date"`,
        mayDiffer: /^column Order.Age_date /,
      }); // prettier-ignore
      const draft = draftOf(changeColumnType, groundOf(reader, { dialect: 'postgres', setup, change }), null);
      const [declared] = draft.stages
        .at(-1)!
        .preconditions.filter((one) => one.kind === 'declared' && one.what.includes('counted by'));
      assert.ok(declared?.kind === 'declared', 'the plan names the loss');
      await place.reset();
      await place.database.script(setup);
      await runStage(place.database, 'postgres', draft.stages[0]!);
      await place.database.script(
        `INSERT INTO "Order" VALUES (1, '2020-01-01 12:00'), (2, '2020-01-01 00:00')`,
      );
      assert.equal(await counted(place.database, /SELECT .*/.exec(declared.what)![0]), 1);
    });

    it('a length that shrinks does not cut values', async () => {
      const setup = table(
        '"Age" varchar(20) NOT NULL',
        `INSERT INTO "Order" VALUES (1, 'ünï→öd'), (2, 'longer')`,
      );
      const draft = draftOf(
        changeColumnType,
        groundOf(reader, {
          dialect: 'postgres',
          setup,
          change: 'ALTER TABLE "Order" ALTER "Age" TYPE varchar(5)',
        }),
        null,
      );
      await place.reset();
      await place.database.script(setup);
      await runStage(place.database, 'postgres', draft.stages[0]!);
      assert.equal(await counted(place.database, draft.stages[0]!.verification!), 2);
    });

    it('refuses what one statement does in an instant, and answers what is no expression', () => {
      const ask = (change: string, given?: Answers): unknown => {
        const ground = groundOf(reader, { dialect: 'postgres', setup: table('"Age" varchar(20)'), change });
        return changeColumnType.draft(given ?? changeColumnType.answersOf(ground.asking!.change, ground.before)!, ground);
      }; // prettier-ignore
      const longer = ask('ALTER TABLE "Order" ALTER "Age" TYPE varchar(40)');
      assert.ok(isRefused(longer as object) && /one statement is enough/.test(JSON.stringify(longer)));
      const answers = { table: 'Order', column: 'Age', type: 'int', using: '"Age"::int; DROP TABLE x' };
      assert.match(JSON.stringify(ask('ALTER TABLE "Order" ALTER "Age" TYPE int', answers)), /semicolon/);
    });
  });

  describe('on MariaDB', () => {
    let place: Place;
    before(async () => {
      place = await mariadbPlace();
    });
    after(() => place.stop());
    const prove = async (
      setup: string,
      change: string,
      given: Answers,
      one: Partial<ColumnsCase> & Pick<ColumnsCase, 'oldValues' | 'newValues' | 'forward' | 'backward'>,
    ): Promise<void> => {
      const ground = groundOf(reader, { dialect: 'mariadb', setup, change: null });
      const draft = draftOf(changeColumnType, ground, { table: 'Order', column: 'Age', ...given });
      const added = draft.new.map((each) => each.column ?? '');
      await proveColumns(
        place,
        {
          dialect: 'mariadb', setup, table: 'Order', draft, old: ['Age'], new: added, preset: [null],
          plain: change, ...one,
        },
        4,
      ); // prettier-ignore
    };

    it('int to bigint keeps its name, default, NOT NULL, indexes, comment and check', async () => {
      const setup = `CREATE TABLE \`Order\` (id INT PRIMARY KEY, Age INT NOT NULL DEFAULT 7 COMMENT 'it''s', n INT, UNIQUE KEY one (id, Age), KEY two (Age), CONSTRAINT grown CHECK (Age >= 0 AND (n IS NULL OR n <> Age - 9999)))`;
      const values = [['0'], ['7'], ['2147483647']];
      await prove(
        setup,
        "ALTER TABLE `Order` MODIFY Age BIGINT NOT NULL DEFAULT 7 COMMENT 'it''s'",
        { type: 'BIGINT' },
        {
          oldValues: values, newValues: values, forward: (each) => each, backward: (each) => each, preset: ['7'],
          keepsName: true,
        },
      ); // prettier-ignore
    });

    it('int that must be there, without a default, to bigint', async () => {
      const setup =
        'CREATE TABLE `Order` (id INT PRIMARY KEY, Age INT NOT NULL, n INT, UNIQUE KEY one (id, Age))';
      const values = [['0'], ['7'], ['2147483647']];
      await prove(
        setup,
        'ALTER TABLE `Order` MODIFY Age BIGINT NOT NULL',
        { type: 'BIGINT' },
        {
          oldValues: values, newValues: values, forward: (each) => each, backward: (each) => each, preset: null,
          keepsName: true,
        },
      ); // prettier-ignore
    });

    it('text to integer: what cannot be converted does not fail the old version and is counted', async () => {
      const setup = 'CREATE TABLE `Order` (id INT PRIMARY KEY, Age VARCHAR(20), n INT) CHARACTER SET utf8mb4';
      const digits = [[null], ['1'], ['0'], ['-5']];
      await prove(
        setup,
        'ALTER TABLE `Order` CHANGE Age Age_int INT',
        { type: 'int' },
        {
          oldValues: [...digits, ['007']], newValues: digits, newWaits: true,
          forward: ([value]) => [value == null ? null : String(Number(value))],
          backward: ([value], [before]) => [
            before != null && String(Number(before)) === value ? before : (value ?? null),
          ],
        },
      ); // prettier-ignore
      const ground = groundOf(reader, { dialect: 'mariadb', setup, change: null });
      const draft = draftOf(changeColumnType, ground, { table: 'Order', column: 'Age', type: 'int' });
      await place.reset();
      await place.database.script(setup);
      await place.database.script(
        "INSERT INTO `Order` VALUES (1, 'twelve', 1), (2, '99999999999', 1), (3, '7', 1)",
      );
      await runStage(place.database, 'mariadb', draft.stages[0]!);
      await place.database.script("INSERT INTO `Order` (id, Age) VALUES (4, 'ünï')");
      assert.equal(await counted(place.database, draft.stages[0]!.verification!), 3);
    });

    it('a number that refers to another table is left as it is: InnoDB ties equal types only', () => {
      const setup =
        'CREATE TABLE ages (age INT PRIMARY KEY); CREATE TABLE `Order` (id INT PRIMARY KEY, Age INT, FOREIGN KEY (Age) REFERENCES ages (age))';
      const ground = groundOf(reader, { dialect: 'mariadb', setup, change: null });
      const result = changeColumnType.draft({ table: 'Order', column: 'Age', type: 'bigint' }, ground);
      assert.ok(isRefused(result) && /same type on both sides/.test(result.refused));
    });

    it('a conversion that nobody knows to be safe is asked for', () => {
      const setup = 'CREATE TABLE `Order` (id INT PRIMARY KEY, Age VARCHAR(20))';
      const ground = groundOf(reader, { dialect: 'mariadb', setup, change: null });
      const result = changeColumnType.draft({ table: 'Order', column: 'Age', type: 'datetime' }, ground);
      assert.ok(isRefused(result) && result.refused.includes('give an expression'));
    });
  });

  describe('on SQLite', () => {
    let place: Place;
    before(() => {
      place = sqlitePlace();
    });
    after(() => place.stop());
    const drafted = (setup: string, given: Answers): DraftEvolution =>
      draftOf(changeColumnType, groundOf(reader, { dialect: 'sqlite', setup, change: null }), {
        table: 'Order',
        column: 'Age',
        ...given,
      });

    it('text to integer: the rows are those of a table that is made anew', async () => {
      const setup = `CREATE TABLE "Order" (id INTEGER PRIMARY KEY, "Age" text, n int); CREATE INDEX by_age ON "Order" (n, "Age")`;
      const digits = [[null], ['1'], ['0'], ['-5']];
      await proveColumns(place, {
        dialect: 'sqlite', setup, table: 'Order', draft: drafted(setup, { type: 'integer', to: 'years' }),
        old: ['Age'], new: ['years'], preset: [null], newWaits: true,
        // CAST never fails in SQLite: what is no number is 0.
        oldValues: [...digits, ['007'], ['zwölf'], ['']], newValues: digits,
        forward: ([value]) => [value == null ? null : String(Number.parseInt(value, 10) || 0)],
        backward: ([value], [before]) => [
          before != null && String(Number.parseInt(before, 10) || 0) === value ? before : (value ?? null),
        ],
        plain: `CREATE TABLE made (id INTEGER PRIMARY KEY, n int, years integer); INSERT INTO made SELECT id, n, CAST("Age" AS integer) FROM "Order"; DROP TABLE "Order"; ALTER TABLE made RENAME TO "Order"`,
        mayDiffer: /by_age/,
      }); // prettier-ignore
    });

    it('a required column with a default stays required', async () => {
      const setup = `CREATE TABLE "Order" (id INTEGER PRIMARY KEY, "Age" text NOT NULL DEFAULT '7', n int)`;
      const digits = [['7'], ['1'], ['0'], ['-5']];
      await proveColumns(place, {
        dialect: 'sqlite', setup, table: 'Order',
        draft: drafted(setup, { type: 'integer', to: 'years' }),
        old: ['Age'], new: ['years'], preset: ['7'], newWaits: true,
        oldValues: [...digits, ['007']], newValues: digits,
        forward: ([value]) => [String(Number(value))],
        backward: ([value], [before]) => [before != null && String(Number(before)) === value ? before : (value ?? null)],
        plain: `CREATE TABLE made (id INTEGER PRIMARY KEY, n int, years integer NOT NULL DEFAULT '7'); INSERT INTO made SELECT id, n, CAST("Age" AS integer) FROM "Order"; DROP TABLE "Order"; ALTER TABLE made RENAME TO "Order"`,
      }); // prettier-ignore
    });

    it('is refused where a default would have to be converted by an expression', () => {
      const setup = `CREATE TABLE "Order" (id INTEGER PRIMARY KEY, "Age" text NOT NULL DEFAULT '7')`;
      const given = { type: 'integer', to: 'years', using: 'nullif("Age", 0)', back: 'years' };
      assert.throws(() => drafted(setup, given), /constant defaults only/);
      const required = 'CREATE TABLE "Order" (id INTEGER PRIMARY KEY, "Age" text NOT NULL)';
      assert.throws(() => drafted(required, { type: 'integer' }), /Rebuild the table first/);
    });
  });
});
