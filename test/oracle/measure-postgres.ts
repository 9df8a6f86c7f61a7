import { PGlite } from '@electric-sql/pglite';
import { pgcrypto } from '@electric-sql/pglite/contrib/pgcrypto';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import type { LockMode } from '../../src/model/effect';

/** What Postgres did to one table during one statement. */
export interface Measured {
  readonly table: string;
  readonly lock: LockMode | null;
  readonly rewrite: boolean;
  readonly scan: boolean;
  readonly indexBuild: boolean;
  readonly validates: boolean;
}

export interface Measurement {
  readonly effects: readonly Measured[];
  /** Null: the statement ran. */
  readonly error: string | null;
  readonly messages: readonly string[];
}

const strength = [
  'AccessShareLock',
  'RowShareLock',
  'RowExclusiveLock',
  'ShareUpdateExclusiveLock',
  'ShareLock',
  'ShareRowExclusiveLock',
  'ExclusiveLock',
  'AccessExclusiveLock',
];
const manualName: Readonly<Record<string, LockMode>> = {
  AccessShareLock: 'ACCESS SHARE',
  RowShareLock: 'ROW SHARE',
  RowExclusiveLock: 'ROW EXCLUSIVE',
  ShareUpdateExclusiveLock: 'SHARE UPDATE EXCLUSIVE',
  ShareLock: 'SHARE',
  ShareRowExclusiveLock: 'SHARE ROW EXCLUSIVE',
  ExclusiveLock: 'EXCLUSIVE',
  AccessExclusiveLock: 'ACCESS EXCLUSIVE',
};

interface Relation {
  readonly oid: number;
  readonly name: string;
  readonly schema: string;
  readonly kind: string;
  readonly file: number;
}

/** What measuring needs of a connection. */
export interface MeasuredConnection {
  exec(sql: string, onNotice?: (message: string) => void): Promise<void>;
  rows<T>(sql: string, values?: readonly unknown[]): Promise<readonly T[]>;
  close(): Promise<void>;
}

/** A Postgres that tells, statement by statement, which locks it took and what it did to the rows. */
export class MeasuringPostgres {
  constructor(private readonly connection: MeasuredConnection) {}

  static async start(): Promise<MeasuringPostgres> {
    const lite = await PGlite.create({ extensions: { pgcrypto, pg_trgm } });
    await lite.exec(`SET timezone = 'UTC'`);
    return new MeasuringPostgres({
      exec: async (sql, onNotice) => {
        await lite.exec(sql, { onNotice: (notice) => onNotice?.(notice.message ?? '') });
      },
      rows: async <T>(sql: string, values: readonly unknown[] = []) =>
        (await lite.query<T>(sql, [...values])).rows,
      close: () => lite.close(),
    });
  }

  stop(): Promise<void> {
    return this.connection.close();
  }

  /** Runs committed text, as a runner would. */
  async run(sql: string): Promise<void> {
    await this.connection.exec(sql);
  }

  rows<T>(sql: string, values: readonly unknown[] = []): Promise<readonly T[]> {
    return this.connection.rows<T>(sql, values);
  }

  /** Throws everything away and starts an empty public schema. */
  async reset(): Promise<void> {
    const others = await this.rows<{ name: string }>(
      `SELECT nspname AS name FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'public')`,
    );
    for (const { name } of others) await this.run(`DROP SCHEMA "${name.replaceAll('"', '""')}" CASCADE`);
    await this.run(
      `DROP SCHEMA public CASCADE; CREATE SCHEMA public; SET timezone = 'UTC'; SET search_path = public`,
    );
  }

  /** The statement in a transaction of its own, on committed tables, rolled back afterwards. */
  async measure(statement: string): Promise<Measurement> {
    const before = await this.relations();
    const messages: string[] = [];
    await this.connection.exec('BEGIN; SET LOCAL client_min_messages = debug1');
    let error: string | null = null;
    let effects: readonly Measured[] = [];
    try {
      await this.connection.exec(statement, (message) => messages.push(message));
      await this.connection.exec('SET LOCAL client_min_messages = warning');
      const locks = await this.locks();
      effects = gather(before, await this.relations(), locks, messages, await this.validated(messages));
    } catch (thrown) {
      error = thrown instanceof Error ? thrown.message : String(thrown);
    }
    await this.connection.exec('ROLLBACK');
    return { effects, error, messages };
  }

