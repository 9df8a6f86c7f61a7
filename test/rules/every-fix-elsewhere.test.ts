import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Dialect } from '../../src/model/dialect';
import { migrationRules } from '../../src/rules/registry';
import type { Database } from '../support/database';
import { startMariadb, type MariadbServer } from '../support/mariadb';
import { startSqlite } from '../support/sqlite';
import { parseCase } from './migration-case';
import { afterFix, fixesFor, reportedAfter, type FixCase } from './migration-fix-case';

const root = path.join(__dirname, 'fixtures/migration');

/** Fixes whose point is another schema in the end. */
const changesSchema: ReadonlySet<string> = new Set([
  'foreign-key-without-index',
  'foreign-key-type-mismatch',
]);

interface FixtureCase extends FixCase {
  readonly rule: string;
  readonly name: string;
}

/** Bad fixtures that are not about Postgres, and the same with their words between comments. MariaDB runs what is said of MySQL. */
function casesOf(...dialects: readonly Dialect[]): readonly FixtureCase[] {
  const spread = (sql: string): string =>
    sql
      .split('\n')
      .map((line) => (line.startsWith('--') ? line : line.replaceAll(' ', ' /* ,( */ ')))
      .join('\n');
  return migrationRules
    .filter((rule) => rule.fixes !== undefined)
    .flatMap(({ meta }) => {
      const folder = path.join(root, meta.id);
      const files = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
      return files
        .filter((name) => /^bad-.*\.sql$/.test(name))
        .map((name) => ({ rule: meta.id, folder, name }));
    })
    .flatMap(({ rule, folder, name }) => {
      const { main } = parseCase(fs.readFileSync(path.join(folder, name), 'utf8'));
      if (!dialects.includes(main.dialect) || !main.change.includes(`-- expect: ${rule} `)) return [];
      const { setup, change, later, transaction } = main;
      const one = { rule, dialect: dialects[0] ?? main.dialect, transaction, setup, change, later };
      return [
        { ...one, name: `${rule}: ${name}` },
        { ...one, name: `${rule}: ${name}, commented`, setup: spread(setup), change: spread(change) },
      ];
    });
}

/** Applies every fix of one file; how many there were. `endOf` is the schema after scripts, null when one is refused. */
async function check(
  one: FixtureCase,
  endOf: (scripts: readonly string[]) => Promise<unknown>,
): Promise<number> {
  const fixes = (await fixesFor(one.rule, one).catch(() => [])).filter(({ kind }) => kind !== 'stages');
  for (const fix of fixes) {
    const texts = await afterFix(one, fix);
    const count = (rules: readonly string[]): number => rules.filter((rule) => rule === one.rule).length;
    const left = count(await reportedAfter(one, texts, one.rule));
    assert.ok(left < count(await reportedAfter(one, [one.change], one.rule)), `${fix.title}: still reported`);
    const straight = await endOf([one.setup, one.change]);
    if (straight === null) continue;
    const end = await endOf([one.setup, ...texts]);
    assert.ok(end !== null, `${fix.title}: refused\n${texts.join('\n---\n')}`);
    if (!changesSchema.has(one.rule)) assert.deepEqual(end, straight, fix.title);
  }
  return fixes.length;
}

describe('every fix for MariaDB and MySQL runs on MariaDB and ends the finding', () => {
  let server: MariadbServer;
  let database: Database;
  let applied = 0;

  before(async () => {
    server = await startMariadb();
    database = await server.connect();
  });
  after(async () => {
    await database.stop();
    await server.stop();
  });

  const endOf = async (scripts: readonly string[]): Promise<unknown> => {
    await database.script('DROP DATABASE IF EXISTS evolens; CREATE DATABASE evolens; USE evolens');
    try {
      for (const script of scripts) if (script.trim() !== '') await database.script(script);
    } catch {
      return null;
    }
    return database.query(
      `SELECT table_name, column_name, column_type, is_nullable, column_default, '' AS more FROM information_schema.columns WHERE table_schema = 'evolens'
       UNION ALL SELECT table_name, column_name, index_name, non_unique, seq_in_index, index_type FROM information_schema.statistics WHERE table_schema = 'evolens'
       UNION ALL SELECT table_name, constraint_name, constraint_type, '', '', '' FROM information_schema.table_constraints WHERE table_schema = 'evolens'
       ORDER BY 1, 2, 3, 4, 5`,
    );
  };

  for (const one of casesOf('mariadb', 'mysql'))
    it(one.name, async () => {
      applied += await check(one, endOf);
    });

  it('which are some', () => assert.ok(applied >= 6, String(applied)));
});

describe('every fix for SQLite runs on SQLite and ends the finding', () => {
  let applied = 0;

  const endOf = async (scripts: readonly string[]): Promise<unknown> => {
    const database = startSqlite();
    try {
      for (const script of scripts) if (script.trim() !== '') await database.script(script);
      return await database.query(
        `SELECT m.type, m.name, c.name AS part, c.type AS kind, c."notnull", c.dflt_value, c.pk
         FROM sqlite_schema m LEFT JOIN pragma_table_xinfo(m.name) c ORDER BY 1, 2, 3`,
      );
    } catch {
      return null;
    } finally {
      await database.stop();
    }
  };

  for (const one of casesOf('sqlite'))
    it(one.name, async () => {
      applied += await check(one, endOf);
    });

  it('which are some', () => assert.ok(applied >= 2, String(applied)));
});
