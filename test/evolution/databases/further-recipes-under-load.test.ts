import assert from 'node:assert/strict';
import type { DraftEvolution, DraftStage } from '../../../src/evolution/recipes/recipe';
import { recipeOf } from '../../../src/evolution/recipes/registry';
import type { EvolutionKind } from '../../../src/model/evolution';
import type { SqlReader } from '../../../src/sql/reader';
import { createNodeSqlReader } from '../../../src/workspace/node-postgres';
import type { Database } from '../../support/database';
import { startPostgres, type PostgresServer } from '../../support/embedded-postgres';
import { startMariadb, type MariadbServer } from '../../support/mariadb';
import { draftOf, groundOf } from './ground';
import { counted, runStage } from './proof';

type Server = 'postgres' | 'mariadb';

const rows = 100_000;

const columns = (mood: string): string =>
  `id int PRIMARY KEY, mood ${mood} NOT NULL DEFAULT 'good', n int NOT NULL DEFAULT 1, first varchar(20), last varchar(20), tag varchar(20)`;
const setups: Readonly<Record<Server, string>> = {
  postgres: `CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE TABLE people (${columns('mood')}); CREATE TABLE votes (person int, poll int)`,
  mariadb: `CREATE TABLE people (${columns("enum('good', 'bad')")}); CREATE TABLE votes (person int, poll int)`,
};

interface Asked {
  readonly kind: EvolutionKind;
  readonly answers: Readonly<Record<string, string>>;
  /** What every version writes, whatever stage has run. */
  readonly writes: (turn: number) => string;
  /** Must count as many rows at the end as the table has. */
  readonly right: string;
}

/** The kinds of evolution that other tests do not run while 100,000 rows are written, in an order that they bear. */
function askedOf(dialect: Server): readonly Asked[] {
  const some = (turn: number): number => 1 + ((turn * 7919) % rows);
  const value = dialect === 'postgres' ? { enum: 'mood' } : { table: 'people', column: 'mood' };
  const touch = (turn: number): string => `UPDATE people SET tag = 'turn ${turn}' WHERE id = ${some(turn)}`;
  const vote = (turn: number): string =>
    turn % 2 === 0
      ? `UPDATE votes SET poll = ${turn} WHERE person = ${some(turn)}`
      : `INSERT INTO votes (person, poll) VALUES (${rows + turn}, 1)`;
  return [
    {
      kind: 'change-default', answers: { table: 'people', column: 'n', value: '2' },
      writes: touch, right: 'SELECT count(*) FROM people WHERE n = 1',
    },
    {
      kind: 'add-enum-value', answers: { ...value, value: 'fair' },
      writes: touch, right: "SELECT count(*) FROM people WHERE mood <> 'fair'",
    },
    {
      kind: 'rename-enum-value', answers: { ...value, value: 'bad', to: 'poor' },
      writes: touch, right: "SELECT count(*) FROM people WHERE mood <> 'bad'",
    },
    {
      kind: 'remove-enum-value', answers: { ...value, value: 'poor', to: 'good' },
      writes: touch, right: "SELECT count(*) FROM people WHERE mood = 'good'",
    },
    {
      kind: 'enum-to-lookup-table', answers: { table: 'people', column: 'mood', to: 'feeling', lookup: 'feelings' },
      writes: touch, right: "SELECT count(*) FROM people WHERE feeling = 'good'",
    },
    {
      kind: 'merge-columns', answers: { table: 'people', columns: 'first,last', to: 'name', type: 'varchar(50)' },
      writes: touch, right: "SELECT count(*) FROM people WHERE name LIKE 'f% l%'",
    },
    {
      kind: 'add-primary-key', answers: { table: 'votes', columns: 'person' },
      writes: vote, right: `SELECT count(*) FROM votes WHERE person <= ${rows}`,
    },
    {
      kind: 'drop-column', answers: { table: 'people', column: 'n' },
      writes: touch, right: 'SELECT count(*) FROM people',
    },
    {
      kind: 'rename-table', answers: { table: 'votes', to: 'ballots' },
      writes: vote, right: `SELECT count(*) FROM ballots WHERE person <= ${rows}`,
    },
  ];
} // prettier-ignore

