import assert from 'node:assert/strict';
import {
  DummyDriver,
  Kysely,
  MysqlAdapter,
  MysqlQueryCompiler,
  PostgresAdapter,
  PostgresQueryCompiler,
  sql,
  SqliteAdapter,
  SqliteQueryCompiler,
  type CompiledQuery,
} from 'kysely';
import type { Dialect } from '../../../../src/model/dialect';
import { createSqlReader, type SqlReader } from '../../../../src/sql/reader';
import { loadParser } from '../../../sql/postgres/load';
import { assertSameChanges, readCode } from './compare';
import { everywhere, notInSqlite, onlyInMysql, onlyInPostgres, onlyInSqlite } from './kysely-calls';

let reader: SqlReader;
before(async () => {
  reader = createSqlReader(await loadParser());
});

const parts = {
  postgres: [PostgresAdapter, PostgresQueryCompiler],
  mysql: [MysqlAdapter, MysqlQueryCompiler],
  mariadb: [MysqlAdapter, MysqlQueryCompiler],
  sqlite: [SqliteAdapter, SqliteQueryCompiler],
} as const;

function connect(dialect: Dialect): Kysely<unknown> {
  const [Adapter, Compiler] = parts[dialect];
  return new Kysely({
    dialect: {
      createAdapter: () => new Adapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: () => {
        throw new Error('nothing is asked');
      },
      createQueryCompiler: () => new Compiler(),
    },
  });
}

interface Compilable {
  compile(db: Kysely<unknown>): CompiledQuery;
}

/** What Kysely itself sends for a chain. */
function sqlOfKysely(call: string, dialect: Dialect): string {
  const db = connect(dialect);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- our own calls, given to the library as text and as code
  const build = new Function('db', 'sql', `return ${call};`) as (
    db: Kysely<unknown>,
    tag: typeof sql,
  ) => Compilable;
  return build(db, sql).compile(db).sql;
}

function compare(calls: readonly string[], dialect: Dialect): void {
  for (const call of calls)
    it(`${dialect}: ${call}`, () => {
      const text = `import { sql } from 'kysely';\nexport async function up(db) {\n  await ${call}.execute(db);\n}\n`;
      const code = readCode('kysely', text, dialect);
      assert.deepEqual(code.unread, []);
      assertSameChanges(reader, code.text, sqlOfKysely(call, dialect), dialect);
    });
}

describe('Kysely: what is rendered reads like what Kysely itself compiles', () => {
  for (const dialect of ['postgres', 'mysql', 'mariadb', 'sqlite'] as const) compare(everywhere, dialect);
  for (const dialect of ['postgres', 'mysql', 'mariadb'] as const) compare(notInSqlite, dialect);
  for (const dialect of ['mysql', 'mariadb'] as const) compare(onlyInMysql, dialect);
  compare(onlyInPostgres, 'postgres');
  compare(onlyInSqlite, 'sqlite');
});
