import assert from 'node:assert/strict';
import type { Dialect } from '../../../../src/model/dialect';
import type { FrameworkName } from '../../../../src/model/migration';
import { readCode } from './compare';

interface Case {
  readonly title: string;
  readonly library: FrameworkName;
  readonly dialect?: Dialect;
  readonly up: string;
  /** The rendered statements, white space folded. */
  readonly sends: readonly string[];
  /** What is said about what is not known, and the text it is said at. */
  readonly unread: readonly (readonly [reason: string, at: string])[];
}

const cases: readonly Case[] = [
  {
    title: 'a default that is not known leaves the column without one',
    library: 'knex',
    up: `knex.schema.createTable('a', (t) => { t.string('x').notNullable().defaultTo(settings.first); t.text('y'); })`,
    sends: ['create table "a" ("x" varchar(255) not null, "y" text)'],
    unread: [['the default is not known', 'settings.first']],
  },
  {
    title: 'a column whose name is not known leaves the others',
    library: 'knex',
    up: `knex.schema.alterTable('a', (t) => { t.string(settings.name); t.dropColumn('y'); })`,
    sends: ['alter table "a" drop column "y"'],
    unread: [['the name of the column is not known', 'settings.name']],
  },
  {
    title: 'a method that Knex does not have is said by name',
    library: 'knex',
    up: `knex.schema.createTable('a', (t) => { t.increments(); t.softDeletes(); })`,
    sends: ['create table "a" ("id" serial primary key)'],
    unread: [['what table.softDeletes does is not known', 't.softDeletes()']],
  },
  {
    title: 'what Knex asks the MySQL database for is said, not guessed',
    library: 'knex',
    dialect: 'mysql',
    up: `knex.schema.alterTable('a', (t) => { t.dropNullable('x'); t.dropColumn('y'); })`,
    sends: ['alter table `a` drop `y`'],
    unread: [
      [
        "for dropNullable Knex repeats the column's type, which only the database knows",
        "t.dropNullable('x')",
      ],
    ],
  },
  {
    title: 'the column of SQLite that is altered by building the table anew',
    library: 'knex',
    dialect: 'sqlite',
    up: `knex.schema.alterTable('a', (t) => { t.text('x').alter(); t.text('y'); })`,
    sends: ['alter table `a` add column `y` text'],
    unread: [
      [
        'Knex builds the table of SQLite anew to alter a column, from what the database says of it',
        "t.text('x')",
      ],
    ],
  },
  {
    title: 'a column of SQLite is dropped by building the table anew, which comes to the same',
    library: 'knex',
    dialect: 'sqlite',
    up: `knex.schema.alterTable('a', (t) => { t.dropColumn('x'); })`,
    sends: ['alter table `a` drop column `x`'],
    unread: [],
  },
  {
    title: 'a column of MySQL is renamed with the definition it has, which comes to the same',
    library: 'knex',
    dialect: 'mysql',
    up: `knex.schema.alterTable('a', (t) => { t.renameColumn('x', 'y'); })`,
    sends: ['alter table `a` rename column `x` to `y`'],
    unread: [],
  },
  {
    title: 'a query of Knex that is not awaited sends nothing',
    library: 'knex',
    up: `knex.schema.alterTable('a', (t) => { t.check('x > 1', {}, 'c'); }); const later = knex('a').del()`,
    sends: ['alter table "a" add constraint c check(x > 1)'],
    unread: [],
  },
  {
    title: 'the guard of a table that is made',
    library: 'knex',
    up: `(async () => { if (!(await knex.schema.hasTable('a'))) await knex.schema.createTable('a', (t) => { t.increments(); }); })()`,
    sends: ['create table "a" ("id" serial primary key)'],
    unread: [],
  },
  {
    title: 'the dialect that a migration asks Knex for',
    library: 'knex',
    dialect: 'mysql',
    up: `knex.raw(knex.client.config.client === 'pg' ? 'drop table p' : 'drop table m')`,
    sends: ['drop table m'],
    unread: [],
  },
  {
    title: 'rows of Knex that are not known',
    library: 'knex',
    up: `knex('a').insert(settings.rows)`,
    sends: [],
    unread: [['what is inserted is not known', 'settings.rows']],
  },
  {
    title: 'a column of Sequelize that is changed in SQLite',
    library: 'sequelize',
    dialect: 'sqlite',
    up: `q.changeColumn('a', 'x', { type: S.TEXT })`,
    sends: [],
    unread: [
      [
        'Sequelize builds the table of SQLite anew from what the database says of it',
        `q.changeColumn('a', 'x', { type: S.TEXT })`,
      ],
    ],
  },
  {
    title: 'a type of Sequelize that is not known leaves the other columns',
    library: 'sequelize',
    up: `q.createTable('a', { x: { type: settings.type }, y: S.TEXT })`,
    sends: ['CREATE TABLE IF NOT EXISTS "a" ("y" TEXT)'],
    unread: [['the type is not known', 'settings.type']],
  },
  {
    title:
      'values of an enum of Sequelize that are not known leave the column, whose type has a name all the same',
    library: 'sequelize',
    up: `q.addColumn('a', 'x', { type: S.ENUM(...settings.states) })`,
    sends: ['ALTER TABLE "public"."a" ADD COLUMN "x" "public"."enum_a_x"'],
    unread: [['the values of the enum x are not known', '{ type: S.ENUM(...settings.states) }']],
  },
  {
    title: 'a managed transaction of Sequelize',
    library: 'sequelize',
    up: `q.sequelize.transaction(async (t) => { await q.dropTable('a', { transaction: t }); })`,
    sends: ['START TRANSACTION', 'DROP TABLE IF EXISTS "a"', 'COMMIT'],
    unread: [],
  },
  {
    title: 'a transaction of Knex inside the one of the runner is a savepoint',
    library: 'knex',
    up: `knex.transaction(async (trx) => { await trx.schema.dropTable('a'); })`,
    sends: ['drop table "a"'],
    unread: [],
  },
  {
    title: 'a transaction of Kysely',
    library: 'kysely',
    up: `db.transaction().execute(async (trx) => { await trx.schema.dropTable('a').execute(); })`,
    sends: ['begin', 'drop table "a"', 'commit'],
    unread: [],
  },
  {
    title: 'a chain of Kysely that is not executed sends nothing',
    library: 'kysely',
    up: `db.schema.dropTable('a').ifExists()`,
    sends: [],
    unread: [],
  },
  {
    title: 'a default and a type of Kysely that are not known leave the rest of the table',
    library: 'kysely',
    up: `db.schema.createTable('a').addColumn('x', 'text', (c) => c.defaultTo(settings.first).notNull()).addColumn('y', settings.type).addColumn('z', 'text').execute()`,
    sends: ['create table "a" ("x" text not null, "z" text)'],
    unread: [
      ['the default is not known', 'settings.first'],
      ['the type of the column is not known', 'settings.type'],
    ],
  },
  {
    title: 'a condition of an index of Kysely that is not known',
    library: 'kysely',
    up: `db.schema.createIndex('i').on('a').column('x').where(settings.condition).execute()`,
    sends: [],
    unread: [['the condition is not known', 'settings.condition']],
  },
  {
    title: 'a condition of a deletion of Kysely that is not known is one all the same',
    library: 'kysely',
    up: `db.deleteFrom('a').where(settings.condition).execute()`,
    sends: ['delete from "a" where $1'],
    unread: [],
  },
  {
    title: 'a default of node-pg-migrate that is not known leaves its column',
    library: 'node-pg-migrate',
    up: `pgm.addColumns('a', { x: { type: 'text', default: settings.first }, y: 'text' })`,
    sends: ['ALTER TABLE "a" ADD "x" text, ADD "y" text'],
    unread: [['the default is not known', 'settings.first']],
  },
  {
    title: 'a method of node-pg-migrate that is not read is said by name',
    library: 'node-pg-migrate',
    up: `pgm.createOperator('+++', {})`,
    sends: [],
    unread: [['what pgm.createOperator does is not known', `pgm.createOperator('+++', {})`]],
  },
];

