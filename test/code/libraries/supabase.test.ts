import assert from 'node:assert/strict';
import { innocent, queriesOf } from './queries-of';

function ofBody(body: string): string[] {
  return queriesOf({
    'run.ts': `import { createClient } from '@supabase/supabase-js';
      const client = createClient('url', 'key');
      export async function run(ids: number[]) { ${body} }`,
  });
}

describe('Supabase', () => {
  it('reads chains that begin with a table', () => {
    assert.deepEqual(
      ofBody(`await client.from('orders').select('id, total, items(id, price)').eq('customer', 1).in('id', ids).gte('total', 3)
        .order('total', { ascending: false }).range(0, 9);
        await client.from('orders').select('*').eq('id', 1).single();
        await client.from('orders').select('*', { count: 'exact', head: true });
        await client.from('orders').update({ total: 0 }).match({ id: 1 });
        await client.from('orders').delete().eq('id', 1); await client.from('orders').insert([{ total: 1 }]);`),
      [
        'supabase read orders: where customer= idin total<>, order total-, limit, offset, select id total, with items',
        'supabase read orders: where id=, one',
        'supabase count orders: one',
        'supabase update orders: where id=, set total:0, one',
        'supabase delete orders: where id=',
        'supabase insert orders: set total:1, many',
      ],
    );
  });

  it('passes over storage, arrays and observables', () => {
    assert.deepEqual(
      ofBody(`await client.storage.from('files').list(); Array.from('abc').find(Boolean); from('orders').select('x');
        Buffer.from('x').update('y');`),
      [],
    );
    assert.deepEqual(queriesOf({ 'db.ts': `import '@supabase/supabase-js';`, 'innocent.ts': innocent }), []);
  });
});
