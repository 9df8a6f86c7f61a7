import assert from 'node:assert/strict';
import { walk, Work, type Files } from '../writing/project';
import { drift, snapshotOf, type DrizzleDialect } from './drizzle-kit';

const schemaFile = 'src/db/schema.ts';

interface Project {
  readonly dialect: DrizzleDialect;
  /** The schema before anything is asked, and as the person changed it for the rename. */
  readonly schema: string;
  readonly renamed: string;
  readonly create: string;
  readonly rename: string;
}

const postgres: Project = {
  dialect: 'postgres',
  schema: `import { index, integer, pgTable, varchar } from 'drizzle-orm/pg-core';

export const orders = pgTable(
  'orders',
  {
    id: integer('id').primaryKey(),
    // What is paid.
    total: integer('total').notNull(), // in cents
    note: varchar('note', { length: 20 }),
  },
  (table) => [index('orders_total_idx').on(table.total)],
);
`,
  renamed: `import { index, integer, pgTable, varchar } from 'drizzle-orm/pg-core';

export const orders = pgTable(
  'orders',
  {
    id: integer('id').primaryKey(),
    // What is paid.
    amount: integer('amount').notNull(), // in cents
    note: varchar('note', { length: 20 }),
  },
  (table) => [index('orders_total_idx').on(table.amount)],
);
`,
  create:
    'CREATE TABLE "orders" (\n\t"id" integer PRIMARY KEY NOT NULL,\n\t"total" integer NOT NULL,\n\t"note" varchar(20)\n);\n--> statement-breakpoint\nCREATE INDEX "orders_total_idx" ON "orders" USING btree ("total");',
  rename: 'ALTER TABLE "orders" RENAME COLUMN "total" TO "amount";',
};

const mysql: Project = {
  dialect: 'mysql',
  schema: postgres.schema
    .replace('integer, pgTable', 'int, mysqlTable')
    .replaceAll('integer(', 'int(')
    .replace('pgTable(', 'mysqlTable(')
    .replace('pg-core', 'mysql-core'),
  renamed: postgres.renamed
    .replace('integer, pgTable', 'int, mysqlTable')
    .replaceAll('integer(', 'int(')
    .replace('pgTable(', 'mysqlTable(')
    .replace('pg-core', 'mysql-core'),
  create:
    'CREATE TABLE `orders` (\n\t`id` int NOT NULL,\n\t`total` int NOT NULL,\n\t`note` varchar(20),\n\tCONSTRAINT `orders_id` PRIMARY KEY(`id`)\n);\n--> statement-breakpoint\nCREATE INDEX `orders_total_idx` ON `orders` (`total`);',
  rename: 'ALTER TABLE `orders` RENAME COLUMN `total` TO `amount`;',
};

const journal = (dialect: DrizzleDialect, tags: readonly string[]): string =>
  JSON.stringify(
    {
      version: '7',
      dialect: dialect === 'postgres' ? 'postgresql' : dialect,
      entries: tags.map((tag, idx) => ({
        idx,
        version: '7',
        when: 1767225600000 + idx * 86_400_000,
        tag,
        breakpoints: true,
      })),
    },
    null,
    2,
  );

/** A project of drizzle-kit. `isAsked`: the schema was changed and the rename generated from it. */
async function project(one: Project, isAsked: boolean): Promise<Work> {
  const { dialect, schema, renamed, create, rename } = one;
  const snapshot = async (source: string): Promise<string> =>
    JSON.stringify(await snapshotOf(source, dialect), null, 2);
  const config = `export default { dialect: '${dialect === 'postgres' ? 'postgresql' : dialect}', schema: './src/db/schema.ts', out: './drizzle' };\n`;
  const asked: Files = isAsked
    ? { 'drizzle/0001_rename.sql': rename, 'drizzle/meta/0001_snapshot.json': await snapshot(renamed) }
    : {};
  return new Work({
    'evolens.yml': `version: 1\ndialect: ${dialect}\n`,
    'drizzle.config.ts': config,
    'drizzle/0000_create.sql': create,
    'drizzle/meta/0000_snapshot.json': await snapshot(schema),
    'drizzle/meta/_journal.json': journal(
      dialect,
      isAsked ? ['0000_create', '0001_rename'] : ['0000_create'],
    ),
    [schemaFile]: isAsked ? renamed : schema,
    ...asked,
  });
}

