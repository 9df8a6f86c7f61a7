import assert from 'node:assert/strict';
import type { Database } from '../../support/database';
import { startMariadb } from '../../support/mariadb';
import { startPglite } from '../../support/pglite';
import { startSqlite } from '../../support/sqlite';
import { splitStatements } from '../../../src/sql/split';
import { walk, Work } from './project';

type Proven = 'postgres' | 'mariadb' | 'sqlite';

const setup = `CREATE TABLE orders (id integer PRIMARY KEY, ref varchar(40), customer integer);
CREATE INDEX orders_ref ON orders (ref);
`;
const file = 'db/migrations/002_index.sql';

function changed(dialect: Proven, text: string): Work {
  const version = dialect === 'mariadb' ? 'databaseVersion: 10.11\n' : '';
  const work = new Work({
    'evolens.yml': `version: 1\ndialect: ${dialect}\n${version}`,
    'db/migrations/001_create.sql': setup,
  });
  work.release();
  work.later(1);
  work.files.set(file, text);
  return work;
}

/** Applies the stages that some finding of the migration offers for the index. */
async function split(work: Work): Promise<boolean> {
  const { analyser } = await work.open();
  const { findings } = analyser.judge(null, { profile: 'default', withCode: true });
  const fix = findings
    .flatMap((found) => found.fixes())
    .find((one) => one.kind === 'stages' && /Replace the index orders_ref/.test(one.title));
  if (fix !== undefined) work.apply(fix.edits);
  return fix !== undefined;
}

const indexes: Readonly<Record<Proven, string>> = {
  postgres: "SELECT indexname AS name FROM pg_indexes WHERE tablename = 'orders' AND indexname LIKE 'orders_ref%'",
  mariadb: "SELECT DISTINCT INDEX_NAME AS name FROM information_schema.STATISTICS WHERE TABLE_NAME = 'orders' AND INDEX_NAME LIKE 'orders_ref%'",
  sqlite: "SELECT name FROM sqlite_schema WHERE type = 'index' AND name LIKE 'orders_ref%'",
}; // prettier-ignore

async function started(dialect: Proven): Promise<Database> {
  if (dialect === 'postgres') return startPglite();
  if (dialect === 'sqlite') return startSqlite();
  const server = await startMariadb();
  const database = await server.connect();
  return { ...database, stop: () => database.stop().then(() => server.stop()) };
}

const drop: Readonly<Record<Proven, string>> = {
  postgres: 'DROP INDEX orders_ref;\n',
  mariadb: 'DROP INDEX orders_ref ON orders;\n',
  sqlite: 'DROP INDEX orders_ref;\n',
};
const create = 'CREATE INDEX orders_ref_customer ON orders (ref, customer);\n';

const online = create.replace('INDEX', 'INDEX CONCURRENTLY');

/** null: a person asks, because no rule finds fault with it on SQLite. */
const asked: readonly (readonly [Proven, string, string | null])[] = [
  ['postgres', 'DROP INDEX, then CREATE INDEX', `-- why\n${drop.postgres}${create}`],
  ['postgres', 'both online', `${drop.postgres.replace('INDEX', 'INDEX CONCURRENTLY')}${online}`],
  ['postgres', 'built online before a drop that is not', `${online}${drop.postgres}`],
  ['mariadb', 'DROP INDEX, then CREATE INDEX', `${drop.mariadb}${create}`],
  ['mariadb', 'ALTER TABLE, twice', 'ALTER TABLE orders DROP INDEX orders_ref;\nALTER TABLE orders ADD INDEX orders_ref_customer (ref, customer);\n'],
  ['sqlite', 'as a person plans it', null],
]; // prettier-ignore

describe('an index that a migration replaces, in stages', () => {
  for (const dialect of ['postgres', 'mariadb', 'sqlite'] as const) {
    let database: Database;
    before(async () => (database = await started(dialect)));
    after(() => database.stop());

    for (const [, what, text] of asked.filter(([of]) => of === dialect))
      it(`${dialect}, ${what}: queries have an index at every moment, and the old one goes last`, async () => {
        const work = changed(dialect, text ?? '');
        if (text === null) {
          work.files.delete(file);
          const answers = { table: 'orders', index: 'orders_ref', columns: 'ref, customer' };
          await work.planned('replace-index', { ...answers, name: 'orders_ref_customer' });
        } else assert.ok(await split(work), `stages are offered for ${text}`);
        const first = text === null ? (work.plan.stages[0]?.migration ?? '') : file;
        assert.doesNotMatch(work.files.get(first) ?? '', /DROP INDEX/i);
        await database.script(`DROP TABLE IF EXISTS orders; ${setup}`);
        const names = async (): Promise<readonly unknown[]> =>
          (await database.query(indexes[dialect])).map(({ name }) => name).sort();
        const run = async (sql: string): Promise<void> => {
          for (const { start, end } of splitStatements(sql, dialect).pieces)
            await database.script(sql.slice(start, end));
        };
        await run(work.files.get(first) ?? '');
        assert.deepEqual(await names(), ['orders_ref', 'orders_ref_customer']);
        const seen: string[] = [];
        await walk(work, async (step) => {
          seen.push(step.stage);
          const written = step.migration ?? step.byHand ?? '';
          if (written !== first) await run(work.files.get(written) ?? '');
          assert.ok((await names()).includes('orders_ref_customer'));
          assert.equal((await names()).includes('orders_ref'), step.stage !== 'contract');
        });
        assert.equal(seen.at(-1), 'contract');
        assert.deepEqual(await names(), ['orders_ref_customer']);
      });
  }

  it('is not offered where nothing replaces the index, or where it is of another table', async () => {
    const other = 'CREATE TABLE lines (id integer PRIMARY KEY, ref integer);\nCREATE INDEX lines_ref ON lines (ref);\n';
    for (const text of [drop.postgres, create, `${drop.postgres}${other}`, `${drop.postgres}CREATE INDEX orders_ref ON orders (ref, customer);\n`])
      assert.equal(await split(changed('postgres', text)), false, text);
    // Queries have one index or the other all the while.
    const atOnce = 'ALTER TABLE orders DROP INDEX orders_ref, ADD INDEX orders_ref_customer (ref, customer);\n';
    for (const text of [atOnce, `${create}${drop.mariadb}`])
      assert.equal(await split(changed('mariadb', text)), false, text);
  }); // prettier-ignore
});
