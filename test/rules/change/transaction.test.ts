import assert from 'node:assert/strict';
import type { Dialect } from '../../../src/model/dialect';
import type { TransactionMode } from '../../../src/model/migration';
import { heldLocks } from '../../../src/rules/change/held-locks';
import { transactionOf } from '../../../src/rules/change/transaction';
import { contextsOf } from '../../../src/rules/change-contexts';
import type { ChangeContext } from '../../../src/rules/rule';
import { HistoryReplay } from '../../../src/schema/replay-history';
import { historyOf, sqlReader } from '../migration-case';

const setup = 'CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY, a int);';

async function contexts(
  change: string,
  transaction: TransactionMode,
  dialect: Dialect = 'postgres',
): Promise<readonly ChangeContext[]> {
  const history = historyOf(await sqlReader(), {
    dialect,
    version: 16,
    transaction,
    setup,
    change,
    later: '',
    tables: {},
  });
  const replayed = new HistoryReplay().replay(history);
  return contextsOf({ history, replayed, plans: [], tables: {}, code: null, released: null }, 1);
}

/** `runs earlier later` of each change that is no transaction control. */
async function runs(change: string, mode: TransactionMode, dialect?: Dialect): Promise<string[]> {
  return (await contexts(change, mode, dialect))
    .filter((context) => context.change.kind !== 'transaction')
    .map((context) => {
      const { runs, earlier, later } = transactionOf(context);
      const kinds = (of: typeof earlier): string =>
        String(of.filter((one) => one.change.kind !== 'transaction').length);
      return `${runs} ${kinds(earlier)} ${kinds(later)}`;
    });
}

const two = 'ALTER TABLE a ADD x int; ALTER TABLE b ADD x int;';

describe('the transaction a change runs in', () => {
  it('a runner that wraps the file', async () => {
    assert.deepEqual(await runs(two, 'wrapped'), ['yes 0 1', 'yes 1 0']);
  });

  it('one query of several statements is one transaction, of one statement is none', async () => {
    assert.deepEqual(await runs(two, 'single-query'), ['yes 0 1', 'yes 1 0']);
    assert.deepEqual(await runs('ALTER TABLE a ADD x int;', 'single-query'), ['no 0 0']);
  });

  it('each statement by itself, but for its own actions', async () => {
    assert.deepEqual(await runs(`${two} ALTER TABLE a ADD y int, ADD z int;`, 'autocommit'), [
      'no 0 0',
      'no 0 0',
      'no 0 1',
      'no 1 0',
    ]);
  });

  it('BEGIN and COMMIT of the file', async () => {
    const change = `CREATE INDEX ON a (id); BEGIN; ${two} COMMIT; CREATE INDEX ON b (id); CREATE INDEX ON b (a);`;
    assert.deepEqual(await runs(change, 'autocommit'), ['no 0 0', 'yes 0 1', 'yes 1 0', 'no 0 0', 'no 0 0']);
    assert.deepEqual(await runs(change, 'unknown'), [
      'unknown 0 0',
      'yes 0 1',
      'yes 1 0',
      'no 0 0',
      'no 0 0',
    ]);
  });

  it('COMMIT ends the transaction of the runner; what is left of one query is one again', async () => {
    const change = 'ALTER TABLE a ADD x int; COMMIT; CREATE INDEX ON a (id); CREATE INDEX ON b (id);';
    assert.deepEqual(await runs(change, 'wrapped'), ['yes 0 0', 'no 0 0', 'no 0 0']);
    assert.deepEqual(await runs(change, 'single-query'), ['yes 0 0', 'yes 0 1', 'yes 1 0']);
  });

  it('BEGIN inside a transaction of the runner opens no other one', async () => {
    const change = 'ALTER TABLE a ADD x int; BEGIN; ALTER TABLE b ADD x int; COMMIT;';
    assert.deepEqual(await runs(change, 'wrapped'), ['yes 0 1', 'yes 1 0']);
  });

  it('not known', async () => {
    assert.deepEqual(await runs(two, 'unknown'), ['unknown 0 1', 'unknown 1 0']);
  });

  it('MySQL commits at each schema change', async () => {
    assert.deepEqual(await runs(`BEGIN; ${two} COMMIT;`, 'wrapped', 'mysql'), ['no 0 0', 'no 0 0']);
  });
});

describe('locks held when a change starts', () => {
  it('the strongest on each older table, with the change that took it', async () => {
    const change =
      'CREATE TABLE c (id int PRIMARY KEY, a int REFERENCES a); ALTER TABLE public.b ADD FOREIGN KEY (a) REFERENCES a; ALTER TABLE a ADD x int; CREATE INDEX ON c (a);';
    const held = heldLocks((await contexts(change, 'wrapped')).at(-1)!);
    assert.deepEqual(
      held.map(({ table, lock, by }) => [table.replace('public.', ''), lock, by.statement]),
      [
        ['a', 'ACCESS EXCLUSIVE', 2],
        ['b', 'SHARE ROW EXCLUSIVE', 1],
      ],
    );
  });

  it('none that let writers through, none of other transactions, none rolled back', async () => {
    const change =
      'BEGIN; ALTER TABLE a ADD x int; ROLLBACK; BEGIN; ALTER TABLE a ADD x int; COMMIT; BEGIN; ALTER TABLE b SET (fillfactor = 70); CREATE INDEX ON a (id); COMMIT;';
    const index = (await contexts(change, 'autocommit')).find((one) => one.change.kind === 'create-index');
    assert.deepEqual(heldLocks(index!), []);
  });
});