const parameters: Partial<Record<FrameworkName, string>> = {
  knex: 'knex',
  sequelize: 'q, S',
  kysely: 'db',
  'node-pg-migrate': 'pgm',
};

describe('libraries: what is not known is said by name and place, and the rest is read', () => {
  for (const { title, library, dialect = 'postgres', up, sends, unread } of cases)
    it(`${library}: ${title}`, () => {
      const text = `import { settings } from './settings';\nexport async function up(${parameters[library] ?? ''}) {\n  await ${up};\n}\n`;
      const code = readCode(library, text, dialect);
      assert.deepEqual(
        code.unread.map(({ reason, range }) => [reason, text.slice(range.start, range.end)]),
        unread,
      );
      assert.deepEqual(statementsOf(code.text), sends);
    });
});

function statementsOf(text: string): readonly string[] {
  return text
    .split(/\n;\n?/)
    .map((statement) => statement.trim().replaceAll(/\s+/g, ' '))
    .filter((statement) => statement !== '');
}

describe('Knex: a migration that the runner does not wrap', () => {
  const config = 'exports.config = { transaction: false };\n';
  const texts = {
    'opens its transaction around a callback': `exports.up = (knex) => knex.transaction((trx) => trx.schema.dropTable('a'));\n`,
    'opens and commits it': `exports.up = async (knex) => { const trx = await knex.transaction(); await trx.schema.dropTable('a'); await trx.commit(); };\n`,
  };
  for (const [title, text] of Object.entries(texts))
    it(title, () => {
      const sent = statementsOf(readCode('knex', config + text, 'postgres').text);
      assert.deepEqual(sent, ['BEGIN', 'drop table "a"', 'COMMIT']);
    });
});