  /** Tables whose foreign keys the messages say were validated; a partitioned table has no rows of its own. */
  private async validated(messages: readonly string[]): Promise<ReadonlySet<number>> {
    const names = messages.flatMap(
      (message) => /^validating foreign key constraint "(.*)"$/.exec(message)?.[1] ?? [],
    );
    if (names.length === 0) return new Set();
    const rows = await this.rows<{ oid: number }>(
      `SELECT conrelid::int AS oid FROM pg_constraint JOIN pg_class c ON c.oid = conrelid
        WHERE contype = 'f' AND relkind <> 'p' AND conname = ANY($1)`,
      [names],
    );
    return new Set(rows.map((row) => row.oid));
  }

  private async relations(): Promise<ReadonlyMap<number, Relation>> {
    const rows = await this.rows<Relation>(
      `SELECT c.oid::int AS oid, relname AS name, nspname AS schema, relkind::text AS kind, relfilenode::int AS file
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' AND relkind IN ('r', 'p', 'm', 'v')`,
    );
    return new Map(rows.map((row) => [row.oid, row]));
  }

  private async locks(): Promise<ReadonlyMap<number, string>> {
    const rows = await this.rows<Lock>(
      `SELECT relation::int AS oid, mode, CASE WHEN indrelid IS NULL THEN relation::int END AS table, indrelid::int AS owner
         FROM pg_locks LEFT JOIN pg_index ON indexrelid = relation
        WHERE locktype = 'relation' AND pid = pg_backend_pid() AND granted`,
    );
    const strongest = new Map<number, string>();
    const onTables = new Set(rows.map((row) => row.table).filter((table) => table !== null));
    for (const { oid, mode } of rows.flatMap((row) => ownerOf(row, onTables))) {
      if (strength.indexOf(mode) > strength.indexOf(strongest.get(oid) ?? '')) strongest.set(oid, mode);
    }
    return strongest;
  }
}

interface Lock {
  readonly oid: number;
  readonly mode: string;
  /** Null for an index, whose table is `owner`. */
  readonly table: number | null;
  readonly owner: number | null;
}

/** A lock on an index counts for its table when the table itself is not locked (ALTER INDEX … RENAME). */
function ownerOf(lock: Lock, locked: ReadonlySet<number>): { oid: number; mode: string }[] {
  if (lock.owner === null) return [lock];
  return locked.has(lock.owner) ? [] : [{ oid: lock.owner, mode: lock.mode }];
}

/** Tables that were there before, with what the messages, files and locks say about each. */
function gather(
  before: ReadonlyMap<number, Relation>,
  after: ReadonlyMap<number, Relation>,
  locks: ReadonlyMap<number, string>,
  messages: readonly string[],
  validated: ReadonlySet<number>,
): readonly Measured[] {
  const measured: Measured[] = [];
  for (const [oid, relation] of before) {
    const said = (words: string): boolean =>
      messages.some((message) => message.includes(`${words} "${relation.name}"`));
    const rewrite = said('rewriting table') || (after.get(oid)?.file ?? relation.file) !== relation.file;
    const built = messages.some(
      (message) => message.startsWith('building index') && message.includes(`on table "${relation.name}"`),
    );
    const lock = locks.get(oid);
    if (lock === undefined && !rewrite && !built) continue;
    measured.push({
      table: relation.schema === 'public' ? relation.name : `${relation.schema}.${relation.name}`,
      lock: lock === undefined ? null : (manualName[lock] ?? null),
      rewrite,
      scan: said('verifying table') || validated.has(oid),
      indexBuild: built,
      validates: said('verifying table') || validated.has(oid),
    });
  }
  return measured;
}
