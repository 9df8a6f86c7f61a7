import assert from 'node:assert/strict';
import { Database } from 'node-sqlite3-wasm';
import type { Schema } from '../../src/model/schema';
import type { StatementReading } from '../../src/model/statement';
import { emptySchema } from '../../src/schema/lookup';
import { applyReading } from '../../src/schema/replay';
import type { SqlReader } from '../../src/sql/reader';
import { createNodeSqlReader } from '../../src/workspace/node-postgres';
import { beforeEachSqliteForm, sqliteForms } from './sqlite-forms';

const origin = { migration: 'm', statement: 0 };

describe('what SQLite accepts is read fully, and its columns are ours after replay', () => {
  let reader: SqlReader;
  before(async () => (reader = await createNodeSqlReader()));

  const readAll = (text: string): readonly StatementReading[] =>
    reader.readScript(text, 'sqlite').statements.map((statement) => statement.reading);

  for (const form of sqliteForms)
    it(form.slice(0, 110), () => {
      const database = new Database();
      try {
        database.exec(beforeEachSqliteForm);
        database.exec(form);
        const readings = readAll(form);
        for (const reading of readings) assert.deepEqual(reading.unread, [], reading.text);
        const all = [...readAll(beforeEachSqliteForm), ...readings];
        const schema = all.reduce(
          (current, reading) => applyReading(current, reading, origin),
          emptySchema('sqlite'),
        );
        assert.deepEqual(ourColumns(schema), theirColumns(database, schema));
      } finally {
        database.close();
      }
    });
});

function ourColumns(schema: Schema): readonly string[] {
  return [...schema.tables.values()]
    .filter((table) => table.columnsKnown && !table.temporary)
    .flatMap((table) =>
      table.columns.map(({ name, type, generated }) =>
        `${table.name}.${name} ${(type?.text ?? '').toUpperCase()}${generated === null ? '' : generated.stored ? ' stored' : ' virtual'}`.trim(),
      ),
    )
    .sort();
}

/** Of the tables that are known to us: the tables of a query and of a module have columns of their own making. */
function theirColumns(database: Database, schema: Schema): readonly string[] {
  const unknown = [...schema.tables.values()]
    .filter((table) => !table.columnsKnown)
    .map((table) => table.name);
  interface Row {
    readonly table: string;
    readonly name: string;
    readonly type: string;
    readonly hidden: number;
  }
  const rows = database.all(`
    SELECT m.name AS "table", c.name AS name, c.type AS type, c.hidden AS hidden
    FROM sqlite_schema m, pragma_table_xinfo(m.name) c
    WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'search%'`) as unknown as readonly Row[];
  return rows
    .filter((row) => !unknown.includes(row.table))
    .map((row) => {
      const type = row.type.toUpperCase().replace(/\s*GENERATED ALWAYS$/, '');
      const made = row.hidden === 3 ? ' stored' : row.hidden === 2 ? ' virtual' : '';
      return `${row.table}.${row.name} ${type}${made}`.trim();
    })
    .sort();
}
