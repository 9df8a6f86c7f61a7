import assert from 'node:assert/strict';
import { innocent, queriesOf } from './queries-of';

function ofBody(body: string, more: Record<string, string> = {}): string[] {
  return queriesOf({
    ...more,
    'run.ts': `import { Pool } from 'pg'; import postgres from 'postgres'; import Database from 'better-sqlite3';
      import { sql as slonik } from 'slonik'; import { FIND } from './texts';
      const pool = new Pool(); const sql = postgres('x'); const sqlite = new Database('x');
      export async function run(id: number, ids: number[], condition: string) { ${body} }`,
  });
}

describe('raw SQL', () => {
  it('is read by its clauses', () => {
    assert.deepEqual(
      ofBody(`await pool.query(\`SELECT o.id, o."name" FROM orders o WHERE o.customer_id = $1 AND status IN ('a') AND created_at >= $2
          ORDER BY created_at DESC LIMIT 10 OFFSET 5\`, [id]);
        await pool.query('UPDATE orders SET a = $1, b = now() WHERE id = ANY($2)');
        await pool.query('INSERT INTO orders (a, b) VALUES ($1, $2), ($3, $4)');
        await pool.query('SELECT count(*) FROM orders'); await pool.query('SELECT * FROM orders WHERE id = $1 FOR UPDATE');`),
      [
        'sql read orders: where customer_id= statusin created_at<>, order created_at-, limit, offset, select id name',
        'sql update orders: where idin, set a b',
        'sql insert orders: set a b, many',
        'sql count orders: one, select ?',
        'sql read orders: where id=, locks',
      ],
    );
  });

  it('writes behind a common table expression are writes, and a lock is none', () => {
    assert.deepEqual(
      ofBody(`await pool.query('WITH fresh AS (SELECT id FROM items) INSERT INTO orders (a) SELECT id FROM fresh');
        await pool.query('WITH old AS (DELETE FROM items WHERE id = $1 RETURNING id) SELECT id FROM old');
        await pool.query('WITH due AS (SELECT id FROM items) UPDATE orders SET a = 1 FROM due WHERE orders.id = due.id');
        await pool.query('WITH due AS (SELECT id FROM items FOR UPDATE SKIP LOCKED) SELECT id FROM due');`).map(
        (one) => one.split(':')[0],
      ),
      ['sql insert orders', 'sql delete items', 'sql update orders', 'sql read items'],
    );
  });

  it('leaves open what code puts in where no value stands', () => {
    assert.deepEqual(
      ofBody(
        'await pool.query(`SELECT * FROM orders ${condition}`); await pool.query(`SELECT * FROM orders WHERE id = ${id}`);',
      ),
      ['sql read orders: where unknown, order ?, unknown', 'sql read orders: where id='],
    );
  });

  it('knows tagged templates that run, and the call that runs the others', () => {
    assert.deepEqual(
      ofBody(
        'await sql`SELECT * FROM a WHERE id = ${id}`; await sql.begin(async (inner) => { await inner`DELETE FROM b WHERE id = ${id}`; });' +
          'await pool.one(slonik.type(x)`SELECT c FROM c`); const later = slonik.unsafe`SELECT d FROM d`; await pool.many(later);',
      ),
      [
        'sql read a: where id=',
        'sql delete b: where id=, in transaction',
        'sql read c: select c',
        'sql read d: select d',
      ],
    );
  });

  it('knows prepared statements, and texts that stand in another file', () => {
    assert.deepEqual(
      ofBody(
        `const one = sqlite.prepare('SELECT * FROM users WHERE id = ?'); one.get(id); sqlite.prepare('DELETE FROM users').run();
        await pool.query(FIND, [id]);`,
        { 'texts.ts': 'export const FIND = `SELECT * FROM orders WHERE id = $1`;' },
      ),
      ['sql read users: where id=', 'sql delete users', 'sql read orders: where id='],
    );
  });

  it('is no query where a text only looks like one', () => {
    assert.deepEqual(
      ofBody(
        `const names = new Map<string, number>(); names.get('SELECT a FROM b'); log('SELECT a FROM b');`,
      ),
      [],
    );
    assert.deepEqual(queriesOf({ 'innocent.ts': innocent }), []);
  });

  it('is found in an object of its own, in what is prepared as a property, and behind what shapes the answer', () => {
    assert.deepEqual(
      ofBody(
        `const named = { name: 'one', text: 'SELECT a FROM orders' }; await pool.query(named);
        sqlite.prepare('SELECT b FROM users').pluck().get(); sqlite.exec('DELETE FROM users');
        const other = { text: 'x' }; const said = 'SELECT c FROM d'; await pool.query(other);`,
      ),
      ['sql read orders: select a', 'sql read users: select b', 'sql delete users'],
    );
    assert.deepEqual(
      queriesOf({
        'store.ts': `import Database from 'better-sqlite3';
          export class Store {
            private db = new Database('x');
            private one = this.db.prepare('SELECT a FROM orders WHERE id = ?');
            private kept = new Map<number, number>();
            find(id: number) { return this.one.get(id); }
            known(id: number) { return this.kept.get(id); }
          }`,
      }),
      ['sql read orders: where id=, select a'],
    );
  });

  it('is a part where a tagged template is put into another', () => {
    assert.deepEqual(
      ofBody('const open = sql`SELECT a FROM orders`; await sql`SELECT count(*) FROM (${open}) o`;').length,
      1,
    );
  });
});
