import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from 'node-sqlite3-wasm';

const pageSize = 512;

/** What a statement did to one table that was there before. */
export interface SqliteDeed {
  /** Its rows were written: more than half of the pages that hold them. */
  readonly wrote: boolean;
  /** Its rows were read: more than half of the pages that hold them. */
  readonly read: boolean;
  /** An index came into being on it, or one was written anew. */
  readonly indexBuild: boolean;
  /** A stored column whose values are nowhere in the file afterwards. */
  readonly lost: boolean;
}

export interface SqliteMeasurement {
  readonly error: string | null;
  readonly deeds: ReadonlyMap<string, SqliteDeed>;
  /** It asked for the lock under which nobody else writes the file. */
  readonly locksDatabase: boolean;
}

/** A database file that every statement starts from. */
export interface SqliteStart {
  readonly setup: string;
  readonly foreignKeys: boolean;
}

/**
 * Runs a statement on a file of its own and looks at what SQLite does with the file: the pages it asks the file
 * system for and gives it, which of them hold the rows of which table (dbstat), and the values before and after.
 */
export class SqliteBench {
  private readonly folder = fs.mkdtempSync(join(tmpdir(), 'evolens-sqlite-'));
  private readonly files = new Map<string, string>();
  private readonly memories = new Map<string, Database>();
  private used = 0;

  measure(start: SqliteStart, prior: string, statement: string): SqliteMeasurement {
    const file = this.copyOf(start.setup);
    const sql = new Database(file);
    const keys = `PRAGMA foreign_keys = ${start.foreignKeys ? 'ON' : 'OFF'}; PRAGMA journal_mode = MEMORY;`;
    try {
      sql.exec(keys + prior);
      const before = contentOf(sql);
      const locksDatabase = asksToWrite(sql, statement);
      sql.close();
      const traffic = watched(file, keys, statement);
      const after = new Database(file);
      const left = contentOf(after);
      after.close();
      return { error: traffic.error, deeds: deedsOf(before, left, traffic), locksDatabase };
    } finally {
      if (sql.isOpen) sql.close();
      fs.rmSync(file, { force: true });
    }
  }

  /** Why SQLite refuses a statement inside a transaction; null when it takes it. */
  refusal(start: SqliteStart, prior: string, statement: string): string | null {
    const sql = this.memoryOf(start);
    sql.exec(`BEGIN; ${prior}`);
    try {
      sql.exec(statement);
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    } finally {
      if (sql.inTransaction) sql.exec('ROLLBACK');
    }
  }

  private memoryOf({ setup, foreignKeys }: SqliteStart): Database {
    const key = `${String(foreignKeys)} ${setup}`;
    let sql = this.memories.get(key);
    if (sql === undefined) {
      sql = new Database();
      sql.exec(`PRAGMA foreign_keys = OFF; ${setup}; PRAGMA foreign_keys = ${foreignKeys ? 'ON' : 'OFF'}`);
      this.memories.set(key, sql);
    }
    return sql;
  }

  stop(): void {
    for (const sql of this.memories.values()) sql.close();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  private copyOf(setup: string): string {
    let made = this.files.get(setup);
    if (made === undefined) {
      made = join(this.folder, `start-${String(this.files.size)}.db`);
      const sql = new Database(made);
      sql.exec(`PRAGMA page_size = ${String(pageSize)}; PRAGMA foreign_keys = OFF; ${setup}`);
      sql.close();
      this.files.set(setup, made);
    }
    const copy = join(this.folder, `run-${String(this.used++)}.db`);
    fs.copyFileSync(made, copy);
    return copy;
  }
}

/** File, buffer, offset in the buffer, length, position in the file. */
type InAndOut = [number, Uint8Array, number, number, number];

interface Traffic {
  readonly error: string | null;
  readonly read: ReadonlySet<number>;
  readonly written: ReadonlySet<number>;
}

/** Runs it on a new connection, whose cache is empty, and notes each page that crosses the file system. */
function watched(file: string, keys: string, statement: string): Traffic {
  const read = new Set<number>();
  const written = new Set<number>();
  const original = { readSync: fs.readSync, writeSync: fs.writeSync };
  const note = (pages: Set<number>, position: unknown): void => {
    pages.add(Math.floor(Number(position) / pageSize) + 1);
  };
  const sql = new Database(file);
  try {
    sql.exec(keys);
    fs.readSync = ((...words: InAndOut) => {
      note(read, words[4]);
      return original.readSync(...words);
    }) as typeof fs.readSync;
    fs.writeSync = ((...words: InAndOut) => {
      note(written, words[4]);
      return original.writeSync(...words);
    }) as typeof fs.writeSync;
    sql.exec(statement);
    return { error: null, read, written };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error), read, written };
  } finally {
    Object.assign(fs, original);
    sql.close();
  }
}

