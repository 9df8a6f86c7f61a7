import type { Files } from './project';

/** A project of one framework: a table, and a migration that renames a column of it. */
export interface Sample {
  readonly name: string;
  readonly files: Files;
  /** The migration that asks. */
  readonly asking: string;
  /** What a person edits when the new version is released: the text of a file exchanged. */
  readonly released?: readonly { readonly file: string; readonly from: string; readonly to: string }[];
}

const create =
  'CREATE TABLE orders (id integer PRIMARY KEY, total integer NOT NULL, note varchar(20));\nCREATE INDEX orders_total_idx ON orders (total);';
const rename = 'ALTER TABLE orders RENAME COLUMN total TO amount;';
const back = 'ALTER TABLE orders RENAME COLUMN amount TO total;';
const undo = 'DROP TABLE orders;';

const packageOf = (library: string, driver = 'pg'): Files => ({
  'package.json': JSON.stringify({ dependencies: { [library]: '*', [driver]: '*' } }),
});

const typeorm = (name: string, up: string, down: string): string =>
  `import { MigrationInterface, QueryRunner } from 'typeorm';

export class ${name} implements MigrationInterface {
  public async up(queryRunner: QueryRunner): Promise<void> {
    ${up}
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    ${down}
  }
}
`;
const statements = (sql: string): readonly string[] => sql.split(';\n').map((one) => one.replace(/;$/, ''));
const each = (sql: string, call: (one: string) => string): string => statements(sql).map(call).join('\n    ');

