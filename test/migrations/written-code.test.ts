import assert from 'node:assert/strict';
import type { FrameworkName } from '../../src/model/migration';
import type { MigrationFile } from '../../src/migrations/frameworks/framework';
import { frameworkNamed } from '../../src/migrations/frameworks/registry';
import { writtenCode } from '../../src/migrations/written-code';
import { readWritten } from '../code/migrations/written';

const statements = [
  'ALTER TABLE "Post" VALIDATE CONSTRAINT "f";',
  "UPDATE t SET a = E'\\\\x`${b}' WHERE c = 'it''s';",
];
const bare = statements.map((sql) => sql.replace(/;$/, ''));

/** Sequelize keeps them on one connection. */
const together = ['START TRANSACTION', ...bare, 'COMMIT'];

interface Manner {
  readonly framework: FrameworkName;
  readonly last: string;
  readonly like: string;
  /** Whether the library has a way to leave the transaction. */
  readonly leaves: boolean;
}

const manners: readonly Manner[] = [
  { framework: 'typeorm', last: '1700000000000-A.ts', like: 'import "x";', leaves: true },
  { framework: 'typeorm', last: '1700000000000-A.js', like: 'export class A {}', leaves: true },
  { framework: 'knex', last: '20240101000000_a.ts', like: 'import "x";', leaves: true },
  { framework: 'knex', last: '20240101000000_a.js', like: 'exports.up = () => {};', leaves: true },
  { framework: 'knex', last: '20240101000000_a.mjs', like: 'export const up = 1', leaves: true },
  {
    framework: 'sequelize',
    last: '20240101000000-a.js',
    like: 'module.exports = { up() {} };',
    leaves: true,
  },
  { framework: 'kysely', last: '2024-01-01T00-00-00_a.ts', like: "import 'x'", leaves: false },
  { framework: 'node-pg-migrate', last: '1700000000000_a.js', like: 'exports.up = () => {};', leaves: true },
  { framework: 'node-pg-migrate', last: '1700000000000_a.ts', like: 'export const up = 1;', leaves: true },
  { framework: 'mikro-orm', last: 'Migration20240101000000_a.ts', like: 'import "x";', leaves: true },
];

function fileAfter({ framework, last }: Manner): MigrationFile {
  const id = last.replace(/\.[jt]s$/, '');
  const before: MigrationFile = {
    id: framework === 'knex' || framework === 'sequelize' ? last : id,
    version: framework === 'typeorm' ? 'A1700000000000' : id,
    file: `m/${last}`,
    reads: 'code',
    hasDown: false,
    transaction: null,
  };
  return frameworkNamed(framework).nameAfter('m', before, 'validate f', new Date('2026-11-21T10:00:00Z'));
}

