import assert from 'node:assert/strict';
import { readPlan, writePlan } from '../../src/evolution/plan-file';
import { isRefusal, type Evolution, type Refusal } from '../../src/evolution/recipes/recipe';
import { renameColumn } from '../../src/evolution/recipes/rename-column';
import { renameTable } from '../../src/evolution/recipes/rename-table';
import { createNodeSqlReader } from '../../src/workspace/node-postgres';
import type { SqlReader } from '../../src/sql/reader';
import { edited, inputFromSql, type FromSql } from './from-sql';

const orders = `CREATE TABLE customers (id int PRIMARY KEY);
CREATE TABLE "Order" (
  id bigint PRIMARY KEY,
  "customerName" varchar(20) COLLATE "C" NOT NULL DEFAULT 'n/a' CHECK ("customerName" <> ''),
  code text UNIQUE,
  customer_id int REFERENCES customers (id) ON DELETE SET NULL,
  total numeric
);
CREATE INDEX "Order_customerName_idx" ON "Order" ("customerName" DESC, lower("customerName")) WHERE "customerName" <> 'x';
`;

describe('recipes from SQL as it is written', () => {
  let reader: SqlReader;
  before(async () => {
    reader = await createNodeSqlReader();
  });

  const column = (from: FromSql): Evolution | Refusal => renameColumn(inputFromSql(reader, from));
  const accepted = (result: Evolution | Refusal): Evolution => {
    assert.ok(!isRefusal(result), JSON.stringify(result));
    return result;
  };

  it('replaces the rename in place and leaves comments and neighbours alone', () => {
    const change = `-- names\nALTER TABLE "Order" ADD COLUMN note text; /* why */ ALTER TABLE "Order" RENAME COLUMN "customerName" TO customer; -- done\nSELECT 1;\n`;
    const evolution = accepted(column({ dialect: 'postgres', setup: orders, change }));
    const text = edited(change, 'prisma/migrations/2/migration.sql', evolution.edits);
    assert.ok(
      text.startsWith(
        `-- names\nALTER TABLE "Order" ADD COLUMN note text; /* why */ ALTER TABLE "Order" ADD COLUMN customer varchar(20) COLLATE "C";\n`,
      ),
      text,
    );
    assert.ok(text.endsWith(`; -- done\nSELECT 1;\n`), text);
    assert.deepEqual(
      evolution.edits.slice(1).map((edit) => edit.file),
      [
        'plan.evolution.yml',
        '2-backfill.sql',
        '3-index-Order_customerName_idx.sql',
        '4-constraints.sql',
        '5-contract.sql',
      ].map((name) => `evolutions/2026-11-21-rename-order-customer-name-to-customer/${name}`),
    );
    const index = evolution.edits.find((edit) => edit.file.includes('3-index'))!.newText;
    assert.match(
      index,
      /CREATE INDEX CONCURRENTLY "Order_customer_idx" ON "Order" \(customer DESC, lower\(customer\)\) WHERE customer <> 'x';/,
    );
    assert.match(text, /CHECK \(customer <> ''\) NOT VALID/);
  });

  it('keeps a unique constraint and a foreign key', () => {
    const unique = accepted(
      column({ dialect: 'postgres', setup: orders, change: 'ALTER TABLE "Order" RENAME code TO "Code";' }),
    );
    const files = unique.edits.map((edit) => edit.newText).join('\n');
    assert.match(files, /CREATE UNIQUE INDEX CONCURRENTLY "Order_Code_key" ON "Order" \("Code"\);/);
    assert.match(files, /ADD CONSTRAINT "Order_Code_key" UNIQUE USING INDEX "Order_Code_key";/);
    const foreign = accepted(
      column({
        dialect: 'postgres',
        setup: orders,
        change: 'ALTER TABLE "Order" RENAME customer_id TO buyer_id;',
      }),
    );
    assert.match(
      foreign.edits[0]!.newText,
      /FOREIGN KEY \(buyer_id\) REFERENCES customers \(id\) ON DELETE SET NULL NOT VALID/,
    );
  });

  const every: readonly (FromSql & { readonly title: string })[] = [
    { title: 'Postgres, one query', dialect: 'postgres', setup: orders, change: 'ALTER TABLE "Order" RENAME "customerName" TO "select";' },
    { title: 'Postgres, unknown runner', dialect: 'postgres', transaction: 'unknown', setup: orders, change: 'ALTER TABLE "Order" RENAME total TO amount' },
    { title: 'Postgres, autocommit', dialect: 'postgres', transaction: 'autocommit', setup: 'CREATE TABLE s.t (a text, b uuid DEFAULT gen_random_uuid() NOT NULL);', change: 'ALTER TABLE s.t RENAME b TO c' },
    { title: 'MySQL', dialect: 'mysql', transaction: 'autocommit', setup: 'CREATE TABLE `Order` (id INT NOT NULL, part INT NOT NULL, name VARCHAR(20) NOT NULL, at DATETIME DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, PRIMARY KEY (id, part), KEY k (name(4)));', change: 'ALTER TABLE `Order` ADD COLUMN x INT, RENAME COLUMN name TO `key`, ADD COLUMN y INT;' },
    { title: 'MariaDB', dialect: 'mariadb', transaction: 'autocommit', setup: 'CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(20) NOT NULL);', change: 'ALTER TABLE t CHANGE name title VARCHAR(20) NOT NULL;' },
  ]; // prettier-ignore
  for (const from of every) {
    it(`${from.title}: what it writes is read back without anything unread`, () => {
      const evolution = accepted(column(from));
      const migration = edited(from.change, 'prisma/migrations/2/migration.sql', evolution.edits);
      for (const { file, text } of [
        { file: 'migration', text: migration },
        ...evolution.edits
          .slice(1)
          .filter((edit) => edit.file.endsWith('.sql'))
          .map((edit) => ({ file: edit.file, text: edit.newText })),
        ...evolution.plan.stages.map((stage) => ({
          file: `rollback of ${stage.name}`,
          text: stage.rollback,
        })),
        ...evolution.plan.stages.map((stage) => ({
          file: `verification of ${stage.name}`,
          text: stage.verification ?? '',
        })),
      ]) {
        const script = reader.readScript(text, from.dialect);
        assert.deepEqual(script.unread, [], file);
        for (const statement of script.statements)
          assert.deepEqual(statement.reading.unread, [], `${file}: ${statement.reading.text}`);
      }
      assert.deepEqual(readPlan(writePlan(evolution.plan)), { plan: evolution.plan, problems: [] });
    });
  }

  it('keeps sibling actions of MySQL and says which columns the database touches', () => {
    const from = every[3]!;
    const evolution = accepted(column(from));
    const migration = edited(from.change, 'prisma/migrations/2/migration.sql', evolution.edits);
    assert.ok(
      migration.startsWith(
        'ALTER TABLE `Order` ADD COLUMN x INT, ADD COLUMN y INT;\nALTER TABLE `Order` ADD COLUMN `key` VARCHAR(20) NULL;',
      ),
      migration,
    );
    const backfill = evolution.edits.find((edit) => edit.file.endsWith('2-backfill.sql'))!.newText;
    assert.match(backfill, /SET `key` = name, at = at/);
    assert.match(backfill, /DELIMITER \$\$/);
  });

  const refusals: readonly (readonly [string, string, string, RegExp, Partial<FromSql>?])[] = [
    ['primary key', 'CREATE TABLE t (a int PRIMARY KEY)', 'ALTER TABLE t RENAME a TO b', /primary key/],
    ['identity', 'CREATE TABLE t (id int PRIMARY KEY, a int GENERATED ALWAYS AS IDENTITY)', 'ALTER TABLE t RENAME a TO b', /numbers/],
    ['serial', 'CREATE TABLE t (id int PRIMARY KEY, a serial)', 'ALTER TABLE t RENAME a TO b', /numbers/],
    ['generated', 'CREATE TABLE t (id int PRIMARY KEY, a int GENERATED ALWAYS AS (id * 2) STORED)', 'ALTER TABLE t RENAME a TO b', /generated/],
    ['used by a generated column', 'CREATE TABLE t (id int PRIMARY KEY, a int, c int GENERATED ALWAYS AS (a * 2) STORED)', 'ALTER TABLE t RENAME a TO b', /generated column c/],
    ['referenced', 'CREATE TABLE t (id int PRIMARY KEY, a int UNIQUE); CREATE TABLE u (a int REFERENCES t (a))', 'ALTER TABLE t RENAME a TO b', /points at the column/],
    ['partition key', 'CREATE TABLE t (id int, a int) PARTITION BY RANGE (a)', 'ALTER TABLE t RENAME a TO b', /partition key/],
    ['used by a view', 'CREATE TABLE t (id int, a int); CREATE VIEW v AS SELECT a FROM t', 'ALTER TABLE t RENAME a TO b', /view v/],
    ['used by a policy', 'CREATE TABLE t (id int, a int); CREATE POLICY p ON t USING (a > 0)', 'ALTER TABLE t RENAME a TO b', /policy p/],
    ['unknown table', 'SELECT 1', 'ALTER TABLE t RENAME a TO b', /not known/],
    ['optional with a random default', 'CREATE TABLE t (id int, a uuid DEFAULT gen_random_uuid())', 'ALTER TABLE t RENAME a TO b', /another value each time/],
    ['changed afterwards', 'CREATE TABLE t (id int, a int)', 'ALTER TABLE t RENAME a TO b; ALTER TABLE t ALTER b SET NOT NULL', /later statement/],
    ['dropped in a later migration', 'CREATE TABLE t (id int, a int)', 'ALTER TABLE t RENAME a TO b', /later statement/, { later: 'ALTER TABLE t DROP COLUMN b' }],
    ['released', 'CREATE TABLE t (id int, a int)', 'ALTER TABLE t RENAME a TO b', /base branch/, { released: true }],
    ['redefined', 'CREATE TABLE t (id INT PRIMARY KEY, a INT)', 'ALTER TABLE t CHANGE a b BIGINT', /redefines/, { dialect: 'mysql' }],
    ['without a key', 'CREATE TABLE t (id INT, a INT)', 'ALTER TABLE t RENAME COLUMN a TO b', /unique key/, { dialect: 'mysql' }],
    ['in SQLite', 'CREATE TABLE t (id INTEGER PRIMARY KEY, a int)', 'ALTER TABLE t RENAME COLUMN a TO b', /SQLite/, { dialect: 'sqlite' }],
  ]; // prettier-ignore
  for (const [title, setup, change, reason, more] of refusals) {
    it(`refuses: ${title}`, () => {
      const result = column({ dialect: 'postgres', setup, change, ...more });
      assert.ok(isRefusal(result), 'refused');
      assert.match(result.refused, reason);
    });
  }

  it('accepts the innocent twin of the refusals', () => {
    const setup =
      'CREATE TABLE t (id int PRIMARY KEY, a int, c int); CREATE VIEW v AS SELECT c FROM t; CREATE TABLE u (id int REFERENCES t (id));';
    accepted(
      column({
        dialect: 'postgres',
        setup,
        change: 'ALTER TABLE t RENAME a TO b; UPDATE t SET c = 1 WHERE id = 1;',
      }),
    );
  });

  it('a table under a view is refused where the view would bypass row level security', () => {
    const setup = 'CREATE TABLE t (id int); ALTER TABLE t ENABLE ROW LEVEL SECURITY;';
    const table = (version: number): Evolution | Refusal =>
      renameTable(
        inputFromSql(reader, { dialect: 'postgres', setup, change: 'ALTER TABLE t RENAME TO u', version }),
      );
    assert.ok(isRefusal(table(14)));
    assert.match(accepted(table(15)).edits[0]!.newText, /WITH \(security_invoker = true\)/);
  });

  it('declares both columns in schema.prisma, the code reading the old one until reads switch', () => {
    const schema = `datasource db {\n  provider = "postgresql"\n}\n\nmodel Order {\n  id   BigInt @id\n  // kept\n  customer String @default("n/a")\n}\n`;
    const from = {
      dialect: 'postgres',
      framework: 'prisma',
      setup: orders,
      change: 'ALTER TABLE "Order" RENAME COLUMN "customerName" TO "customer";',
    } as const;
    const evolution = accepted(column({ ...from, files: { 'prisma/schema.prisma': schema } }));
    const text = edited(schema, 'prisma/schema.prisma', evolution.edits);
    assert.match(
      text,
      /\n {2}\/\/ kept\n {2}customer String @default\("n\/a"\) @map\("customerName"\)\n {2}customerNew String\? @default\("n\/a"\) @map\("customer"\)\n}/,
    );
    const before = schema.replace('customer String', 'customerName String');
    const other = accepted(column({ ...from, files: { 'prisma/schema.prisma': before } }));
    assert.match(
      edited(before, 'prisma/schema.prisma', other.edits),
      /customerName String @default\("n\/a"\)\n {2}customer String\? @default\("n\/a"\)\n}/,
    );
  });
});
