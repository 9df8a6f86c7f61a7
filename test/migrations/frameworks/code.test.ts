import assert from 'node:assert/strict';
import type { Framework } from '../../../src/migrations/frameworks/framework';
import { knex } from '../../../src/migrations/frameworks/knex';
import { kysely } from '../../../src/migrations/frameworks/kysely';
import { mikroOrm } from '../../../src/migrations/frameworks/mikro-orm';
import { nodePgMigrate } from '../../../src/migrations/frameworks/node-pg-migrate';
import { sequelize } from '../../../src/migrations/frameworks/sequelize';
import { slonik } from '../../../src/migrations/frameworks/slonik';
import { typeorm } from '../../../src/migrations/frameworks/typeorm';
import { discoverMigrations } from '../../../src/migrations/discover';
import { histories, projectOf, treeOf, type Files } from './tree-of';

const typeormClass = (name: string, more = ''): string =>
  `import { MigrationInterface, QueryRunner } from 'typeorm';\nexport class ${name} implements MigrationInterface {\n${more}  public async up(queryRunner: QueryRunner): Promise<void> {}\n  public async down(queryRunner: QueryRunner): Promise<void> { await queryRunner.query('x'); }\n}\n`;
const knexFile =
  "exports.up = (knex) => knex.schema.createTable('a', () => {});\nexports.down = (knex) => knex.schema.dropTable('a');\n";
const sequelizeFile =
  "module.exports = { up: async (queryInterface, Sequelize) => {}, down: async (queryInterface) => { await queryInterface.dropTable('a'); } };\n";
const mikroClass =
  "import { Migration } from '@mikro-orm/migrations';\nexport class Migration1 extends Migration {\n  async up() { this.addSql('select 1'); }\n}\n";
const kyselyFile =
  "import { Kysely } from 'kysely';\nexport async function up(db: Kysely<any>): Promise<void> {}\n";
const pgmFile = "exports.up = (pgm) => { pgm.createTable('a', { id: 'id' }); };\nexports.down = false;\n";
const slonikFile =
  "import { sql } from '@silverhand/slonik';\nexport default { up: async (pool) => { await pool.query(sql`select 1`); }, down: async (pool) => {} };\n";