describe('further recipes while 100,000 rows are written', () => {
  let reader: SqlReader;
  /** Counts on from one kind to the next, so that no key comes twice on one server. */
  let turn = 0;
  before(async () => {
    reader = await createNodeSqlReader();
  });

  async function proven(dialect: Server, connect: () => Promise<Database>): Promise<void> {
    const own = await connect();
    await provenOn(own, dialect, connect).finally(() => own.stop());
  }

  async function provenOn(own: Database, dialect: Server, connect: () => Promise<Database>): Promise<void> {
    const setup = setups[dialect];
    const each = dialect === 'postgres' ? `generate_series(1, ${rows}) n` : `(SELECT seq AS n FROM seq_1_to_${rows}) s`; // prettier-ignore
    const bad = dialect === 'postgres' ? "(CASE WHEN n % 3 = 0 THEN 'bad' ELSE 'good' END)::mood" : "CASE WHEN n % 3 = 0 THEN 'bad' ELSE 'good' END"; // prettier-ignore
    await own.script(
      `${setup}; INSERT INTO people SELECT n, ${bad}, 1, concat('f', n), concat('l', n), NULL FROM ${each}; INSERT INTO votes SELECT n, 1 FROM ${each}`,
    );
    // The later ones stand on what the earlier ones have left.
    let history = setup;
    for (const one of askedOf(dialect)) {
      const ground = groundOf(reader, { dialect, setup: history, change: null, options: { pauseMilliseconds: 1 } }); // prettier-ignore
      const draft = draftOf(recipeOf(one.kind)!, ground, one.answers);
      await whileWritten(dialect, own, await connect(), draft, one);
      assert.equal(await counted(own, one.right), rows, one.kind);
      history += `;\n${draft.stages.flatMap(sql).join(';\n')}`;
    }
  }

  const sql = (stage: DraftStage): readonly string[] => (stage.name === 'backfill' ? [] : stage.statements);

  /** No statement of the writer fails, and none waits for as long as it takes to read or write 100,000 rows. */
  async function whileWritten(
    dialect: Server,
    own: Database,
    writer: Database,
    draft: DraftEvolution,
    { kind, writes }: Asked,
  ): Promise<void> {
    const state = { running: true, slowest: 0, after: '' };
    let [label, wrote] = ['the start', 0];
    const work = (async (): Promise<void> => {
      while (state.running) {
        const began = performance.now();
        await writer.script(writes(++turn));
        wrote++;
        const took = performance.now() - began;
        if (took > state.slowest) Object.assign(state, { slowest: took, after: label });
      }
    })();
    work.catch(() => undefined);
    // Where MySQL and MariaDB can only copy the table, the stage asks for it by name and tells that writers wait.
    const told = (stage: DraftStage): boolean =>
      stage.statements.join().includes('ALGORITHM=COPY') && /wait/.test(stage.application);
    try {
      for (const stage of draft.stages) {
        if (stage.name === 'contract' && (kind === 'rename-table' || told(stage))) {
          state.running = false;
          await work;
        }
        label = stage.label;
        await runStage(own, dialect, stage);
      }
    } finally {
      state.running = false;
      await work.finally(() => writer.stop());
    }
    assert.ok(wrote > 0);
    assert.ok(state.slowest < 2500, `${kind}: a writer waited ${Math.round(state.slowest)} ms in ${state.after}`); // prettier-ignore
  }

  describe('on Postgres', () => {
    let server: PostgresServer;
    before(async () => (server = await startPostgres()));
    after(() => server.stop());
    it('no statement fails or waits for long', () => proven('postgres', () => server.connect()));
  });

  describe('on MariaDB', () => {
    let server: MariadbServer;
    before(async () => (server = await startMariadb()));
    after(() => server.stop());
    it('no statement fails or waits for long', () => proven('mariadb', () => server.connect()));
  });
});
