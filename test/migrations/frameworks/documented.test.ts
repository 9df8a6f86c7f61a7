import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { FrameworkName } from '../../../src/model/migration';
import { frameworkNames } from '../../../src/model/migration';
import { sqlFile, type Framework } from '../../../src/migrations/frameworks/framework';
import { frameworks } from '../../../src/migrations/frameworks/registry';

const page = fs.readFileSync(path.join(__dirname, '../../../docs/frameworks.md'), 'utf8');
const rows = page
  .split('\n## ')[0]!
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| framework'))
  .map((line) => line.slice(2, -2).split(' | '));

/** The last migration of a history, after which the page names the next one. */
const last: Readonly<Record<FrameworkName, string>> = {
  drizzle: '0009_a.sql',
  prisma: '20240101000000_a/migration.sql',
  supabase: '20240101000000_a.sql',
  diesel: '2024-01-01-000000_a/up.sql',
  liquibase: '10-a.sql',
  flyway: 'V1_9__a.sql',
  atlas: '20240101000000_a.sql',
  typeorm: '1700000000000-A.ts',
  'mikro-orm': 'Migration20240101000000.ts',
  'node-pg-migrate': '1700000000000_a.js',
  kysely: '20240101T000000-a.ts',
  slonik: 'next-1700000000-a.ts',
  sequelize: '20240101000000-a.js',
  knex: '20240101000000_a.js',
  goose: '00009_a.sql',
  dbmate: '20240101000000_a.sql',
  pop: '0009_a.postgres.up.sql',
  sqlx: '0009_a.up.sql',
  'golang-migrate': '000009_a.up.sql',
  rails: '20240101000000_a.sql',
  plain: '009_a.sql',
};

function around(framework: Framework): string {
  const said = (['postgres', 'mysql', 'sqlite'] as const).map((dialect) => {
    const { mode, span } = framework.transaction(dialect, '');
    return `${mode}${span === 'run' ? ', all pending together' : ''}`;
  });
  return said.every((one) => one === said[0]) ? said[0]! : said.join(' / ');
}

function nextFile(framework: Framework): string {
  const file = last[framework.name];
  const id = file.replace(/\/.*$|(?<!\.up)\.[jt]s$/, '').replace(/^(\d{4}_a)\.sql$/, '$1');
  const version = /\d[\d.]*(?:_\d+)?/.exec(id)?.[0].replace('_', '.') ?? null;
  const entry = sqlFile(id, `m/${file}`, framework.name === 'typeorm' ? 'A1700000000000' : version);
  const made = framework.nameAfter('m', entry, 'add index', new Date('2026-11-21T12:00:00Z'));
  return made.file.slice(2);
}

describe('docs/frameworks.md', () => {
  it('has a row for each framework, in the order of discovery, and no other', () => {
    assert.deepEqual(
      rows.map((row) => row[0]),
      frameworks.map((framework) => framework.name),
    );
    assert.deepEqual([...frameworkNames].sort(), frameworks.map((framework) => framework.name).sort());
  });

  for (const framework of frameworks)
    it(`says of ${framework.name} what it does`, () => {
      const row = rows.find((cells) => cells[0] === framework.name) ?? [];
      assert.equal(row.length, 9);
      assert.equal(row[1], framework.reads === 'sql' ? 'SQL' : 'code');
      assert.equal(row[5], around(framework));
      assert.equal(row[8], `\`${nextFile(framework)}\``);
    });
});