/** Its program begins with the opcode Transaction that asks to write the main database. */
function asksToWrite(sql: Database, statement: string): boolean {
  try {
    const program = sql.all(`EXPLAIN ${statement}`);
    return program.some(
      (row) =>
        row['opcode'] === 'Vacuum' ||
        (row['opcode'] === 'Transaction' && row['p1'] === 0 && Number(row['p2']) > 0),
    );
  } catch {
    return false;
  }
}

interface Content {
  /** Values of each stored column, in the order of its table. */
  readonly columns: readonly { readonly table: string; readonly values: string }[];
  /** Pages with rows, by the name of the table or index whose they are. */
  readonly pages: ReadonlyMap<string, readonly number[]>;
  /** The table of each index. */
  readonly indexes: ReadonlyMap<string, string>;
}

function contentOf(sql: Database): Content {
  const text = (row: Record<string, unknown>, name: string): string => String(row[name]);
  const tables = sql
    .all("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .map((row) => text(row, 'name'));
  const columns = tables.flatMap((table) =>
    sql
      .all('SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0', [table])
      .map((row) => ({ table, values: valuesOf(sql, table, text(row, 'name')) })),
  );
  const pages = new Map<string, number[]>();
  for (const row of sql.all("SELECT name, pageno FROM dbstat WHERE pagetype = 'leaf' AND ncell > 0"))
    pages.set(text(row, 'name'), [...(pages.get(text(row, 'name')) ?? []), Number(row['pageno'])]);
  const indexes = new Map(
    sql
      .all("SELECT name, tbl_name FROM sqlite_schema WHERE type = 'index'")
      .map((row) => [text(row, 'name'), text(row, 'tbl_name')]),
  );
  return { columns, pages, indexes };
}

function valuesOf(sql: Database, table: string, column: string): string {
  const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
  return JSON.stringify(
    sql
      .all(`SELECT quote(${quoted(column)}) AS value FROM ${quoted(table)} ORDER BY 1`)
      .map((row) => row['value']),
  );
}

function deedsOf(before: Content, after: Content, traffic: Traffic): ReadonlyMap<string, SqliteDeed> {
  const kept = new Set(after.columns.map(({ values }) => values));
  const tables = [...new Set(before.columns.map(({ table }) => table))];
  return new Map(
    tables.map((table) => [
      table,
      {
        wrote: mostOf(before.pages.get(table), traffic.written),
        read: [table, ...indexesOf(table, after)].some((tree) =>
          mostOf(before.pages.get(tree), traffic.read),
        ),
        indexBuild: [...after.indexes].some(
          ([index, on]) =>
            on === table && (!before.indexes.has(index) || mostOf(before.pages.get(index), traffic.written)),
        ),
        lost: before.columns.some((column) => column.table === table && !kept.has(column.values)),
      },
    ]),
  );
}

/** Reading the rows of an index that stays is reading rows. */
function indexesOf(table: string, { indexes }: Content): readonly string[] {
  return [...indexes].filter(([, on]) => on === table).map(([index]) => index);
}

function mostOf(pages: readonly number[] = [], touched: ReadonlySet<number>): boolean {
  return pages.length > 0 && pages.filter((page) => touched.has(page)).length > pages.length / 2;
}