describe('a Drizzle schema follows the stages, and drizzle-kit finds no drift', () => {
  for (const one of [postgres, mysql])
    it(`${one.dialect}: a rename that the schema made already`, async () => {
      const work = await project(one, true);
      await work.split('rename-column');
      const text = work.files.get(schemaFile) ?? '';
      const type = one.dialect === 'postgres' ? 'integer' : 'int';
      // MySQL gives both a default until contract.
      const preset = one.dialect === 'mysql' ? '.default(0)' : '';
      const both = `    // What is paid.\n    amount: ${type}('total').notNull()${preset}, // in cents\n    amountNew: ${type}('amount')${preset},\n`;
      assert.ok(text.includes(both), text);
      assert.deepEqual(await drift(work, schemaFile, one.dialect), []);
      await walk(work, async () => assert.deepEqual(await drift(work, schemaFile, one.dialect), []), [
        // The new version: one property, of the new column.
        {
          file: schemaFile,
          from: `    amount: ${type}('total').notNull()${preset}, // in cents\n    amountNew:`,
          to: '    amount:',
        },
        { file: schemaFile, from: "index('orders_total_idx').on(table.amount), ", to: '' },
        { file: schemaFile, from: 'table.amountNew', to: 'table.amount' },
      ]);
      const index = /orders_\w+_idx/.exec(work.files.get(schemaFile)!)?.[0] ?? '';
      assert.equal(
        work.files.get(schemaFile),
        one.renamed.replace(' // in cents', '').replace('orders_total_idx', index),
      );
    });

  it('a column that is planned to go, in a schema without extras', async () => {
    const schema = `import { integer, text, sqliteTable } from 'drizzle-orm/sqlite-core';\nexport const orders = sqliteTable('orders', { id: integer().primaryKey(), shownAs: text('shown_as'), note: text() });\n`;
    const create =
      'CREATE TABLE `orders` (\n\t`id` integer PRIMARY KEY NOT NULL,\n\t`shown_as` text,\n\t`note` text\n);\n';
    const work = await project({ ...postgres, dialect: 'sqlite', schema, create }, false);
    await work.planned('drop-column', { table: 'orders', column: 'note' });
    const used = { file: schemaFile, from: ', note: text()', to: '' };
    await walk(work, () => Promise.resolve(), [used]);
    assert.deepEqual(await drift(work, schemaFile, 'sqlite'), []);
    assert.equal(work.files.get(schemaFile), schema.replace(', note: text()', ''));
  });

  it('what no edit says for sure is said in the plan', async () => {
    const work = await project(postgres, false);
    await work.planned('make-unique', { table: 'orders', columns: 'note' });
    const told = work.plan.stages.map((stage) => stage.application).join(' ');
    assert.match(told, /In the Drizzle schema, by hand: declare constraint \S+ of orders/);
    const plain = await project(postgres, false);
    await plain.planned('change-default', { table: 'orders', column: 'total', value: '0' });
    assert.deepEqual(
      plain.plan.stages.map((stage) => stage.application).filter((one) => one.includes('by hand')),
      [],
    );
    await walk(plain, async () => assert.deepEqual(await drift(plain, schemaFile, 'postgres'), []));
    assert.ok(
      plain.files.get(schemaFile)?.includes("total: integer('total').notNull().default(0), // in cents"),
    );
  });

  it('names that follow from properties, files that an index exports, lists in objects', async () => {
    const work = new Work({
      'evolens.yml': 'version: 1\ndialect: postgres\n',
      'drizzle.config.ts':
        "export default { dialect: 'postgresql', schema: ['./src/index.ts'], casing: 'snake_case' };\n",
      'src/index.ts': "export * from './orders';\n",
      'src/orders.ts': `import { integer, pgTable, index } from "drizzle-orm/pg-core";

export const orders = pgTable("orders", {
  id: integer().primaryKey(), // the key
  grandTotal: integer().default(3),
}, (t) => ({
  totals: index("totals").on(t.grandTotal),
}));
`,
      'drizzle/0000_create.sql':
        'CREATE TABLE "orders" ("id" integer PRIMARY KEY NOT NULL, "grand_total" integer DEFAULT 3);\n--> statement-breakpoint\nCREATE INDEX "totals" ON "orders" ("grand_total");\n',
      'drizzle/meta/_journal.json': journal('postgres', ['0000_create']),
    });
    await work.planned('rename-column', { table: 'orders', column: 'grand_total', to: 'whole_sum' });
    const added = work.files.get('src/orders.ts') ?? '';
    assert.ok(
      added.includes('  grandTotal: integer().default(3),\n  wholeSum: integer().default(3),\n'),
      added,
    );
    await walk(work, () => Promise.resolve());
    assert.equal(
      work.files.get('src/orders.ts'),
      `import { integer, pgTable, index } from "drizzle-orm/pg-core";

export const orders = pgTable("orders", {
  id: integer().primaryKey(), // the key
  wholeSum: integer().default(3),
}, (t) => ({
  totalsWholeSum: index("totals_whole_sum").on(t.wholeSum),
}));
`,
    );
  });
});
