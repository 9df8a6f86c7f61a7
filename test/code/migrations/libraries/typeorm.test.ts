import assert from 'node:assert/strict';
import type { Dialect } from '../../../../src/model/dialect';
import { createSqlReader, type SqlReader } from '../../../../src/sql/reader';
import { loadParser } from '../../../sql/postgres/load';
import { assertSameChanges, readCode } from './compare';
import {
  before as setup,
  everywhere,
  guarded,
  inMysql,
  inPostgres,
  inSqlite,
  notInSqlite,
} from './typeorm-calls';
import {
  typeormOnMariadb,
  typeormOnPostgres,
  typeormOnSqlite,
  type TypeormDatabase,
} from './typeorm-databases';

let reader: SqlReader;
before(async () => {
  reader = createSqlReader(await loadParser());
});

/** The SQL we render for the calls; all of them are read. */
function ours(code: string, dialect: Dialect): string {
  const text = `import * as T from 'typeorm';
    export class M1 { async up(q) { ${code} } async down(q) {} }`;
  const read = readCode('typeorm', text, dialect);
  assert.deepEqual(read.unread, [], code);
  return read.text;
}

function againstTypeorm(
  dialect: Dialect,
  start: () => Promise<TypeormDatabase>,
  calls: readonly string[],
): void {
  let database: TypeormDatabase;
  before(async () => {
    database = await start();
  });
  after(() => database.stop());

  for (const code of calls)
    it(code, async () => {
      const real = (await database.sentFor(code)).join(';\n');
      assertSameChanges(reader, ours(code, dialect), real, dialect);
    });

  for (const code of guarded)
    it(`${code} with the guard in the statement`, async () => {
      const real = (await database.sentFor(code)).join(';\n');
      const asking = real
        .replace('CREATE TABLE', '$& IF NOT EXISTS')
        .replace(/DROP TABLE(?! IF)/, '$& IF EXISTS');
      assertSameChanges(reader, ours(code, dialect), asking, dialect);
    });
}

describe('what TypeORM sends to Postgres', () => {
  againstTypeorm('postgres', () => typeormOnPostgres(setup), [...everywhere, ...notInSqlite, ...inPostgres]);
});

describe('what TypeORM sends to MariaDB', () => {
  againstTypeorm('mariadb', () => typeormOnMariadb(setup), [...everywhere, ...notInSqlite, ...inMysql]);
});

describe('what TypeORM sends to SQLite', () => {
  const ofSqlite = setup.replaceAll("type: 'int', isPrimary", "type: 'integer', isPrimary");
  againstTypeorm('sqlite', () => typeormOnSqlite(ofSqlite), [...everywhere, ...inSqlite]);
});