describe('a new migration in code', () => {
  for (const manner of manners)
    it(`${manner.framework}, ${manner.last}, says what it is to send`, () => {
      const { framework } = manner;
      const asked = { ...manner, dialect: 'postgres', sharesTransaction: false } as const;
      const file = fileAfter(manner);
      for (const frame of ['transaction', 'no-transaction'] as const) {
        const text = writtenCode({ ...asked, file, statements, frame });
        assert.equal(text !== null, frame === 'transaction' || manner.leaves, frame);
        if (text === null) continue;
        const read = readWritten(text, { library: framework, file: file.file });
        assert.deepEqual(read.missed, [], text);
        const held = framework === 'sequelize' && frame === 'transaction';
        assert.deepEqual(read.sql, held ? together : bare, text);
        const { mode } = frameworkNamed(framework).transaction('postgres', text);
        if (frame === 'no-transaction') assert.equal(mode, 'autocommit', text);
      }
    });

  it('none where the runner shares one transaction that it cannot leave', () => {
    for (const manner of manners.filter(
      ({ framework }) => framework === 'typeorm' || framework === 'mikro-orm',
    )) {
      const file = fileAfter(manner);
      const asked = { ...manner, dialect: 'postgres', file, statements, sharesTransaction: true } as const;
      assert.equal(writtenCode({ ...asked, frame: 'no-transaction' }), null);
      assert.notEqual(writtenCode({ ...asked, frame: 'transaction' }), null);
    }
  });

  it('none for the manner of Umzug, which everybody writes differently', () => {
    const manner = {
      framework: 'sequelize',
      last: '1-a.ts',
      like: 'export const up = async ({ context }) => {};',
      leaves: true,
    } as const;
    const file = fileAfter(manner);
    assert.equal(
      writtenCode({
        ...manner,
        dialect: 'postgres',
        file,
        statements,
        frame: 'transaction',
        sharesTransaction: false,
      }),
      null,
    );
  });

  it('but where Umzug hands a queryInterface by that name', () => {
    const like =
      "import { QueryInterface } from 'sequelize';\nexport const up = async ({ context: queryInterface }: { context: QueryInterface }) => {\n  await queryInterface.addColumn('a', 'b', {});\n};\n";
    const manner = { framework: 'sequelize', last: '2024.01.01T00.00.00.a.ts', like, leaves: true } as const;
    const file = { ...fileAfter(manner), file: 'm/2024.01.02T00.00.00.b.ts' };
    const text = writtenCode({ ...manner, dialect: 'postgres', file, statements, frame: 'transaction', sharesTransaction: false, down: ['SELECT 1'] }); // prettier-ignore
    assert.ok(text !== null);
    const read = readWritten(text, { library: 'sequelize', file: file.file });
    assert.deepEqual([read.missed, read.sql], [[], together], text);
    assert.match(text, /function down\(\{ context: queryInterface \}/);
  });

  for (const manner of manners)
    it(`${manner.framework}, ${manner.last}, goes back and says what it is for`, () => {
      const { framework } = manner;
      const file = fileAfter(manner);
      const text = writtenCode({
        ...manner, dialect: 'postgres', file, statements: ['SELECT 1'], down: ['DROP VIEW a', 'DROP VIEW b'],
        comments: ['why', ''], frame: 'transaction', sharesTransaction: false,
      }); // prettier-ignore
      assert.ok(text !== null);
      assert.match(text, /^\/\/ why\n\/\/\n/);
      const down = text.slice(text.indexOf('down'));
      assert.ok(down.indexOf('DROP VIEW a') > 0 && down.indexOf('DROP VIEW b') > down.indexOf('DROP VIEW a'));
      const read = readWritten(text, { library: framework, file: file.file });
      assert.deepEqual([read.missed, read.sql], [[], ['SELECT 1']], text);
    });

  it('keeps what stands between BEGIN and COMMIT in one message, or on one connection', () => {
    for (const manner of manners) {
      const file = fileAfter(manner);
      const all = ['BEGIN;', ...statements, 'COMMIT;'];
      const text = writtenCode({ ...manner, dialect: 'postgres', file, statements: all, frame: 'transaction', sharesTransaction: false }); // prettier-ignore
      assert.ok(text !== null);
      const calls = text.match(/\.(?:query|raw|sql|addSql)\(|sql`/g)?.length;
      assert.equal(calls, manner.framework === 'sequelize' ? 2 : 1, text);
      if (manner.framework === 'sequelize')
        assert.match(text, /sequelize\.transaction\(async \(transaction\)/);
    }
  });

  it("TypeORM: quotes, name and modifiers are those of the project's own migrations", () => {
    const made = (like: string): string =>
      writtenCode({
        framework: 'typeorm',
        dialect: 'postgres',
        file: fileAfter({ framework: 'typeorm', last: '1700000000000-A.ts', like, leaves: true }),
        statements: ['SELECT 1;'],
        frame: 'transaction',
        like,
        sharesTransaction: false,
      }) ?? '';
    const own = made(
      'import { MigrationInterface } from \'typeorm\';\n\nexport class A implements MigrationInterface {\n  name = \'A\';\n\n  public async up(queryRunner: QueryRunner): Promise<void> {\n    await queryRunner.query(`CREATE TABLE "a" ("b" int, "c" int)`);\n  }\n}\n',
    );
    assert.match(own, /from 'typeorm';/);
    assert.match(own, /\{\n {2}name = '(\w+)';\n\n {2}public async up\(/);
    assert.match(own, / {2}public async down\(\)/);
    const bare = made(
      'import { MigrationInterface } from "typeorm";\nexport class A {\n  async up() {}\n}\n',
    );
    assert.match(bare, /from "typeorm";/);
    assert.doesNotMatch(bare, /public|name =/);
  });
});
