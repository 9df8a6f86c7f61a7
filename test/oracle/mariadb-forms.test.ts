import assert from 'node:assert/strict';
import type { Column, Schema } from '../../src/model/schema';
import type { StatementReading } from '../../src/model/statement';
import { applyReading } from '../../src/schema/replay';
import { emptySchema } from '../../src/schema/lookup';
import { splitStatements } from '../../src/sql/split';
import { readTolerant } from '../../src/sql/tolerant/read';
import type { Database } from '../support/database';
import { startMariadb, type MariadbServer } from '../support/mariadb';
import { acceptedForms, setupFor } from './mariadb-forms';

const fresh =
  'UNLOCK TABLES; DROP DATABASE IF EXISTS evolens_forms; CREATE DATABASE evolens_forms CHARACTER SET utf8mb4; USE evolens_forms;';
const origin = { migration: 'm', statement: 0 };

describe('what MariaDB accepts is read fully, and its columns are ours after replay', () => {
  let server: MariadbServer;
  let database: Database;

  before(async () => {
    server = await startMariadb();
    database = await server.connect();
  });
  after(async () => {
    await database.stop();
    await server.stop();
  });

  for (const form of acceptedForms)
    it(form.slice(0, 110), async () => {
      const setup = setupFor(form);
      await database.script(fresh + setup);
      await database.script(form);
      const readings = readAll(form);
      for (const reading of readings) {
        assert.deepEqual(reading.unread, [], reading.text);
        assert.equal(reading.confidence, 'high', reading.text);
      }
      const schema = replay(emptySchema('mariadb'), [...readAll(setup), ...readings]);
      const unknown = [...schema.tables.values()].filter((table) => !table.columnsKnown);
      const theirs = (await theirColumns(database)).filter(
        (column) => !unknown.some((table) => column.startsWith(`${table.name}.`)),
      );
      assert.deepEqual(ourColumns(schema), theirs);
    });

  it('has more than 250 forms', () => assert.ok(acceptedForms.length > 250));
});

function readAll(text: string): readonly StatementReading[] {
  return splitStatements(text, 'mariadb').pieces.map(({ start, end }) =>
    readTolerant(text.slice(start, end), 'mariadb'),
  );
}

function replay(schema: Schema, readings: readonly StatementReading[]): Schema {
  return readings.reduce((current, reading) => applyReading(current, reading, origin), schema);
}

function ourColumns(schema: Schema): readonly string[] {
  return [...schema.tables.values()]
    .filter((table) => table.columnsKnown && !table.temporary)
    .flatMap((table) => table.columns.map((column) => `${table.name}.${describeOurs(column)}`))
    .sort();
}

function describeOurs(column: Column): string {
  const { type } = column;
  const kind = type?.name === 'nvarchar' ? 'varchar' : (type?.name ?? '?');
  return line(
    column.name,
    kind,
    type?.unsigned ?? false,
    column.nullable,
    column.autoIncrement,
    column.generated,
  );
}

async function theirColumns(database: Database): Promise<readonly string[]> {
  const rows = await database.query(`
    SELECT c.* FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = 'evolens_forms' AND t.table_type IN ('BASE TABLE', 'SYSTEM VERSIONED')`);
  return rows
    .map((row) => {
      const extra = String(row.EXTRA).toUpperCase();
      const isGenerated = row.IS_GENERATED === 'ALWAYS';
      return `${String(row.TABLE_NAME)}.${line(
        String(row.COLUMN_NAME),
        String(row.DATA_TYPE),
        /unsigned/.test(String(row.COLUMN_TYPE)),
        row.IS_NULLABLE === 'YES',
        extra.includes('AUTO_INCREMENT'),
        !isGenerated ? null : { stored: extra.includes('STORED') },
      )}`;
    })
    .sort();
}

function line(
  name: string,
  type: string,
  unsigned: boolean,
  nullable: boolean,
  autoIncrement: boolean,
  generated: { readonly stored: boolean } | null,
): string {
  const made = generated === null ? '' : generated.stored ? ' stored' : ' virtual';
  return `${name} ${type}${unsigned ? ' unsigned' : ''} ${nullable ? 'null' : 'not null'}${autoIncrement ? ' auto' : ''}${made}`;
}
