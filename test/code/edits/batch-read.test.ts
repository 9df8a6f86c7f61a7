import assert from 'node:assert/strict';
import ts from 'typescript';
import { batchRead } from '../../../src/code/edits/batch-read/batch-read';
import { edited, unmarked } from '../../support/rewrites';

/* Where a read before the loop would give something else, it is not offered; beside each, the twin for which it is. */

function offered(code: string): string | null {
  const { files, call } = unmarked({ 'case.ts': code });
  const text = files['case.ts'] ?? '';
  const edits = batchRead({ file: 'case.ts', text, call: call.range, library: 'prisma' });
  if (edits === null) return null;
  const after = edited(files, edits)['case.ts'] ?? '';
  const { diagnostics = [] } = ts.transpileModule(after, { reportDiagnostics: true });
  assert.deepEqual(diagnostics, [], after);
  return after;
}

const ask = '«prisma.customer.findFirst({ where: { id: order.customerId } })»';
const read = `const customer = await ${ask};`;
const inLoop = (body: string, list = 'orders'): string =>
  `async function run(orders: Order[]) {\n  for (const order of ${list}) {\n    ${body}\n  }\n}`;
const inMap = (body: string, all = 'await Promise.all(orders.map(async (order) => {#}));'): string =>
  `async function run(orders: Order[]) {\n  ${all.replace('#', () => ` ${body} `)}\n}`;

interface Twins {
  readonly why: string;
  readonly refused: string;
  readonly offered: string;
}