/** On Postgres, one for each framework and for each manner of asking in it. */
const written: readonly Sample[] = [
  {
    name: 'plain',
    asking: 'db/migrations/002_rename.sql',
    files: { 'db/migrations/001_create.sql': `${create}\n`, 'db/migrations/002_rename.sql': `${rename}\n` },
  },
  {
    name: 'goose',
    asking: 'db/00002_rename.sql',
    files: {
      'db/00001_create.sql': `-- +goose Up\n${create}\n-- +goose Down\n${undo}\n`,
      'db/00002_rename.sql': `-- +goose Up\n${rename}\n-- +goose Down\n${back}\n`,
    },
  },
  {
    name: 'dbmate',
    asking: 'db/migrations/20260102000000_rename.sql',
    files: {
      'db/migrations/20260101000000_create.sql': `-- migrate:up\n${create}\n-- migrate:down\n${undo}\n`,
      'db/migrations/20260102000000_rename.sql': `-- migrate:up\n${rename}\n-- migrate:down\n${back}\n`,
    },
  },
  {
    name: 'liquibase',
    asking: 'db/changelog/002-rename.sql',
    files: {
      'db/changelog/001-create.sql': `--liquibase formatted sql\n\n--changeset ann:1\n${create}\n--rollback ${undo}\n`,
      'db/changelog/002-rename.sql': `--liquibase formatted sql\n\n--changeset ann:2\n${rename}\n--rollback ${back}\n`,
    },
  },
  {
    name: 'flyway',
    asking: 'db/V2__rename.sql',
    files: { 'db/V1__create.sql': `${create}\n`, 'db/V2__rename.sql': `${rename}\n` },
  },
  {
    name: 'golang-migrate',
    asking: 'migrations/000002_rename.up.sql',
    files: {
      'migrations/000001_create.up.sql': `${create}\n`,
      'migrations/000001_create.down.sql': `${undo}\n`,
      'migrations/000002_rename.up.sql': `${rename}\n`,
      'migrations/000002_rename.down.sql': `${back}\n`,
    },
  },
  {
    name: 'atlas',
    asking: 'migrations/20260102000000_rename.sql',
    files: {
      'migrations/atlas.sum': 'h1:\n20260101000000_create.sql h1:\n20260102000000_rename.sql h1:\n',
      'migrations/20260101000000_create.sql': `${create}\n`,
      'migrations/20260102000000_rename.sql': `${rename}\n`,
    },
  },
  {
    name: 'pop',
    asking: 'migrations/20260102000000_rename.up.sql',
    files: {
      'go.mod': 'module x\nrequire github.com/gobuffalo/pop/v6 v6.1.1\n',
      'migrations/20260101000000_create.up.sql': `${create}\n`,
      'migrations/20260101000000_create.down.sql': `${undo}\n`,
      'migrations/20260102000000_rename.up.sql': `${rename}\n`,
      'migrations/20260102000000_rename.down.sql': `${back}\n`,
    },
  },
  {
    name: 'pop, a file for each database',
    asking: 'migrations/20260102000000_rename.postgres.up.sql',
    files: {
      'migrations/20260101000000_create.postgres.up.sql': `${create}\n`,
      'migrations/20260101000000_create.postgres.down.sql': `${undo}\n`,
      'migrations/20260101120000_notes.postgres.autocommit.up.sql':
        'CREATE INDEX CONCURRENTLY orders_note_idx ON orders (note);\n',
      'migrations/20260101120000_notes.postgres.autocommit.down.sql':
        'DROP INDEX CONCURRENTLY orders_note_idx;\n',
      'migrations/20260102000000_rename.postgres.up.sql': `${rename}\n`,
      'migrations/20260102000000_rename.postgres.down.sql': `${back}\n`,
    },
  },
  {
    name: 'supabase',
    asking: 'supabase/migrations/20260102000000_rename.sql',
    files: {
      'supabase/migrations/20260101000000_create.sql': `${create}\n`,
      'supabase/migrations/20260102000000_rename.sql': `${rename}\n`,
    },
  },
  {
    name: 'diesel',
    asking: 'migrations/2026-01-02-000000_rename/up.sql',
    files: {
      'diesel.toml': '',
      'Cargo.toml': '[dependencies]\ndiesel = { version = "2", features = ["postgres"] }\n',
      'migrations/2026-01-01-000000_create/up.sql': `${create}\n`,
      'migrations/2026-01-01-000000_create/down.sql': `${undo}\n`,
      'migrations/2026-01-02-000000_rename/up.sql': `${rename}\n`,
      'migrations/2026-01-02-000000_rename/down.sql': `${back}\n`,
    },
  },
  {
    name: 'sqlx',
    asking: 'migrations/20260102000000_rename.sql',
    files: {
      'Cargo.toml': '[dependencies]\nsqlx = { version = "0.8", features = ["postgres"] }\n',
      'migrations/20260101000000_create.sql': `${create}\n`,
      'migrations/20260102000000_rename.sql': `${rename}\n`,
    },
  },
  {
    name: 'prisma',
    asking: 'prisma/migrations/20260102000000_rename/migration.sql',
    files: {
      'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
      'prisma/migrations/20260101000000_create/migration.sql': `${create}\n`,
      'prisma/migrations/20260102000000_rename/migration.sql': `${rename}\n`,
      'prisma/schema.prisma':
        'datasource db {\n  provider = "postgresql"\n  url      = env("DATABASE_URL")\n}\n\nmodel Order {\n  id     Int     @id\n  amount Int // what is paid\n  note   String? @db.VarChar(20)\n\n  @@index([amount], map: "orders_total_idx")\n  @@map("orders")\n}\n',
    },
    released: [
      {
        file: 'prisma/schema.prisma',
        from: '  amount Int @map("total") // what is paid\n  amountNew Int? @map("amount")\n',
        to: '  amount Int? // what is paid\n',
      },
      { file: 'prisma/schema.prisma', from: '  @@index([amount], map: "orders_total_idx")\n', to: '' },
      { file: 'prisma/schema.prisma', from: '[amountNew]', to: '[amount]' },
    ],
  },
  {
    name: 'drizzle',
    asking: 'drizzle/0001_rename.sql',
    files: {
      'drizzle/0000_create.sql': create.replace(';\n', ';\n--> statement-breakpoint\n') + '\n',
      'drizzle/0001_rename.sql': `${rename}\n`,
      'drizzle/meta/_journal.json': JSON.stringify(
        {
          version: '7',
          dialect: 'postgresql',
          entries: [
            { idx: 0, version: '7', when: 1767225600000, tag: '0000_create', breakpoints: true },
            { idx: 1, version: '7', when: 1767312000000, tag: '0001_rename', breakpoints: true },
          ],
        },
        null,
        2,
      ),
    },
  },
  {
    name: 'typeorm, by query',
    asking: 'src/migrations/1767312000000-Rename.ts',
    files: {
      ...packageOf('typeorm'),
      'src/migrations/1767225600000-Create.ts': typeorm(
        'Create1767225600000',
        each(create, (one) => `await queryRunner.query(\`${one}\`);`),
        'await queryRunner.query(`DROP TABLE orders`);',
      ),
      'src/migrations/1767312000000-Rename.ts': typeorm(
        'Rename1767312000000',
        'await queryRunner.query(`ALTER TABLE orders RENAME COLUMN total TO amount`);',
        'await queryRunner.query(`ALTER TABLE orders RENAME COLUMN amount TO total`);',
      ),
    },
  },
  {
    name: 'typeorm, by renameColumn',
    asking: 'src/migrations/1767312000000-Rename.ts',
    files: {
      ...packageOf('typeorm'),
      'src/migrations/1767225600000-Create.ts': typeorm(
        'Create1767225600000',
        each(create, (one) => `await queryRunner.query(\`${one}\`);`),
        'await queryRunner.query(`DROP TABLE orders`);',
      ),
      'src/migrations/1767312000000-Rename.ts': typeorm(
        'Rename1767312000000',
        "await queryRunner.renameColumn('orders', 'total', 'amount');",
        "await queryRunner.renameColumn('orders', 'amount', 'total');",
      ),
    },
  },
  {
    name: 'knex, by the builder',
    asking: 'migrations/20260102000000_rename.js',
    files: {
      ...packageOf('knex'),
      'knexfile.js': "module.exports = { client: 'pg' };\n",
      'migrations/20260101000000_create.js': `exports.up = async (knex) => {\n    ${each(create, (one) => `await knex.raw(\`${one}\`);`)}\n};\nexports.down = (knex) => knex.raw('${undo}');\n`,
      'migrations/20260102000000_rename.js':
        "exports.up = function (knex) {\n  return knex.schema.alterTable('orders', (table) => {\n    table.renameColumn('total', 'amount');\n  });\n};\n\nexports.down = function (knex) {\n  return knex.schema.alterTable('orders', (table) => {\n    table.renameColumn('amount', 'total');\n  });\n};\n",
    },
  },
  {
    name: 'knex, beside other changes',
    asking: 'migrations/20260102000000_rename.js',
    files: {
      ...packageOf('knex'),
      'knexfile.js': "module.exports = { client: 'pg' };\n",
      'migrations/20260101000000_create.js': `exports.up = async (knex) => {\n    ${each(create, (one) => `await knex.raw(\`${one}\`);`)}\n};\nexports.down = (knex) => knex.raw('${undo}');\n`,
      'migrations/20260102000000_rename.js':
        "exports.up = async (knex) => {\n  await knex.schema.alterTable('orders', (table) => {\n    table.renameColumn('total', 'amount');\n    table.string('remark');\n  });\n};\n\nexports.down = async () => {};\n",
    },
  },
  {
    name: 'sequelize',
    asking: 'migrations/20260102000000-rename.js',
    files: {
      ...packageOf('sequelize'),
      'config/config.json': '{ "development": { "dialect": "postgres" } }',
      'migrations/20260101000000-create.js': `'use strict';\nmodule.exports = {\n  async up(queryInterface) {\n    ${each(create, (one) => `await queryInterface.sequelize.query('${one}');`)}\n  },\n  async down(queryInterface) {\n    await queryInterface.dropTable('orders');\n  },\n};\n`,
      'migrations/20260102000000-rename.js':
        "'use strict';\nmodule.exports = {\n  async up(queryInterface) {\n    await queryInterface.renameColumn('orders', 'total', 'amount');\n  },\n  async down(queryInterface) {\n    await queryInterface.renameColumn('orders', 'amount', 'total');\n  },\n};\n",
    },
  },
  {
    name: 'kysely',
    asking: 'migrations/2026-01-02T00-00-00-rename.ts',
    files: {
      ...packageOf('kysely'),
      'migrations/2026-01-01T00-00-00-create.ts': `import { type Kysely, sql } from 'kysely';\n\nexport async function up(db: Kysely<unknown>): Promise<void> {\n    ${each(create, (one) => `await sql\`${one}\`.execute(db);`)}\n}\n`,
      'migrations/2026-01-02T00-00-00-rename.ts':
        "import type { Kysely } from 'kysely';\n\nexport async function up(db: Kysely<unknown>): Promise<void> {\n  await db.schema.alterTable('orders').renameColumn('total', 'amount').execute();\n}\n",
    },
  },
  {
    name: 'node-pg-migrate',
    asking: 'migrations/1767312000000_rename.js',
    files: {
      ...packageOf('node-pg-migrate'),
      'migrations/1767225600000_create.js': `exports.up = (pgm) => {\n    ${each(create, (one) => `pgm.sql('${one}');`)}\n};\nexports.down = (pgm) => {\n  pgm.dropTable('orders');\n};\n`,
      'migrations/1767312000000_rename.js':
        "exports.up = (pgm) => {\n  pgm.renameColumn('orders', 'total', 'amount');\n};\n\nexports.down = (pgm) => {\n  pgm.renameColumn('orders', 'amount', 'total');\n};\n",
    },
  },
  {
    name: 'mikro-orm',
    asking: 'migrations/Migration20260102000000_rename.ts',
    files: {
      ...packageOf('@mikro-orm/migrations'),
      'mikro-orm.config.ts':
        "import { PostgreSqlDriver } from '@mikro-orm/postgresql';\nexport default { driver: PostgreSqlDriver };\n",
      'migrations/Migration20260101000000_create.ts': `import { Migration } from '@mikro-orm/migrations';\n\nexport class Migration20260101000000_create extends Migration {\n  override async up(): Promise<void> {\n    ${each(create, (one) => `this.addSql('${one};');`)}\n  }\n}\n`,
      'migrations/Migration20260102000000_rename.ts':
        'import { Migration } from \'@mikro-orm/migrations\';\n\nexport class Migration20260102000000_rename extends Migration {\n  override async up(): Promise<void> {\n    this.addSql(\'alter table "orders" rename column "total" to "amount";\');\n  }\n\n  override async down(): Promise<void> {\n    this.addSql(\'alter table "orders" rename column "amount" to "total";\');\n  }\n}\n',
    },
  },
];

/** Without a sign of the dialect, a small history would be taken for another. */
export const samples: readonly Sample[] = written.map((sample) => ({
  ...sample,
  files: { 'evolens.yml': 'version: 1\ndialect: postgres\n', ...sample.files },
}));
