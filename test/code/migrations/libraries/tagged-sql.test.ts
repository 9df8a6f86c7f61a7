import assert from 'node:assert/strict';
import { sql as drizzleSql } from 'drizzle-orm';
import { MySqlDialect } from 'drizzle-orm/mysql-core';
import { PgDialect } from 'drizzle-orm/pg-core';
import { readWritten } from '../written';

/** Templates as migrations write them with `sql`. */
const templates: readonly string[] = [
  'sql`alter table users add column a text`',
  "sql`alter table ${sql.identifier('us\"ers')} drop column a`",
  "sql`update a set b = ${1} where c = ${'x'}`",
  "sql`alter table a ${sql.raw('drop column b')}`",
  'sql`alter table a ${sql.join([sql`drop column b`, sql`drop column c`], sql`, `)}`',
  'sql`select ${sql`1 + ${2}`}, ${3}`',
];

describe('the sql tag of Drizzle', () => {
  const dialects = { postgres: new PgDialect(), mysql: new MySqlDialect() };
  for (const dialect of ['postgres', 'mysql'] as const)
    for (const template of templates)
      it(`${template} on ${dialect}`, () => {
        // eslint-disable-next-line @typescript-eslint/no-implied-eval -- our own template, given to the library as text and as code
        const made = new Function('sql', `return ${template};`) as (
          sql: typeof drizzleSql,
        ) => ReturnType<typeof drizzleSql>;
        const real = dialects[dialect].sqlToQuery(made(drizzleSql)).sql;
        const { sql, missed } = readWritten(
          `import { sql } from 'drizzle-orm';\nexport async function up(db) { await db.execute(${template}); }`,
          { library: 'drizzle', dialect },
        );
        assert.deepEqual(missed, []);
        // A fragment's own parameters are counted on by Drizzle; a number more or less changes nothing that is read.
        assert.deepEqual(
          sql.map((text) => text.replaceAll(/\$\d/g, '$n')),
          [real.replaceAll(/\$\d/g, '$n')],
        );
      });

  it("in the form of Payload's migrations", () => {
    const { sql } = readWritten(
      `import { MigrateUpArgs, sql } from '@payloadcms/db-postgres'
export async function up({ db, payload, req }: MigrateUpArgs): Promise<void> {
  await db.execute(sql\`
   CREATE TABLE "a" ("b" int);
  CREATE INDEX "c" ON "a" ("b");\`)
}`,
      { library: 'drizzle' },
    );
    assert.deepEqual(sql, ['CREATE TABLE "a" ("b" int);\n  CREATE INDEX "c" ON "a" ("b");']);
  });
});

describe('tagged templates of slonik', () => {
  const read = (body: string, head = `import { sql } from 'slonik';`): ReturnType<typeof readWritten> =>
    readWritten(
      `${head}\nconst alteration = { up: async (pool) => { ${body} }, down: async (pool) => { await pool.query(sql\`x\`); } };\nexport default alteration;`,
      { library: 'slonik' },
    );

  // Each expectation is what @slonik/sql-tag 49 gives, but for the names of its parameters.
  for (const [body, expected] of [
    ['await pool.query(sql.unsafe`drop table a`);', 'drop table a'],
    [
      "await pool.query(sql`alter table ${sql.identifier(['app', 'us\"ers'])} add ${sql.fragment`b text`}`);",
      'alter table "app"."us""ers" add b text',
    ],
    ['await pool.query(sql`select ${sql.literalValue("it\'s")}`);', "select 'it''s'"],
    [
      'await pool.query(sql`select 1 where id in (${sql.join([1, 2], sql.fragment`, `)})`);',
      'select 1 where id in ($1, $2)',
    ],
    ['await pool.query(sql.type(z.object({}))`drop table a`);', 'drop table a'],
    [
      'const t = sql.identifier(["a"]); await pool.transaction(async (c) => { await c.any(sql`drop table ${t}`); });',
      'drop table "a"',
    ],
    ['const q = sql`drop table a`; await pool.query(q);', 'drop table a'],
  ] as const)
    it(body, () => {
      const found = read(body);
      assert.deepEqual(found.sql, [expected]);
      assert.deepEqual(found.missed, []);
      assert.equal(found.hasDown, true);
    });

  it('a template that is not sent does nothing', () => {
    assert.deepEqual(read('const q = sql`drop table a`; await q;').sql, []);
  });

  it("the migrator's context", () => {
    const found = readWritten(
      'export const up = async ({ context: { connection, sql } }) => { await connection.query(sql.unsafe`drop table a`); };',
      { library: 'slonik' },
    );
    assert.deepEqual(found.sql, ['drop table a']);
  });

  it('the sql of postgres.js sends when it is awaited, not when it is put into another', () => {
    const found = readWritten(
      'export async function up(sql) { const where = sql`where a = ${1}`; await sql`delete from b ${where}`; await sql`drop table ${sql("c")}`; await sql.unsafe("drop table d"); }',
      { library: 'slonik' },
    );
    assert.deepEqual(found.sql, ['delete from b where a = $1', 'drop table "c"', 'drop table d']);
  });

  it('rows that are not known are read as one', () => {
    const found = read(
      'const rows = await pool.any(sql`select id from a`); await pool.query(sql`insert into b values ${sql.join(rows.map((r) => sql`(${r.id}, ${1})`), sql`, `)}`);',
    );
    assert.deepEqual(found.sql, ['select id from a', 'insert into b values ($1, $2)']);
  });

  it('a name that is not known is bound, which no grammar takes for a name', () => {
    const found = read(
      'await pool.query(sql`drop table ${name}`);',
      `import { sql } from 'slonik';\nimport { name } from 'elsewhere';`,
    );
    assert.deepEqual(found.sql, ['drop table $1']);
  });
});

describe('migrations of MikroORM', () => {
  const read = (body: string): ReturnType<typeof readWritten> =>
    readWritten(
      `import { Migration } from '@mikro-orm/migrations';\nexport class Migration20240101 extends Migration {\n  override async up(): Promise<void> {\n${body}\n  }\n}`,
      { library: 'mikro-orm' },
    );

  it('what addSql collects is sent after what execute sent', () => {
    const found = read(
      `this.addSql('drop table a;');\nawait this.execute('drop table b');\nthis.addSql(\`drop table c\`);`,
    );
    assert.deepEqual(found.sql, ['drop table b', 'drop table a;', 'drop table c']);
    assert.deepEqual(found.places[1], ['drop table a;', 'drop table a;', true]);
  });

  it('what Knex makes of it', () => {
    const found = read(`this.addSql(this.getKnex().raw('drop table a'));`);
    assert.deepEqual(found.sql, ['drop table a']);
    assert.deepEqual(found.missed, []);
  });

  it('reset forgets what was collected, and what is not known is said', () => {
    assert.deepEqual(read(`this.addSql('drop table a');\nthis.reset();`).sql, []);
    assert.deepEqual(read('this.addSql(makeSql());').missed, [
      ['what makeSql sends is not known', 'makeSql()'],
    ]);
  });
});