describe('migrations in code', () => {
  it('TypeORM: in the order of the class names, which are what is recorded', () => {
    const [folder] = typeorm.find(
      treeOf({
        'src/migrations/1-first.ts': typeormClass('Late1700000000002'),
        'src/migrations/2-second.ts': typeormClass('Early1700000000001'),
        'src/migrations/3-third.ts': typeormClass('Odd', "  name = 'Named1700000000003';\n"),
        'src/migrations/index.ts': "export * from './1-first';",
      }),
    );
    assert.deepEqual(
      folder?.files.map(({ id, version, reads, hasDown }) => [id, version, reads, hasDown]),
      [
        ['2-second', 'Early1700000000001', 'code', true],
        ['1-first', 'Late1700000000002', 'code', true],
        ['3-third', 'Named1700000000003', 'code', true],
      ],
    );
  });

  it('TypeORM: all pending ones in one transaction, unless the data source or the class says otherwise', () => {
    const around = (mode: string): unknown => {
      const dataSource = `export const source = new DataSource({ type: 'postgres', migrationsTransactionMode: '${mode}' });`;
      const [folder] = typeorm.find(
        treeOf({
          'src/migrations/1700000000001-a.ts': typeormClass('A1700000000001'),
          'src/data-source.ts': dataSource,
        }),
      );
      return [folder?.dialect, folder?.transaction, folder?.transactionSpan];
    };
    assert.deepEqual(around('all'), ['postgres', null, null]);
    assert.deepEqual(around('each'), ['postgres', null, 'file']);
    assert.deepEqual(around('none'), ['postgres', 'autocommit', null]);
    assert.deepEqual(typeorm.transaction('postgres', typeormClass('A1')), {
      mode: 'wrapped',
      span: 'run',
      parts: [],
    });
    assert.equal(
      typeorm.transaction('postgres', typeormClass('A1', '  transaction = false;\n')).mode,
      'autocommit',
    );
  });

  it('TypeORM: what looks alike but is no migration stays out', () => {
    const entity =
      "import { Entity } from 'typeorm';\n@Entity()\nexport class Migration1700000000001 { backup() {} }\n";
    assert.deepEqual(histories({ 'src/migrations/1700000000001-entity.ts': entity }), []);
    assert.deepEqual(
      histories({ 'src/migrations/1700000000001-a.test.ts': typeormClass('A1700000000001') }),
      [],
    );
    assert.deepEqual(histories({ 'src/services/a.ts': typeormClass('A1700000000001') }), []);
  });

  it('Knex: by file name; the client, and what takes it out of the transaction', () => {
    const [folder] = knex.find(
      treeOf({
        'db/migrations/20240102000000_b.js': knexFile,
        'db/migrations/20240101000000_a.js': knexFile,
        'db/knexfile.js': "module.exports = { client: 'mysql2', migrations: { disableTransactions: true } };",
      }),
    );
    assert.deepEqual(
      folder?.files.map((file) => file.version),
      ['20240101000000_a.js', '20240102000000_b.js'],
    );
    assert.deepEqual([folder.dialect, folder.transaction], ['mysql', 'autocommit']);
    assert.equal(
      knex.transaction('postgres', `${knexFile}exports.config = { transaction: false };`).mode,
      'autocommit',
    );
    assert.equal(
      knex.transaction('postgres', `${knexFile}exports.config = { transaction: true };`).mode,
      'wrapped',
    );
  });

  it('Knex: files named by releases are ordered as releases', () => {
    assert.deepEqual(
      histories({ 'db/migrations/2.5.108.js': knexFile, 'db/migrations/2.5.12.js': knexFile }),
      ['knex db/migrations: 2.5.12.js 2.5.108.js'],
    );
  });

  it('Knex: several clients in one configuration are not guessed, and comments do not count', () => {
    const dialect = (text: string): unknown =>
      knex.find(treeOf({ 'migrations/20240101000000_a.js': knexFile, 'knexfile.ts': text }))[0]?.dialect;
    assert.equal(
      dialect("export default { development: { client: 'sqlite3' }, production: { client: 'pg' } };"),
      null,
    );
    assert.equal(dialect("// client: 'mysql'\nexport default { client: 'pg' };"), 'postgres');
  });

  it('Sequelize and Umzug: by file name, no transaction; SQL beside the code may be a migration or belong to one', () => {
    const found = discoverMigrations(
      projectOf({
        'migrations/20240101-a.js': sequelizeFile,
        'migrations/20240101-a.sql': 'CREATE TABLE a (id int);',
        'migrations/20240102-b.sql': 'CREATE TABLE b (id int);',
        'migrations/sqls/20240101-a-up.sql': 'CREATE TABLE a (id int);',
      }),
    );
    assert.deepEqual(
      found.folders.map(({ framework, files }) => [
        framework,
        files.map(({ id, reads }) => `${id} ${reads}`),
      ]),
      [['sequelize', ['20240101-a.js code', '20240102-b.sql sql']]],
    );
    assert.deepEqual([...found.known], ['migrations/20240101-a.sql', 'migrations/sqls/20240101-a-up.sql']);
    assert.equal(sequelize.transaction('postgres', sequelizeFile).mode, 'autocommit');
  });

  it('Sequelize: a name that ends in -index or -test is a migration, an index.js is none', () => {
    const [folder] = sequelize.find(
      treeOf({
        'migrations/20200101000000-add-team-index.js': sequelizeFile,
        'migrations/20200102000000-ab-test.js': sequelizeFile,
        'migrations/20200102000000-ab.test.js': sequelizeFile,
        'migrations/index.js': sequelizeFile,
      }),
    );
    assert.deepEqual(
      folder?.files.map(({ id }) => id),
      ['20200101000000-add-team-index.js', '20200102000000-ab-test.js'],
    );
  });

  it('MikroORM: by file name, one transaction for all unless the configuration or the class says otherwise', () => {
    const [folder] = mikroOrm.find(
      treeOf({
        'src/migrations/Migration20240102000000.ts': mikroClass,
        'src/migrations/Migration20240101000000.ts': mikroClass,
        'src/mikro-orm.config.ts':
          "import { PostgreSqlDriver } from '@mikro-orm/postgresql';\nexport default { driver: PostgreSqlDriver, migrations: { allOrNothing: false } };",
      }),
    );
    assert.deepEqual(
      folder?.files.map((file) => file.id),
      ['Migration20240101000000', 'Migration20240102000000'],
    );
    assert.deepEqual([folder.dialect, folder.transactionSpan], ['postgres', 'file']);
    const alone = mikroClass.replace('async up', 'isTransactional(): boolean { return false; }\n  async up');
    assert.equal(mikroOrm.transaction('postgres', alone).mode, 'autocommit');
    assert.equal(mikroOrm.transaction('postgres', mikroClass).span, 'run');
  });

  it('Kysely: a transaction in Postgres alone; files without a number among numbered ones are none', () => {
    assert.deepEqual(
      histories({
        'db/migrations/001-b.ts': kyselyFile,
        'db/migrations/002-a.ts': kyselyFile,
        'db/migrations/provider.ts': kyselyFile,
      }),
      ['kysely db/migrations: 001-b 002-a'],
    );
    assert.deepEqual(
      ['postgres', 'mysql', 'sqlite'].map((dialect) => kysely.transaction(dialect as 'mysql', '').mode),
      ['wrapped', 'autocommit', 'autocommit'],
    );
  });

  it('node-pg-migrate: code and SQL in one folder, by number, a date of 17 digits too', () => {
    const [folder] = nodePgMigrate.find(
      treeOf({
        'migrations/1700000000000_a.js': pgmFile,
        'migrations/20240101000000000_b.sql':
          '-- Up Migration\nCREATE TABLE b (id int);\n-- Down Migration\nDROP TABLE b;\n',
        'migrations/1690000000000_c.sql': '-- Up Migration\nCREATE TABLE c (id int);\n',
      }),
    );
    assert.deepEqual(
      folder?.files.map(({ id, reads, hasDown }) => [id, reads, hasDown]),
      [
        ['1690000000000_c', 'sql', false],
        ['1700000000000_a', 'code', false],
        ['20240101000000000_b', 'sql', true],
      ],
    );
    assert.equal(
      nodePgMigrate.transaction('postgres', `${pgmFile}exports.shorthands = undefined;`).span,
      'run',
    );
    assert.equal(
      nodePgMigrate.transaction('postgres', 'exports.up = (pgm) => { pgm.noTransaction(); };').mode,
      'autocommit',
    );
  });

  it('node-pg-migrate: SQL alone, known by its marks', () => {
    const files = { 'migrations/1690000000000_c.sql': '-- Up Migration\nCREATE TABLE c (id int);\n' };
    assert.deepEqual(histories(files), ['node-pg-migrate migrations postgres: 1690000000000_c']);
    const [folder] = nodePgMigrate.find(
      treeOf({
        ...files,
        'package.json': '{ "scripts": { "migrate": "node-pg-migrate up --no-single-transaction" } }',
      }),
    );
    assert.equal(folder?.transactionSpan, 'file');
  });

  it('Slonik: by the moment behind the release, where the names have one', () => {
    assert.deepEqual(
      histories({
        'packages/schemas/alterations/next-1700000002-b.ts': slonikFile,
        'packages/schemas/alterations/1.10.0-1700000001-a.ts': slonikFile,
        'packages/schemas/alterations/1.9.0-1700000000-c.ts': slonikFile,
        'packages/schemas/alterations/utils/1700000000-tables.ts':
          "import { sql } from '@silverhand/slonik';\nexport const applyTableRls = async () => {};\n",
      }),
      [
        'slonik packages/schemas/alterations postgres: 1.9.0-1700000000-c.ts 1.10.0-1700000001-a.ts next-1700000002-b.ts',
      ],
    );
  });

  const now = new Date('2026-11-21T12:00:00Z');
  const names: readonly [framework: Framework, files: Files, expected: string][] = [
    [
      typeorm,
      { 'migrations/1700000000001-A.ts': typeormClass('A1700000000001') },
      'migrations/1795262400000-AddIndex.ts',
    ],
    [knex, { 'migrations/20240101000000_a.ts': knexFile }, 'migrations/20261121120000_add_index.ts'],
    [
      sequelize,
      { 'migrations/20240101000000-a.js': sequelizeFile },
      'migrations/20261121120000-add-index.js',
    ],
    [
      mikroOrm,
      { 'migrations/Migration20240101000000.ts': mikroClass },
      'migrations/Migration20261121120000_add_index.ts',
    ],
    [kysely, { 'migrations/20240101T000000-a.ts': kyselyFile }, 'migrations/20261121T120000-add-index.ts'],
    [kysely, { 'migrations/009-a.ts': kyselyFile }, 'migrations/010-add-index.ts'],
    [nodePgMigrate, { 'migrations/1700000000000_a.js': pgmFile }, 'migrations/1795262400000_add_index.js'],
    [slonik, { 'alterations/next-1700000000-a.ts': slonikFile }, 'alterations/next-1795262400-add-index.ts'],
  ];
  for (const [framework, files, expected] of names)
    it(`${framework.name}: the next file is ${expected}`, () => {
      const [folder] = framework.find(treeOf(files));
      const made = framework.nameAfter(folder?.folder ?? '', folder?.files.at(-1) ?? null, 'add index', now);
      assert.equal(made.file, expected);
      assert.equal(made.reads, 'code');
    });
});
