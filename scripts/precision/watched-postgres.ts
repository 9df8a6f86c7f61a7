import { PGlite } from '@electric-sql/pglite';
import { extensions } from '../../test/support/pglite-extensions';

/** What Postgres worked through in one table during one statement. */
export type Work = 'rewrite' | 'scan' | 'index build' | 'foreign key';

/** A table that was there when the watched file began, and what one statement did to it. */
export interface Touched {
  readonly table: string;
  readonly work: readonly Work[];
  /** Mode of the strongest lock on it at the end of the statement; null outside a transaction, where none can be seen. */
  readonly lock: string | null;
}

interface Relation {
  readonly oid: number;
  readonly name: string;
  readonly file: number;
}

type Relations = ReadonlyMap<number, Relation>;

/** Lock modes in which others wait to write, weakest first. */
const blocking = ['ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'];

/** Statements that touch no table. SET TRANSACTION refuses to run after a look at the catalogue. */
const controls = /^\s*(?:begin|start|commit|end|rollback|savepoint|release|set|reset)\b/i;

/** Whether others wait to write while the statement runs. A statement that refuses transactions and still locks is not seen here. */
export function blocksWriters({ lock }: Touched): boolean {
  return lock !== null && blocking.includes(lock);
}

/** A Postgres that executes for good and tells what each statement did to the tables of `old`. */
export class WatchedPostgres {
  private constructor(private readonly lite: PGlite) {}

  static async start(): Promise<WatchedPostgres> {
    const lite = await PGlite.create({ extensions });
    await lite.exec(`SET timezone = 'UTC'`);
    return new WatchedPostgres(lite);
  }

  stop(): Promise<void> {
    return this.lite.close();
  }

  async run(sql: string): Promise<void> {
    await this.lite.exec(sql);
  }

  /** The tables and views there are, to be told apart from those that a file makes. */
  async tables(): Promise<Relations> {
    const { rows } = await this.lite.query<Relation>(
      `SELECT c.oid::int AS oid, relname AS name, relfilenode::int AS file
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' AND relkind IN ('r', 'p', 'm', 'v')`,
    );
    return new Map(rows.map((row) => [row.oid, row]));
  }

  /** The columns of each unique index of a table that holds for all its rows. */
  async uniqueKeys(table: string): Promise<readonly (readonly string[])[]> {
    const { rows } = await this.lite.query<{ columns: readonly string[] }>(
      `SELECT array_agg(attname::text) AS columns
         FROM pg_index JOIN pg_class c ON c.oid = indrelid
         JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY(indkey)
        WHERE relname = $1 AND indisunique AND indpred IS NULL AND NOT 0 = ANY(indkey)
        GROUP BY indexrelid`,
      [table],
    );
    return rows.map((row) => row.columns);
  }

  /** Executes one statement. Rejects with what Postgres says when it refuses. */
  async watch(statement: string, old: Relations): Promise<readonly Touched[]> {
    if (controls.test(statement)) {
      await this.lite.exec(statement);
      return [];
    }
    const before = await this.tables();
    const messages: string[] = [];
    await this.lite.exec('SET client_min_messages = debug1');
    try {
      await this.lite.exec(statement, { onNotice: ({ message = '' }) => messages.push(message) });
    } finally {
      // Refused in a transaction that has failed, which is rolled back by the caller.
      await this.lite.exec('SET client_min_messages = warning').catch(() => undefined);
    }
    const after = await this.tables();
    const locks = await this.locks();
    const validated = await this.validated(messages);
    return [...old.keys()].flatMap((oid): Touched[] => {
      const was = before.get(oid);
      if (was === undefined) return [];
      const now = after.get(oid) ?? was;
      const says = (pattern: RegExp): boolean =>
        messages.some((message) => [was.name, now.name].includes(pattern.exec(message)?.[1] ?? ''));
      const isMoved = now.file !== was.file && !/^\s*truncate\b/i.test(statement);
      const work: Work[] = [];
      if (isMoved || says(/^rewriting table "(.*)"$/)) work.push('rewrite');
      if (says(/^verifying table "(.*)"$/)) work.push('scan');
      if (says(/^building index ".*" on table "([^"]*)"/)) work.push('index build');
      if (validated.has(oid)) work.push('foreign key');
      return [{ table: was.name, work, lock: locks.get(oid) ?? null }];
    });
  }

  private async validated(messages: readonly string[]): Promise<ReadonlySet<number>> {
    const names = messages.flatMap(
      (message) => /^validating foreign key constraint "(.*)"$/.exec(message)?.[1] ?? [],
    );
    if (names.length === 0) return new Set();
    const { rows } = await this.lite.query<{ oid: number }>(
      `SELECT conrelid::int AS oid FROM pg_constraint WHERE contype = 'f' AND conname = ANY($1)`,
      [names],
    );
    return new Set(rows.map((row) => row.oid));
  }

  private async locks(): Promise<ReadonlyMap<number, string>> {
    const { rows } = await this.lite.query<{ oid: number; mode: string }>(
      `SELECT relation::int AS oid, mode FROM pg_locks
        WHERE locktype = 'relation' AND pid = pg_backend_pid() AND granted`,
    );
    const strongest = new Map<number, string>();
    for (const { oid, mode } of rows)
      if (blocking.indexOf(mode) >= blocking.indexOf(strongest.get(oid) ?? '')) strongest.set(oid, mode);
    return strongest;
  }
}
