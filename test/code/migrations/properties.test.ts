import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FrameworkName } from '../../../src/model/migration';
import { readWritten, type Written } from './written';

const samples: readonly (readonly [FrameworkName, string])[] = [
  [
    'typeorm',
    `import { MigrationInterface, QueryRunner, Table, TableColumn } from 'typeorm';
const TABLE = 'users' as const;
enum Kind { A = 'a', B = 'b' }
export class M1700000000000 implements MigrationInterface {
  transaction = false;
  public async up(queryRunner: QueryRunner): Promise<void> {
    if (await queryRunner.hasTable(TABLE)) return;
    await queryRunner.createTable(new Table({ name: TABLE, columns: [{ name: 'id', type: 'int', isPrimary: true }] }), true);
    for (const [a, { b } = { b: 1 }] of [['x', { b: 2 }]] as const) {
      await queryRunner.query(\`ALTER TABLE "\${TABLE}" ADD COLUMN \${a}\${b} text DEFAULT '\\u0041\\n'\`);
    }
    await Promise.all(Object.values(Kind).map((kind) => queryRunner.query('INSERT INTO k VALUES (' + kind + ')')));
    try { await this.helper(queryRunner, ...[TABLE]); } catch (e) { throw e; } finally { await queryRunner.release(); }
    switch (process.env.KIND) { case 'a': await queryRunner.query('A'); break; default: throw new Error('x'); }
  }
  private async helper(runner: QueryRunner, table?: string) {
    await runner.addColumns(table!, [new TableColumn({ name: 'c', type: 'text', isNullable: true })]);
  }
  public async down(queryRunner: QueryRunner): Promise<void> { await queryRunner.dropTable(TABLE); }
}
`,
  ],
  [
    'slonik',
    `import { sql } from 'slonik';
const table = sql.identifier(['app', 'users']);
const alteration = {
  up: async (pool) => {
    await pool.query(sql\`alter table \${table} add column \${sql.identifier(['a'])} text; -- 😀\r\n create index on \${table} (a)\`);
    const rows = await pool.any(sql\`select id from users\`);
    await pool.query(sql\`delete from users where id in (\${sql.join(rows.map((r) => r.id), sql\`, \`)})\`);
  },
  down: async (pool) => { await pool.query(sql\`drop table users\`); },
};
export default alteration;
`,
  ],
  [
    'mikro-orm',
    `'use strict';
const { Migration } = require('@mikro-orm/migrations');
class M1 extends Migration {
  async up() {
    this.addSql('create table "a" ("b" int);');
    const found = await this.execute(\`select 1 from information_schema.tables\`);
    if (found.length === 0) { this.addSql('A'); } else { this.addSql('B'); }
  }
}
exports.M1 = M1;
`,
  ],
];

/** Every range lies in the file, every piece in the SQL, in order. */
function assertSound(read: Written): void {
  let end = 0;
  for (const { sql, source, call, verbatim } of read.pieces) {
    assert.ok(sql.start >= end && sql.end >= sql.start && sql.end <= read.text.length);
    end = sql.end;
    for (const range of [source, call])
      assert.ok(range.start >= 0 && range.start <= range.end && range.end <= read.source.length);
    if (verbatim) assert.equal(read.at(source), read.text.slice(sql.start, sql.end));
  }
  for (const { range, reason } of read.unread) {
    assert.ok(range.start >= 0 && range.start <= range.end && range.end <= read.source.length);
    assert.notEqual(reason, '');
  }
  assert.ok(!read.missed.some(([reason]) => reason.startsWith('the file could not be read')));
}

describe('any text of a migration in code is read', () => {
  for (const [library, text] of samples) {
    it(`every prefix of one of ${library}`, () => {
      for (let end = 0; end <= text.length; end++) assertSound(readWritten(text.slice(0, end), { library }));
    });

    it(`one of ${library} with parts taken out, doubled and put elsewhere`, () => {
      const place = fc.integer({ min: 0, max: text.length });
      fc.assert(
        fc.property(
          place,
          place,
          place,
          fc.constantFrom('', '`', "'", '${', '}', '\\', '(', '…'),
          (a, b, c, put) => {
            const [from, to] = a < b ? [a, b] : [b, a];
            const changed = text.slice(0, from) + put + text.slice(to, to + c) + text.slice(to);
            assertSound(readWritten(changed, { library }));
          },
        ),
        { numRuns: 300 },
      );
    });
  }

  it('a deeply nested expression and a long line', () => {
    const deep = `export class M { async up(q) { await q.query(${'('.repeat(3000)}'DROP TABLE a'${')'.repeat(3000)}); } }`;
    const long = `export class M { async up(q) { await q.query('INSERT INTO a VALUES (${'x'.repeat(1_000_000)})'); } }`;
    for (const source of [deep, long]) {
      const read = readWritten(source);
      assert.ok(read.unread.every(({ range }) => range.end <= source.length));
    }
    assert.equal(readWritten(long).sql.length, 1);
  });
});
