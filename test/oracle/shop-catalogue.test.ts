import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Dialect } from '../../src/model/dialect';
import type { Schema } from '../../src/model/schema';
import { emptySchema } from '../../src/schema/lookup';
import type { SqlReader } from '../../src/sql/reader';
import { createNodeSqlReader } from '../../src/workspace/node-postgres';
import type { Database } from '../support/database';
import { startMariadb } from '../support/mariadb';
import { startPglite } from '../support/pglite';
import { startSqlite } from '../support/sqlite';
import type { Ask } from './catalogue/difference';
import { difference } from './catalogue/difference';
import { mariadbLines, mariadbSchemaLines } from './catalogue/mariadb';
import { postgresLines } from './catalogue/postgres';
import { postgresSchemaLines } from './catalogue/postgres-schema';
import { replayed } from './catalogue/replayed';
import { sqliteLines, sqliteSchemaLines } from './catalogue/sqlite';

const shop = path.join(__dirname, '../../examples/shop');

describe('the histories of examples/shop, compared with the catalogue after each file', () => {
  let reader: SqlReader;
  before(async () => (reader = await createNodeSqlReader()));

  it('Postgres', async () => {
    const database = await startPglite();
    await compare('prisma/migrations', 'postgres', database, postgresLines, postgresSchemaLines);
    await database.stop();
  });

  it('SQLite', async () => {
    const database = startSqlite();
    await compare('sqlite/migrations', 'sqlite', database, sqliteLines, sqliteSchemaLines);
    await database.stop();
  });

  it('MariaDB', async () => {
    const server = await startMariadb();
    const database = await server.connect();
    await compare('mysql/migrations', 'mariadb', database, mariadbLines, mariadbSchemaLines);
    await database.stop();
    await server.stop();
  });

  async function compare(
    folder: string,
    dialect: Dialect,
    database: Database,
    theirs: (ask: Ask) => Promise<readonly string[]>,
    ours: (schema: Schema) => readonly string[],
  ): Promise<void> {
    const files = fs
      .readdirSync(path.join(shop, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.sql'))
      .sort();
    assert.ok(files.length > 3);
    let schema = emptySchema(dialect);
    for (const file of files) {
      const text = fs.readFileSync(path.join(shop, folder, file), 'utf8');
      await database.script(text);
      schema = replayed(reader, schema, text, dialect, file);
      const found = difference(ours(schema), await theirs((sql) => database.query(sql)));
      assert.deepEqual(found, { onlyOurs: [], onlyTheirs: [] }, file);
    }
  }
});