describe('libraries: rendered SQL stands where it is asked for', () => {
  const placeOf = (library: FrameworkName, text: string, part: string): string => {
    const { pieces, text: script } = readCode(library, text, 'postgres');
    const start = script.indexOf(part);
    const piece = pieces.find(({ sql }) => sql.start <= start && start < sql.end);
    assert.ok(piece, `nothing stands for ${part} in ${script}`);
    return text.slice(piece.source.start, piece.source.end);
  };

  it('a column of Knex at its chain, the table at its call', () => {
    const text = `exports.up = (knex) => knex.schema.createTable('a', (t) => { t.increments(); t.string('x').notNullable(); });\n`;
    assert.equal(placeOf('knex', text, '"x"'), "t.string('x').notNullable()");
    assert.match(placeOf('knex', text, 'create table'), /^createTable\('a'/);
  });

  it('raw SQL of Knex in its string, one character for one', () => {
    const text = `exports.up = (knex) => knex.raw('drop table a');\n`;
    const { pieces, text: script } = readCode('knex', text, 'postgres');
    const [piece] = pieces;
    assert.ok(piece?.verbatim);
    assert.equal(script.slice(piece.sql.start, piece.sql.end), 'drop table a');
    assert.equal(text.slice(piece.source.start, piece.source.end), 'drop table a');
  });

  it('a column of Sequelize at its description', () => {
    const text = `module.exports = { up: (q, S) => q.createTable('a', { x: { type: S.TEXT, allowNull: false } }) };\n`;
    assert.equal(placeOf('sequelize', text, '"x"'), '{ type: S.TEXT, allowNull: false }');
  });

  it('a column of Kysely at its call', () => {
    const text = `export const up = (db) => db.schema.createTable('a').addColumn('x', 'text').execute();\n`;
    assert.equal(placeOf('kysely', text, '"x"'), "addColumn('x', 'text')");
  });

  it('a column of node-pg-migrate at its description', () => {
    const text = `exports.up = (pgm) => { pgm.createTable('a', { x: { type: 'text' } }); };\n`;
    assert.equal(placeOf('node-pg-migrate', text, '"x"'), "{ type: 'text' }");
  });
});