const twins: readonly Twins[] = [
  {
    why: 'the loop ends with what was found',
    refused: inLoop(`${read}\n    if (customer) break;`),
    offered: inLoop(`${read}\n    if (customer) continue;\n    log(order);`),
  },
  {
    why: 'the function returns from the loop',
    refused: inLoop(`${read}\n    if (customer === null) return false;`),
    offered: inLoop(`${read}\n    if (customer === null) throw new Error('none');`),
  },
  {
    why: 'an outer loop goes on',
    refused: `async function run(all: Order[][]) {\n  outer: for (const orders of all) {\n    for (const order of orders) {\n      ${read}\n      if (customer) continue outer;\n    }\n  }\n}`,
    offered: `async function run(all: Order[][]) {\n  outer: for (const orders of all) {\n    for (const order of orders) {\n      ${read}\n      if (customer) continue;\n    }\n  }\n}`,
  },
  {
    why: 'a generator hands out what each turn read',
    refused: `async function* run(orders: Order[]) {\n  for (const order of orders) {\n    ${read}\n    yield customer;\n  }\n}`,
    offered: inLoop(`${read}\n    out.push(customer);`),
  },
  {
    why: 'the items come one after the other',
    refused: inLoop(read).replace('for (', 'for await ('),
    offered: inLoop(read),
  },
  {
    why: 'the list is an iterator, which can be gone through once',
    refused: `async function run(orders: Map<number, Order>) {\n  const all = orders.values();\n  for (const order of all) { ${read} }\n}`,
    offered: `async function run(orders: Map<number, Order>) {\n  const all = [...orders.values()];\n  for (const order of all) { ${read} }\n}`,
  },
  {
    why: 'the list may be one, by its type',
    refused: inLoop(read).replace('Order[]', 'Iterable<Order>'),
    offered: inLoop(read).replace('Order[]', 'readonly Order[]'),
  },
  {
    why: 'turns put items into the list',
    refused: inLoop(`${read}\n    orders.push(...next(customer));`),
    offered: inLoop(`${read}\n    found.push(...next(customer));`),
  },
  {
    why: 'the key is made by an earlier turn',
    refused: inLoop(`order.customerId = last;\n    ${read}\n    last = customer.next;`),
    offered: inLoop(`order.customer = last;\n    ${read}\n    last = customer.next;`),
  },
  {
    why: 'another condition is what an earlier turn left',
    refused: inLoop(`${read.replace('} })', ', version: last } })')}\n    last = customer.version;`),
    offered: inLoop(`${read.replace('} })', ', version: first } })')}\n    last = customer.version;`),
  },
  {
    why: 'what was read is changed, and items with one key would share it',
    refused: inLoop(`${read}\n    customer.total += order.total;`),
    offered: inLoop(`${read}\n    order.total += customer.total;`),
  },
  {
    why: 'the rows read are put in another order in place',
    refused: inLoop(
      `const items = await «prisma.item.findMany({ where: { orderId: order.id } })»;\n    items.sort(byName);`,
    ),
    offered: inLoop(
      `const items = await «prisma.item.findMany({ where: { orderId: order.id } })»;\n    out.push([...items].sort(byName));`,
    ),
  },
  {
    why: 'an error of one turn is caught in that turn',
    refused: inLoop(`try { ${read} log(customer); } catch { continue; }`),
    offered: inLoop(read).replace('for (', 'try { for (').replace(/\}$/, '} catch { return; } }'),
  },
  {
    why: 'errors of turns are results',
    refused: inMap(read).replace('Promise.all', 'Promise.allSettled'),
    offered: inMap(read),
  },
  {
    why: 'the number of reads at a time is limited',
    refused: inMap('', `await Promise.all(orders.map((order) => limit(() => ${ask})));`),
    offered: inMap('', `await Promise.all(orders.map((order) => ${ask}));`),
  },
  {
    why: 'the list may be missing',
    refused: inMap(read).replace('orders.map', 'orders?.map'),
    offered: inMap(read).replace('orders.map', '(orders ?? []).map'),
  },
  {
    why: 'the list is there on a condition only',
    refused: inMap('', `const all = orders ? await Promise.all(orders.map(async (order) => ${ask})) : [];`),
    offered: inMap(
      '',
      `const all = orders.length, found = 0;\n  await Promise.all(orders.map(async (order) => ${ask}));`,
    ),
  },
  {
    why: 'the statement makes the list first',
    refused: inMap(
      '',
      `const all = await load(), found = await Promise.all(all.map(async (order) => ${ask}));`,
    ),
    offered: inMap(
      '',
      `const all = await load();\n  const found = await Promise.all(all.map(async (order) => ${ask}));`,
    ),
  },
  {
    why: 'something else of the statement runs before it',
    refused: inMap(
      '',
      `await save(await prepare(), await Promise.all(orders.map(async (order) => ${ask})));`,
    ),
    offered: inMap('', `await save(prepared, await Promise.all(orders.map(async (order) => ${ask})));`),
  },
  {
    why: 'there is no block around the loop',
    refused: inLoop(read).replace('for (', 'if (orders.length > 0) for ('),
    offered: inLoop(read).replace('for (', 'if (orders.length > 0) return;\n  for ('),
  },
  {
    why: 'whether there is a key is found out by a call',
    refused: inLoop(`if (!has(order.customerId)) continue;\n    ${read}`),
    offered: inLoop(`if (!has(order.note)) continue;\n    ${read}`),
  },
  {
    why: 'whether there is a key is kept in a variable of the turn',
    refused: inLoop(`const has = order.customerId !== null;\n    if (!has) continue;\n    ${read}`),
    offered: inLoop(`const has = order.note !== null;\n    if (!has) continue;\n    ${read}`),
  },
  {
    why: 'the whole item is asked whether it has a key',
    refused: inLoop(`if (isOpen(order)) {\n      ${read}\n    }`),
    offered: inLoop(`if (isOpen(today)) {\n      ${read}\n    }`),
  },
  {
    why: 'an inner condition goes past the read',
    refused: inLoop(`if (open) {\n      if (!order.customerId) continue;\n    }\n    ${read}`),
    offered: inLoop(`if (open) {\n      if (!order.note) continue;\n    }\n    ${read}`),
  },
  {
    why: 'the key has two parts that differ',
    refused: inLoop(read.replace('} })', ', shopId: order.shopId } })')),
    offered: inLoop(read.replace('} })', ', shopId } })')),
  },
  {
    why: 'the key is made of several parts',
    refused: inLoop(
      read.replace('id: order.customerId', 'id_shop: { id: order.customerId, shop: order.shop }'),
    ),
    offered: inLoop(read),
  },
  {
    why: 'letter case makes no difference to what is found',
    refused: inLoop(
      read.replace('id: order.customerId', `name: { equals: order.name, mode: 'insensitive' }`),
    ),
    offered: inLoop(read.replace('id: order.customerId', `name: order.name`)),
  },
  {
    why: 'a page of the rows is read',
    refused: inLoop(read.replace('} })', '}, skip: 1 })')),
    offered: inLoop(read.replace('} })', `}, orderBy: { id: 'asc' } })`)),
  },
];

