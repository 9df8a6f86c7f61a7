import assert from 'node:assert/strict';
import { Client } from 'pg';
import type { LockMode } from '../../src/model/effect';
import { strongerLock } from '../../src/schema/effects/effect-list';
import { effectsOf } from '../../src/schema/effects/effects';
import { createNodeSqlReader } from '../../src/workspace/node-postgres';
import { startPostgres, type PostgresServer } from '../support/embedded-postgres';
import { predict, schemaOf } from './predict';

// Statements that refuse transactions cannot be measured inside one: another session keeps an old snapshot and a
// read lock, so that the statement waits half way, and a third looks at the locks it holds or asks for.

const setup = `
  CREATE TABLE orders (id int PRIMARY KEY, note text);
  CREATE INDEX orders_note ON orders (note);
  CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);
  CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
`;

const shapes = [
  'CREATE INDEX CONCURRENTLY i ON orders (note)',
  'CREATE UNIQUE INDEX CONCURRENTLY i ON orders (id)',
  'DROP INDEX CONCURRENTLY orders_note',
  'REINDEX INDEX CONCURRENTLY orders_note',
  'REINDEX TABLE CONCURRENTLY orders',
  'ALTER TABLE events DETACH PARTITION events_1 CONCURRENTLY',
  'VACUUM FULL orders',
] as const;

describe('effects of statements that run outside transactions, watched on a server', () => {
  let server: PostgresServer;

  before(async () => {
    server = await startPostgres(18);
  });
  after(() => server.stop());

  for (const shape of shapes)
    it(shape, async () => {
      const reader = await createNodeSqlReader();
      const target = { dialect: 'postgres', dialectConfidence: 'high', version: 18 } as const;
      const before = schemaOf(reader, setup, target);
      const said = new Map(
        [...predict(reader, before, shape, target).effects].map(([table, effect]) => [table, effect.lock]),
      );
      assert.deepEqual(await locksOf(server.url, shape), said);
      const [change] = reader.readStatement(shape, 'postgres').changes;
      const effects = effectsOf(change!, before, { target, createdInTransaction: () => false });
      assert.equal(effects.transactional, false);
      assert.match(
        await refusalInTransaction(server.url, shape),
        /cannot (?:run|be executed) inside a transaction block/,
      );
    });
});

/** The strongest lock that the statement holds or waits for on each table of the setup. */
async function locksOf(url: string, shape: string): Promise<ReadonlyMap<string, LockMode>> {
  const sessions = await Promise.all([open(url), open(url), open(url), open(url)]);
  const [holder, late, worker, watcher] = sessions;
  await worker.query(`DROP TABLE IF EXISTS orders, events, events_1 CASCADE; ${setup}`);
  await holder.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT * FROM orders; SELECT * FROM events');
  const { rows } = await worker.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const running = worker.query(shape);
  const found = new Map<string, LockMode>();
  for (let look = 0; look < 40; look++) {
    const seen = await watcher.query<{ name: string; mode: string }>(
      `SELECT relation::regclass::text AS name, mode FROM pg_locks
       WHERE pid = $1 AND locktype = 'relation' AND relation IN ('orders'::regclass, 'events'::regclass, 'events_1'::regclass)`,
      [rows[0]?.pid],
    );
    for (const { name, mode } of seen.rows)
      found.set(name, strongerLock(found.get(name) ?? null, inWords(mode)) ?? inWords(mode));
    await new Promise((resolve) => setTimeout(resolve, 10));
    // DETACH waits for readers of the parent without a lock, and for those of the partition with it.
    if (look === 10) await late.query('BEGIN; SELECT * FROM events_1');
    if (look === 20) await holder.query('COMMIT');
    if (look === 35) await late.query('COMMIT');
  }
  await running;
  await Promise.all(sessions.map((session) => session.end()));
  return found;
}

/** What Postgres says to the statement inside a transaction block. */
async function refusalInTransaction(url: string, shape: string): Promise<string> {
  const session = await open(url);
  await session.query(`DROP TABLE IF EXISTS orders, events, events_1 CASCADE; ${setup}`);
  await session.query('BEGIN');
  const message = await session.query(shape).then(
    () => 'it ran',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  await session.end();
  return message;
}

async function open(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client;
}

/** `ShareUpdateExclusiveLock` as the manual writes it. */
function inWords(mode: string): LockMode {
  return mode
    .replace(/Lock$/, '')
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toUpperCase() as LockMode;
}
