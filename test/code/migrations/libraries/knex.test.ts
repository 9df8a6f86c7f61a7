import assert from 'node:assert/strict';
import createKnex, { type Knex } from 'knex';
import type { Dialect } from '../../../../src/model/dialect';
import { createSqlReader, type SqlReader } from '../../../../src/sql/reader';
import { loadParser } from '../../../sql/postgres/load';
import { assertSameChanges, readCode } from './compare';
import { everywhere, notInSqlite, onlyInMysql, onlyInPostgres } from './knex-calls';

let reader: SqlReader;
before(async () => {
  reader = createSqlReader(await loadParser());
});

const quiet = { warn() {}, error() {}, deprecate() {}, debug() {} } as unknown as Knex.Logger;
const clients = {
  postgres: createKnex({ client: 'pg', log: quiet }),
  mysql: createKnex({ client: 'mysql2', log: quiet }),
  mariadb: createKnex({ client: 'mariadb', log: quiet }),
  sqlite: createKnex({ client: 'sqlite3', useNullAsDefault: true, log: quiet }),
};

/** What Knex itself sends for a call. */
function sqlOfKnex(call: string, dialect: Dialect): string {
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- our own calls, given to the library as text and as code
  const build = new Function('knex', `return ${call};`) as (knex: Knex) => { toString(): string };
  return build(clients[dialect]).toString();
}

function migration(call: string): string {
  return `exports.up = async (knex) => {\n  await ${call};\n};\n`;
}

function compare(calls: readonly string[], dialect: Dialect): void {
  for (const call of calls)
    it(`${dialect}: ${call}`, () => {
      const code = readCode('knex', migration(call), dialect);
      assert.deepEqual(code.unread, []);
      assertSameChanges(reader, code.text, sqlOfKnex(call, dialect), dialect);
    });
}

describe('Knex: what is rendered reads like what Knex itself sends', () => {
  for (const dialect of ['postgres', 'mysql', 'mariadb', 'sqlite'] as const) compare(everywhere, dialect);
  for (const dialect of ['postgres', 'mysql', 'mariadb'] as const) compare(notInSqlite, dialect);
  for (const dialect of ['mysql', 'mariadb'] as const) compare(onlyInMysql, dialect);
  compare(onlyInPostgres, 'postgres');
});