describe('a read in a loop that a turn could tell from one before it', () => {
  for (const { why, ...one } of twins)
    it(`is not offered when ${why}`, () => {
      assert.equal(offered(one.refused), null);
      assert.notEqual(offered(one.offered), null, 'its twin is');
    });
});

describe('an item that is taken apart', () => {
  const apart = (pattern: string): string =>
    inLoop(`const customer = await «prisma.customer.findFirst({ where: { id: customerId } })»;`).replace(
      'const order',
      `const ${pattern}`,
    );

  it('gives its parts to the keys', () => {
    assert.match(
      offered(apart('{ customerId, total: [first] }')) ?? '',
      /new Set\(Array\.from\(orders, \(\{ customerId, total: \[first\] \}\) => customerId\)\)/,
    );
    assert.notEqual(offered(apart('[customerId]')), null);
  });

  it('is not offered when the pattern makes values of its own', () => {
    assert.equal(offered(apart('{ customerId = make() }')), null);
    assert.equal(offered(apart('{ [key()]: customerId }')), null);
  });
});

describe('the keys of a read before the loop', () => {
  const keysOf = (code: string): string | undefined =>
    /const customerIds = \[\.\.\.new Set\((.*)\)\];/.exec(offered(code) ?? '')?.[1];

  const conditions: Readonly<Record<string, string>> = {
    [`if (order.customerId) { ${read} }`]: 'order.customerId',
    [`if (order.customerId === null) continue;\n    ${read}`]: 'order.customerId !== null',
    [`if (!order.customerId) { log(order); continue; }\n    ${read}`]: 'order.customerId',
    [`if (order.open && order.customerId != null) { ${read} }`]: 'order.open && order.customerId != null',
    [`if (order.closed || order.customerId == null) continue;\n    ${read}`]:
      '!(order.closed || order.customerId == null)',
    [`const customer = order.customerId ? await ${ask} : null;`]: 'order.customerId',
    [`const customer = order.customerId === null ? null : await ${ask};`]: 'order.customerId !== null',
    [`const customer = order.customerId && (await ${ask});`]: 'order.customerId',
    [`if (order.total > least) { ${read} }`]: 'order.total > least',
    [`if (order.a || order.b) { if (order.customerId) { ${read} } }`]:
      '(order.a || order.b) && order.customerId',
  };
  for (const [body, when] of Object.entries(conditions))
    it(`are those of the items with ${when}`, () => {
      assert.equal(
        keysOf(inLoop(body)),
        `Array.from(orders).flatMap((order) => (${when} ? [order.customerId] : []))`,
      );
    });

  it('are those of all items when a turn says otherwise what is read', () => {
    assert.equal(keysOf(inLoop(read)), 'Array.from(orders, (order) => order.customerId)');
    const counting = inLoop(`if (order.total > least) { ${read} }\n    least = order.total;`);
    assert.equal(keysOf(counting), 'Array.from(orders, (order) => order.customerId)');
  });

  it('are the items themselves, once each', () => {
    const code = `async function run(ids: number[]) {\n  for (const id of ids) {\n    await «prisma.customer.findFirst({ where: { id } })»;\n  }\n}`;
    assert.match(offered(code) ?? '', /const idKeys = \[\.\.\.new Set\(ids\)\];/);
  });

  it('are taken from a list that can be gone through again', () => {
    assert.match(
      offered(inLoop(read, 'pages(orders)')) ?? '',
      /const orderList = Array\.from\(pages\(orders\)\);/,
    );
    assert.match(offered(inLoop(read, 'await load()')) ?? '', /const orderList = await load\(\);/);
    assert.match(
      offered(inLoop(read, 'orders.filter(isOpen)')) ?? '',
      /const orderList = orders\.filter\(isOpen\);/,
    );
  });
});
