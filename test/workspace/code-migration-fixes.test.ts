import assert from 'node:assert/strict';
import { createSqlReader, type SqlReader } from '../../src/sql/reader';
import { Analyser } from '../../src/workspace/analyse';
import type { Ports } from '../../src/workspace/ports';
import { Project } from '../../src/workspace/project';
import { loadParser } from '../sql/postgres/load';

type Files = Readonly<Record<string, string>>;

const options = { profile: 'default', withCode: false } as const;

describe('fixes of migrations in code', () => {
  let reader: SqlReader;
  before(async () => (reader = createSqlReader(await loadParser())));

  function open(files: Files): Analyser {
    const ports: Ports = {
      files: {
        list: () => Object.keys(files).sort(),
        read: (file) => (file in files ? { text: files[file] ?? '' } : { refused: 'gone' }),
      },
      revisions: null,
      now: () => new Date('2026-11-21T10:00:00Z'),
      log: (message) => assert.fail(message),
    };
    const project = new Project(ports, reader, { dialect: null, databaseVersion: null, isolated: false });
    return new Analyser(project, ports);
  }

  const rulesOf = (files: Files): string[] =>
    open(files)
      .judge(null, options)
      .findings.map(({ finding }) => finding.rule);

  /** The first fix of the rule, and the files after it. */
  function fixed(files: Files, rule: string): { readonly title: string; readonly files: Files } | null {
    const judged = open(files)
      .judge(null, options)
      .findings.find(({ finding }) => finding.rule === rule);
    const fix = judged?.fixes().find((one) => one.kind === 'safe');
    if (fix === undefined) return null;
    const after: Record<string, string> = { ...files };
    for (const { file, range, newText } of [...fix.edits].sort((a, b) => b.range.start - a.range.start)) {
      const text = after[file] ?? '';
      after[file] = text.slice(0, range.start) + newText + text.slice(range.end);
    }
    return { title: fix.title, files: after };
  }

  const change =
    'ALTER TABLE "post" ADD CONSTRAINT "fk" FOREIGN KEY ("userId") REFERENCES "user"("id") ON DELETE CASCADE';
  const typeorm = (name: string, sql: readonly string[]): string =>
    `import { MigrationInterface, QueryRunner } from "typeorm";\nexport class ${name} implements MigrationInterface {\n  public async up(queryRunner: QueryRunner): Promise<void> {\n${sql.map((one) => `    await queryRunner.query(\`${one}\`);`).join('\n')}\n  }\n  public async down(): Promise<void> {}\n}\n`;
  const tables = [
    'CREATE TABLE "user" ("id" SERIAL PRIMARY KEY)',
    'CREATE TABLE "post" ("id" SERIAL PRIMARY KEY, "userId" integer)',
    'CREATE INDEX "i" ON "post" ("userId")',
  ];
  const project: Files = {
    'package.json': '{ "dependencies": { "typeorm": "0.3.20", "pg": "8" } }',
    'src/migrations/1700000000000-A.ts': typeorm('A1700000000000', tables),
    'src/migrations/1700000000001-B.ts': typeorm('B1700000000001', [change, 'SELECT 1']),
  };

  it('TypeORM: NOT VALID in the string, and a class that validates', () => {
    const result = fixed(project, 'add-foreign-key-validating');
    assert.ok(result !== null);
    assert.match(result.title, /deploy this one before: the runner puts pending migrations into one/);
    assert.equal(
      result.files['src/migrations/1700000000001-B.ts'],
      typeorm('B1700000000001', [`${change} NOT VALID`, 'SELECT 1']),
    );
    const [made, ...others] = Object.keys(result.files).filter((file) => !(file in project));
    assert.deepEqual(others, []);
    assert.match(made ?? '', /^src\/migrations\/\d{13}-ValidateFk\.ts$/);
    assert.ok(result.files[made ?? '']?.includes('query(`ALTER TABLE "post" VALIDATE CONSTRAINT "fk"`)'));
    assert.ok(!rulesOf(result.files).includes('add-foreign-key-validating'));
    assert.ok(!rulesOf(result.files).includes('validate-in-same-transaction'));
  });

  it('Knex: a check of raw SQL, validated in a migration of its own', () => {
    const files: Files = {
      'package.json': '{ "dependencies": { "knex": "3", "pg": "8" } }',
      'knexfile.js': 'module.exports = { client: "pg" };',
      'migrations/20240101000000_a.js':
        'exports.up = (knex) => knex.raw("CREATE TABLE t (a int)");\nexports.down = () => {};\n',
      'migrations/20240102000000_b.js':
        "exports.up = async (knex) => {\n  await knex.raw('ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)');\n};\nexports.down = () => {};\n",
    };
    const result = fixed(files, 'add-check-validating');
    assert.ok(result !== null);
    assert.ok(result.files['migrations/20240102000000_b.js']?.includes('CHECK (a > 0) NOT VALID'));
    const made = Object.keys(result.files).find((file) => !(file in files));
    assert.match(made ?? '', /^migrations\/\d{14}_validate_c\.js$/);
    assert.ok(!rulesOf(result.files).includes('add-check-validating'));
  });

  it('is not offered where the call is not SQL that stands in the file', () => {
    const files = {
      ...project,
      'src/migrations/1700000000001-B.ts': project['src/migrations/1700000000001-B.ts']!.replace(
        /await queryRunner\.query\(`ALTER.*\n/,
        'await queryRunner.createForeignKey("post", new TableForeignKey({ columnNames: ["userId"], referencedColumnNames: ["id"], referencedTableName: "user" }));\n',
      ).replace('QueryRunner }', 'QueryRunner, TableForeignKey }'),
    };
    assert.ok(rulesOf(files).includes('add-foreign-key-validating'));
    assert.equal(fixed(files, 'add-foreign-key-validating'), null);
  });
});
