import assert from 'node:assert/strict';
import { innocent, queriesOf } from './queries-of';

const schema = `import { integer, pgTable, text } from 'drizzle-orm/pg-core';
  export const users = pgTable('app_users', { id: integer('id').primaryKey(), mail: text('email_address') });`;
const client = `import { drizzle } from 'drizzle-orm/node-postgres';
  import * as schema from './schema';
  export const db = drizzle('postgres://x', { schema });`;

function ofBody(body: string): string[] {
  const code = `import { and, count, desc, eq, inArray, gt } from 'drizzle-orm';
    import { db } from './client';
    import { users } from './schema';
    import * as tables from './schema';
    export async function run(id: number, ids: number[], where: any) { ${body} }`;
  return queriesOf({ 'schema.ts': schema, 'client.ts': client, 'run.ts': code });
}

describe('Drizzle', () => {
  it('reads builder chains to their last call, by database names', () => {
    assert.deepEqual(
      ofBody(`await db.select({ mail: users.mail }).from(users)
        .where(and(eq(users.id, id), inArray(users.mail, ids))).orderBy(desc(users.mail)).limit(10).offset(20);`),
      [
        'drizzle read app_users: where id= email_addressin, order email_address-, limit, offset, select email_address',
      ],
    );
    assert.deepEqual(ofBody(`await db.select().from(tables.users).limit(1);`), [
      'drizzle read app_users: one',
    ]);
    assert.deepEqual(
      ofBody(`const filter = gt(users.id, 3); return db.select().from(users).where(filter);`),
      ['drizzle read app_users: where id<>'],
    );
  });

  it('reads relational queries', () => {
    assert.deepEqual(
      ofBody(`await db.query.users.findMany({ where: (user, { eq }) => eq(user.mail, 'x'),
        with: { posts: { limit: 3, orderBy: desc(users.id) } }, columns: { id: true } });
        await db.query.users.findFirst({ where: eq(users.id, id) });`),
      [
        'drizzle read app_users: where email_address=, select id, with posts ordered limited',
        'drizzle read app_users: where id=, one',
      ],
    );
  });

  it('reads writes, upserts and what a transaction hands out', () => {
    assert.deepEqual(
      ofBody(`await db.transaction(async (inner) => {
        await inner.insert(users).values([{ mail: 'a' }, { mail: 'b' }]).onConflictDoUpdate({ target: users.id });
        await inner.update(users).set({ mail: null }).where(eq(users.id, id));
        await inner.delete(users);
      });`),
      [
        "drizzle upsert app_users: set email_address:'a', many, in transaction",
        'drizzle update app_users: where id=, set email_address:null, one, in transaction',
        'drizzle delete app_users: in transaction',
      ],
    );
  });

  it('counts, and leaves a condition from elsewhere open', () => {
    assert.deepEqual(
      ofBody(
        `await db.select({ n: count() }).from(users).where(where); await db.$count(users, eq(users.id, 1));`,
      ),
      ['drizzle count app_users: where unknown, one, select ?', 'drizzle count app_users: where id=, one'],
    );
  });

  it('takes a subquery for a part of the query around it', () => {
    assert.deepEqual(
      ofBody(`await db.select().from(users).where(inArray(users.id, db.select({ id: users.id }).from(users)));
        const recent = db.$with('recent').as(db.select().from(users));`),
      ['drizzle read app_users: where idin'],
    );
  });

  it('passes over what only looks alike', () => {
    assert.deepEqual(queriesOf({ 'schema.ts': schema, 'client.ts': client, 'innocent.ts': innocent }), []);
    assert.deepEqual(ofBody(`const byTable = new Map(); byTable.delete(users); byTable.set(users, 1);`), []);
  });
});
