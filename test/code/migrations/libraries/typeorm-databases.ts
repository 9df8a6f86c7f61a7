import { PGlite } from '@electric-sql/pglite';
import * as T from 'typeorm';
import { startMariadb } from '../../../support/mariadb';

/** A database on which TypeORM runs calls, each on the same tables, and tells what it sent. */
export interface TypeormDatabase {
  /** The statements that change something, in order. */
  sentFor(calls: string): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** What TypeORM sends that changes something. */
class Sent extends T.AbstractLogger {
  readonly queries: string[] = [];

  override logQuery(query: string): void {
    const isOurs = !/^(?:SELECT|SHOW|PRAGMA|VERSION|SET |INSERT INTO "typeorm_metadata")/i.test(query.trim());
    if (isOurs) this.queries.push(query);
  }

  protected override writeLog(): void {
    // Everything is taken from logQuery.
  }
}

type Call = (q: T.QueryRunner, module: typeof T) => Promise<void>;

async function run(runner: T.QueryRunner, code: string): Promise<void> {
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- our own calls, given to the library as text and as code
  const call = new Function('q', 'T', `return (async () => { ${code} })()`) as Call;
  await call(runner, T);
}

/** Runs calls in a transaction, as a migration runs, and rolls it back. */
async function sentInTransaction(source: T.DataSource, sent: Sent, code: string): Promise<readonly string[]> {
  const runner = source.createQueryRunner();
  await runner.startTransaction();
  sent.queries.length = 0;
  try {
    await run(runner, code);
    return [...sent.queries];
  } finally {
    if (runner.isTransactionActive) await runner.rollbackTransaction();
    await runner.release();
  }
}

export async function typeormOnPostgres(setup: string): Promise<TypeormDatabase> {
  const lite = await PGlite.create();
  await lite.exec(
    `CREATE FUNCTION uuid_generate_v4() RETURNS uuid LANGUAGE sql AS 'SELECT gen_random_uuid()';
     CREATE TABLE typeorm_metadata (type text, database text, schema text, "table" text, name text, value text);
     CREATE TABLE nokey (a int NOT NULL); CREATE SCHEMA app2;`,
  );
  const logger = new Sent(true);
  const source = await new T.DataSource({
    type: 'postgres', driver: driverOver(lite), logger, installExtensions: false,
  }).initialize(); // prettier-ignore
  const runner = source.createQueryRunner();
  await run(runner, setup);
  await runner.release();
  return {
    sentFor: (calls) => sentInTransaction(source, logger, calls),
    stop: async () => {
      await source.destroy();
      await lite.close();
    },
  };
}

/** The part of `pg` that TypeORM uses, over a Postgres in this process. */
function driverOver(lite: PGlite): unknown {
  const connection = {
    query: async (text: string, values: unknown[] = []) => {
      const results = values.length > 0 ? [await lite.query(text, values)] : await lite.exec(text);
      const last = results.at(-1);
      return { rows: last?.rows ?? [], rowCount: last?.affectedRows ?? 0, command: 'ANY' };
    },
    on: () => connection,
    removeListener: () => connection,
    release: () => undefined,
  };
  class Pool {
    on(): this {
      return this;
    }

    connect(done: (error: null, client: typeof connection, release: () => void) => void): void {
      done(null, connection, () => undefined);
    }

    end(done: (error: null) => void): void {
      done(null);
    }
  }
  return { Pool, types: { builtins: {} } };
}

/** Its DDL commits by itself, so the tables are made anew for every call. */
export async function typeormOnMariadb(setup: string): Promise<TypeormDatabase> {
  const server = await startMariadb();
  const admin = await server.connect();
  await admin.script('CREATE DATABASE tried');
  const logger = new Sent(true);
  const source = await new T.DataSource({
    type: 'mariadb', socketPath: server.socket, username: 'root', database: 'tried', logger, poolSize: 1,
  }).initialize(); // prettier-ignore
  return {
    async sentFor(calls) {
      const runner = source.createQueryRunner();
      await runner.query('DROP DATABASE tried');
      await runner.query('CREATE DATABASE tried');
      await runner.query('USE tried');
      await run(runner, setup);
      await runner.release();
      return sentInTransaction(source, logger, calls);
    },
    stop: async () => {
      await source.destroy();
      await admin.stop();
      await server.stop();
    },
  };
}

export async function typeormOnSqlite(setup: string): Promise<TypeormDatabase> {
  const logger = new Sent(true);
  const source = await new T.DataSource({ type: 'sqljs', logger }).initialize();
  const runner = source.createQueryRunner();
  await run(runner, setup);
  return { sentFor: (calls) => sentInTransaction(source, logger, calls), stop: () => source.destroy() };
}
