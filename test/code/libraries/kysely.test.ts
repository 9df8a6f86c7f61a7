import assert from 'node:assert/strict';
import { innocent, queriesOf } from './queries-of';

function ofBody(body: string): string[] {
  return queriesOf({
    'repo.ts': `import { Kysely } from 'kysely';
      interface Tables { orders: { id: number; total: number } }
      export class Orders {
        constructor(private readonly db: Kysely<Tables>) {}
        async run(ids: number[], useCase: { execute(): Promise<void> }) { ${body} }
      }`,
  });
}

describe('Kysely', () => {
  it('reads chains by their root and the call that runs them', () => {
    assert.deepEqual(
      ofBody(`await this.db.selectFrom('orders as o').select(['o.id', 'o.total as sum']).where('o.id', 'in', ids)
        .where('o.total', '>', 3).orderBy('o.total', 'desc').limit(3).offset(6).execute();`),
      ['kysely read orders: where idin total<>, order total-, limit, offset, select id total'],
    );
    assert.deepEqual(
      ofBody(`await this.db.updateTable('orders').set({ total: 0 }).where('id', '=', 2).execute();
        await this.db.deleteFrom('orders').execute();
        await this.db.insertInto('orders').values([{ total: 1 }]).onConflict((c) => c.doNothing()).executeTakeFirst();`),
      [
        'kysely update orders: where id=, set total:0, one',
        'kysely delete orders',
        'kysely upsert orders: set total:1, many',
      ],
    );
  });

  it('follows a builder through a variable, and says that more may have been added', () => {
    assert.deepEqual(
      ofBody(
        `let query = this.db.selectFrom('orders').selectAll().where('id', '=', 1); return query.executeTakeFirst();`,
      ),
      ['kysely read orders: where some, order ?, one'],
    );
  });

  it('counts, locks and knows a transaction', () => {
    assert.deepEqual(
      ofBody(`await this.db.transaction().execute(async (inner) => {
        await inner.selectFrom('orders').selectAll().where('id', '=', 1).forUpdate().executeTakeFirst();
        await inner.selectFrom('orders').select((eb) => eb.fn.countAll().as('n')).executeTakeFirstOrThrow();
      });`),
      [
        'kysely read orders: where id=, one, in transaction, locks',
        'kysely count orders: one, select ?, in transaction',
      ],
    );
  });

  it('passes over execute() of anything else', () => {
    assert.deepEqual(ofBody(`await useCase.execute(); await this.handler.execute(3);`), []);
    assert.deepEqual(queriesOf({ 'db.ts': `import { Kysely } from 'kysely';`, 'innocent.ts': innocent }), []);
  });

  it('runs an SQL text by its own execute()', () => {
    assert.deepEqual(
      queriesOf({
        'run.ts': `import { Kysely, sql } from 'kysely';
          export async function run(db: Kysely<any>) {
            await sql\`SELECT a FROM orders\`.execute(db);
            const part = sql\`SELECT b FROM users\`;
            return part;
          }`,
      }),
      ['sql read orders: select a'],
    );
  });
});
