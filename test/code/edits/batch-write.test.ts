import assert from 'node:assert/strict';
import { batchWrite } from '../../../src/code/edits/batch-write/batch-write';
import { lookThenCreate } from '../../../src/code/edits/batch-write/look-then-create';
import type { LibraryName } from '../../../src/model/code';
import { edited, unmarked } from '../../support/rewrites';

/* Where a write after the loop would leave something else, it is not offered; beside each, the twin for which it is. */

function offered(library: LibraryName, body: string): string | null {
  const code = `async function run(orders: Order[]) {\n  for (const order of orders) {\n    ${body}\n  }\n}`;
  const { files, call, query } = unmarked({ 'case.ts': code });
  const request = { file: 'case.ts', text: files['case.ts'] ?? '', call: call.range, library };
  const edits =
    query === call
      ? batchWrite({ ...request, verb: 'upsert' })?.edits
      : lookThenCreate({ ...request, created: query.range });
  return edits ? (edited(files, edits)['case.ts'] ?? '') : null;
}

const merged = `await «db('items').insert({ id: order.id, name: order.name }).onConflict('id').merge()»;`;
const set = `await «db.insertInto('items').values({ id: order.id, name: order.name }).onConflict((oc) => oc.column('id').doUpdateSet({ name: order.name })).execute()»;`;
const missing = `const tag = await «prisma.tag.findFirst({ where: { name: order.name, shopId } })»;
    if (!tag) await ‹prisma.tag.create({ data: { name: order.name, shopId, by: order.by } })›;`;

interface Twins {
  readonly why: string;
  readonly library: LibraryName;
  readonly refused: string;
  readonly offered: string;
}

const twins: readonly Twins[] = [
  {
    why: 'only some columns are updated, so that of two rows neither is what stays',
    library: 'knex',
    refused: merged.replace('merge()', `merge(['name'])`),
    offered: merged,
  },
  {
    why: 'rows conflict by two columns',
    library: 'knex',
    refused: merged.replace(`'id')`, `['id', 'shop'])`),
    offered: merged,
  },
  {
    why: 'the row does not say its key',
    library: 'knex',
    refused: merged.replace(`'id')`, `'code')`),
    offered: merged.replace(`'id')`, `'name')`),
  },
  {
    why: 'the row is not written out',
    library: 'knex',
    refused: merged.replace('name: order.name', '...order'),
    offered: merged,
  },
  {
    why: 'what is set counts up',
    library: 'kysely',
    refused: set.replace('doUpdateSet({ name: order.name })', `doUpdateSet({ name: eb('name', '+', 1) })`),
    offered: set,
  },
  {
    why: 'what is set leaves a column of the row as it was',
    library: 'kysely',
    refused: set.replace('name: order.name }).on', 'name: order.name, by: order.by }).on'),
    offered: set.replaceAll('name: order.name', 'name: order.name, by: order.by'),
  },
  {
    why: 'a later item would not find what an earlier one created',
    library: 'prisma',
    refused: missing.replace('data: { name: order.name', 'data: { name: order.title'),
    offered: missing,
  },
  {
    why: 'what is created is not what was looked for',
    library: 'prisma',
    refused: missing.replace('shopId, by', 'shopId: otherShop, by'),
    offered: missing,
  },
  {
    why: 'the turn starts something that runs beside the write',
    library: 'knex',
    refused: `${merged}\n    void start(order);`,
    offered: `${merged}\n    log(order);`,
  },
  {
    why: 'what was found is used',
    library: 'prisma',
    refused: `${missing}\n    tags.push(tag);`,
    offered: missing,
  },
  {
    why: 'it is created where it is there',
    library: 'prisma',
    refused: missing.replace('(!tag)', '(tag)'),
    offered: missing.replace('(!tag)', '(tag === null)'),
  },
  {
    why: 'something else is done for what is there',
    library: 'prisma',
    refused: `${missing.trimEnd()} else count++;`,
    offered: missing,
  },
];

describe('a write in a loop whose rows would not be the same after it', () => {
  for (const { why, library, ...one } of twins)
    it(`is not offered when ${why}`, () => {
      assert.equal(offered(library, one.refused), null);
      assert.notEqual(offered(library, one.offered), null, 'its twin is');
    });

  it('is sorted by its key, each key once', () => {
    for (const [library, body] of [
      ['knex', merged],
      ['prisma', missing],
    ] as const)
      assert.match(
        offered(library, body) ?? '',
        /new Map\(.*\[row\.(\w+), row\][^]*\.sort\(\(one, other\) => \(one\.\1 < other\.\1 \? -1 : 1\)\)/,
      );
  });
});
