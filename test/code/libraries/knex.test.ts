import assert from 'node:assert/strict';
import { innocent, queriesOf } from './queries-of';

function ofBody(body: string): string[] {
  return queriesOf({
    'run.ts': `import { Knex } from 'knex';
      export class Users { constructor(private db: Knex) {} async run(ids: string[], trx: Knex.Transaction) { ${body} } }`,
  });
}

describe('what Knex is asked', () => {
  it('is read link by link', () => {
    assert.deepEqual(
      ofBody(`await this.db('users').where({ id: 1 }).whereIn('team_id', ids).andWhere('age', '>', 3)
        .orderBy('created_at', 'desc').limit(3).offset(3).select('id', 'users.name as n');
        await this.db('users').count('* as c').first(); await this.db('users').where('id', 1).forUpdate().first();`),
      [
        'knex read users: where id= team_idin age<>, order created_at-, limit, offset, select id name',
        'knex count users: one',
        'knex read users: where id=, one, locks',
      ],
    );
  });

  it('says what is written, by whom', () => {
    assert.deepEqual(
      ofBody(`await trx('users').insert([{ a: 1, b: 'x' }]).onConflict('a').merge();
        await this.db('users').where('id', ids).update({ a: null }); await this.db('users').transacting(trx).del();`),
      [
        "knex upsert users: set a:1 b:'x', many, in transaction",
        'knex update users: where id=, set a:null, one',
        'knex delete users: in transaction',
      ],
    );
  });

  it('ends where the result is awaited', () => {
    assert.deepEqual(ofBody(`return (await this.db('users').where('id', 1)).map((user) => user.id);`), [
      'knex read users: where id=',
    ]);
  });

  it('is nothing where only the names are alike', () => {
    assert.deepEqual(queriesOf({ 'innocent.ts': innocent }), []);
  });

  it('knows batchInsert of a client, and of nothing else', () => {
    assert.deepEqual(
      ofBody(`await this.db.batchInsert('users', rows, 100); await queue.batchInsert('users', rows);`),
      ['knex insert users: set ?, many'],
    );
  });
});
