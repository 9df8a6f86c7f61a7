import assert from 'node:assert/strict';
import { batchHelper } from '../../../src/code/edits/batch-read/batch-helper';
import { type Files, unmarked } from '../../support/rewrites';

const order = 'interface Order { readonly id: number; readonly customerId: number | null }';

function offered(code: string | Files): boolean {
  const { files, call, query } = unmarked(typeof code === 'string' ? { 'case.ts': code } : code);
  const text = files[call.file] ?? '';
  const helper = { file: query.file, text: files[query.file] ?? '' };
  return (
    batchHelper({
      file: call.file,
      text,
      call: call.range,
      helper,
      query: query.range,
      library: 'prisma',
    }) !== null
  );
}

const loop = (call: string): string =>
  `async function run(orders: Order[]) {\n  for (const order of orders) console.log(await «${call}»);\n}`;
const query = '‹prisma.customer.findUnique({ where: { id } })›';

describe('a form for many keys beside a function that reads by one', () => {
  const plain = `${order}
async function load(id: number) {
  const row = await ${query};
  if (row === null) throw new Error('none');
  return row;
}
${loop('load(order.customerId)')}`;

  it('is offered for a function that throws when there is no row', () => {
    assert.ok(offered(plain));
  });

  const refused: Readonly<Record<string, string>> = {
    'the function does more': plain.replace('  return row;', '  log(row);\n  return row;'),
    'it throws for some rows': plain.replace('row === null', 'row.deleted'),
    'it gives something else': plain.replace('return row;', 'return row.name;'),
    'it is generic': plain.replace('load(id', 'load<T>(id'),
    'its key has a default': plain.replace('load(id: number', 'load(id = 1'),
    'its key may be null': plain.replace('load(id: number', 'load(id: number | null'),
    'its key has no type': plain.replace('load(id: number', 'load(id'),
    'its key is part of an object': plain.replace('load(id: number', 'load({ id }: Order'),
    'another argument differs from turn to turn': plain
      .replace('load(id: number', 'load(id: number, name: string')
      .replace('load(order.customerId)', 'load(order.customerId, order.name)'),
    'the key is used twice': plain.replace('{ id }', '{ id, name: String(id) }'),
    'the key is made in the loop': plain.replace('load(order.customerId)', 'load(next())'),
    'there is a function of that name': `${plain}\nfunction loadByIds() {}`,
    'it is another function of that name': plain.replace('«load', '«other.load'),
  };
  for (const [why, code] of Object.entries(refused))
    it(`is not offered when ${why}`, () => {
      assert.notEqual(code, plain);
      assert.ok(!offered(code));
    });

  describe('of a class in another file', () => {
    const files = (field: string, store = ''): Files => ({
      'run.ts': `${order}
class Run {
  constructor(private readonly store: ${field}) {}
  async run(orders: Order[]) {
    for (const order of orders) console.log(await «this.store.get(order.customerId)»);
  }
}`,
      'store.ts': `export class Store {
  ${store}async get(id: number) {
    return ${query};
  }
}`,
    });
    it('is offered when the class itself is injected', () => {
      assert.ok(offered(files('Store')));
    });
    it('is not offered when an interface is', () => {
      assert.ok(!offered(files('IStore')));
    });
    it('is not offered when the method is decorated, or takes the place of another', () => {
      assert.ok(!offered(files('Store', '@Cached() ')));
      assert.ok(!offered(files('Store', 'override ')));
    });
  });

  describe('of a function in another file', () => {
    const files = (from: string): Files => ({
      'orders/run.ts': `import { load } from '${from}';\n${order}\n${loop('load(order.customerId)')}`,
      'customers/load.ts': `export async function load(id: number) {\n  return ${query};\n}`,
    });
    it('is offered when it is imported from that file', () => {
      assert.ok(offered(files('../customers/load')));
      assert.ok(offered(files('../customers/load.js')));
    });
    it('is not offered when another file hands it on', () => {
      assert.ok(!offered(files('../customers')));
      assert.ok(!offered(files('@app/customers')));
    });
  });
});
