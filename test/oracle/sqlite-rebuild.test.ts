import assert from 'node:assert/strict';
import { consequencesOf } from '../../src/risk/consequences';
import { contextsOf } from '../../src/rules/change-contexts';
import { HistoryReplay } from '../../src/schema/replay-history';
import { historyOf, sqlReader } from '../rules/migration-case';
import { SqliteBench } from './measure-sqlite';
import { fittingRows, sqliteTables } from './sqlite-shapes';

interface Rebuild {
  readonly name: string;
  readonly columns: string;
  readonly copies: string;
  readonly before?: string;
  readonly after?: string;
  readonly foreignKeys?: boolean;
}

const whole = 'id INTEGER PRIMARY KEY, a INT, b TEXT, c TEXT COLLATE NOCASE';
const all = 'id, a, b, c';
const keysOff = { before: 'PRAGMA foreign_keys = OFF;', after: 'PRAGMA foreign_keys = ON;' };

/** Ways to rebuild `lonely`, at whose rows those of `emptied` point ON DELETE SET NULL. */
const rebuilds: readonly Rebuild[] = [
  { name: 'everything is copied', columns: whole, copies: all },
  { name: 'a type changes', columns: whole.replace('a INT', 'a BIGINT'), copies: all },
  { name: 'a column is made required', columns: whole.replace('b TEXT', 'b TEXT NOT NULL'), copies: all },
  { name: 'a column is left out', columns: 'id INTEGER PRIMARY KEY, a INT, b TEXT', copies: 'id, a, b' },
  { name: 'a column is added', columns: `${whole}, d INT`, copies: all },
  { name: 'foreign keys stay on', columns: whole, copies: all, foreignKeys: true },
  { name: 'foreign keys are switched off', columns: whole, copies: all, foreignKeys: true, ...keysOff },
  {
    name: 'foreign keys are switched off too late',
    columns: whole,
    copies: all,
    foreignKeys: true,
    before: 'BEGIN; PRAGMA foreign_keys = OFF;',
    after: 'COMMIT;',
  },
  {
    name: 'off before the transaction',
    columns: whole,
    copies: all,
    foreignKeys: true,
    before: 'PRAGMA foreign_keys = 0; BEGIN;',
    after: 'COMMIT; PRAGMA foreign_keys = 1;',
  },
  {
    name: 'checks are put off to the end, which does not keep the rows from being deleted',
    columns: whole,
    copies: all,
    foreignKeys: true,
    before: 'PRAGMA defer_foreign_keys = ON;',
  },
];

describe('what a rebuilt table loses is what SQLite loses', () => {
  const bench = new SqliteBench();
  after(() => {
    bench.stop();
  });

  for (const one of rebuilds)
    it(one.name, async () => {
      const { before = '', after: afterwards = '', foreignKeys = false } = one;
      const change = `${before}
        CREATE TABLE new_lonely (${one.columns});
        INSERT INTO new_lonely (${one.copies}) SELECT ${one.copies} FROM lonely;
        DROP TABLE lonely;
        ALTER TABLE new_lonely RENAME TO lonely;
        ${afterwards}`;
      // The connection has foreign keys as the case says; where they are off the file says so, for us to know.
      const told = foreignKeys ? change : `PRAGMA foreign_keys = OFF; ${change}`;
      const done = bench.measure({ setup: sqliteTables + fittingRows, foreignKeys }, '', told);
      assert.equal(done.error, null);
      const history = historyOf(await sqlReader(), {
        dialect: 'sqlite',
        version: 3,
        transaction: 'unknown',
        setup: sqliteTables,
        change: told,
        later: '',
        tables: {},
      });
      const replayed = new HistoryReplay().replay(history);
      const facts = { history, replayed, code: null, released: null, plans: [], tables: {} };
      const said = contextsOf(facts, 1).map((context) => consequencesOf(context)?.deletesData ?? null);
      const lost = [...done.deeds].flatMap(([table, deed]) => (deed.lost ? [table] : []));
      const sentence = said.filter((text) => text !== null).join(' ');
      assert.deepEqual(
        ['lonely', 'emptied'].filter((table) =>
          sentence.includes(table === 'lonely' ? 'leaves out lonely' : table),
        ),
        ['lonely', 'emptied'].filter((table) => lost.includes(table)),
        sentence,
      );
    });
});
