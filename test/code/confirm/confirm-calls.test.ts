import assert from 'node:assert/strict';
import type { AskedCall, CheckerAnswer, CheckerLimits } from '../../../src/code/confirm/asked';
import { confirmCalls } from '../../../src/code/confirm/confirm-calls';
import { createModuleResolver } from '../../../src/code/linking/modules';
import type { LibraryName } from '../../../src/model/code';
import type { Place } from '../../../src/model/text';

type Files = Readonly<Record<string, string>>;

const wide: CheckerLimits = { time: 60_000, characters: 1_000_000 };
const typeorm: Files = {
  'node_modules/typeorm/package.json': '{ "name": "typeorm", "types": "index.d.ts" }',
  'node_modules/typeorm/index.d.ts': `export declare class Repository<E> { findOne(options: object): Promise<E | null>; manager: EntityManager }
    export declare class EntityManager { getRepository<E>(entity: new () => E): Repository<E> }`,
};

/** The place of a text in a file. */
function placeOf(files: Files, file: string, text: string): Place {
  const start = (files[file] ?? '').indexOf(text);
  assert.ok(start >= 0, `${text} stands in ${file}`);
  return { file, range: { start, end: start + text.length } };
}

function answer(
  files: Files,
  asked: readonly AskedCall[],
  queries: readonly Place[] = [],
  limits = wide,
  clock: () => number = () => 0,
): CheckerAnswer {
  const own = new Set(Object.keys(files).filter((file) => !file.startsWith('node_modules/')));
  const resolve = createModuleResolver(own, new Map(), new Map());
  return confirmCalls(asked, queries, { textOf: (file) => files[file] ?? null, resolve, now: clock }, limits);
}

function verdictOf(
  files: Files,
  call: string,
  library: LibraryName = 'typeorm',
  queries: readonly Place[] = [],
) {
  const place = placeOf(files, 'main.ts', call);
  return answer(files, [{ place, expected: { library } }], queries).verdicts[0];
}

describe('a receiver that the type checker is asked about', () => {
  const call = 'orders.findOne({ id: 1 })';
  const using = (declared: string, more: Files = {}): Files => ({
    ...typeorm,
    ...more,
    'main.ts': `import { EntityManager, Repository } from 'typeorm';\nimport { Store } from './store';\nclass Order { id = 1 }\n${declared}\nexport const one = () => ${call};\n`,
  });

  it('is confirmed where its type is declared in the package of the library', () => {
    assert.equal(verdictOf(using('declare const orders: Repository<Order>;'), call), 'confirmed');
    // What no annotation shows: the type is inferred.
    const inferred = `declare const manager: EntityManager;\nconst make = <T,>(f: () => T) => f();\nconst orders = make(() => manager.getRepository(Order));`;
    assert.equal(verdictOf(using(inferred), call), 'confirmed');
    const extended = 'class Orders extends Repository<Order> {}\nconst orders = new Orders();';
    assert.equal(verdictOf(using(extended), call), 'confirmed');
  });

  it('is refuted where it is a class of the workspace whose method asks nothing', () => {
    const store = `export class Store { private rows = new Map<number, object>(); findOne(at: { id: number }) { return this.rows.get(at.id); } }`;
    const files = using('const orders = new Store();', { 'store.ts': store });
    assert.equal(verdictOf(files, call), 'refuted');
    // The same class, with a query in that method.
    assert.equal(
      verdictOf(files, call, 'typeorm', [placeOf(files, 'store.ts', 'this.rows.get(at.id)')]),
      'unknown',
    );
    // The same method, in a class that extends something of which nothing is known.
    const unknown = {
      'store.ts': `import { Base } from 'not-installed';\n${store.replace('Store {', 'Store extends Base {')}`,
    };
    assert.equal(verdictOf(using('const orders = new Store();', unknown), call), 'unknown');
  });

  it('is refuted where it is a collection of the language', () => {
    const files = {
      'main.ts': `const known = [1].reduce((into, one) => into.set(one, one), new Map<number, number>());\nexport const gone = () => known.delete(1);`,
    };
    assert.equal(verdictOf(files, 'known.delete(1)', 'prisma'), 'refuted');
    assert.equal(verdictOf(files, 'known.delete(1)', 'sql'), 'refuted');
  });

  it('stays open where types are missing, and for a text of SQL that the workspace itself runs', () => {
    const missing = {
      'main.ts': `import { Repository } from 'typeorm';\ndeclare const orders: Repository<object>;\nexport const one = () => ${call};`,
    };
    assert.equal(verdictOf(missing, call), 'unknown');
    const wrapper = {
      'main.ts': `class Db { query(text: string) { return text; } }\nconst db = new Db();\nexport const all = () => db.query('SELECT 1 FROM orders');`,
    };
    assert.equal(verdictOf(wrapper, `db.query('SELECT 1 FROM orders')`, 'sql'), 'unknown');
  });
});

describe('a callee that the type checker is asked about', () => {
  const files: Files = {
    'main.ts': `import { Base, Child, Other, load } from './store';
export function run(base: Base, child: Child, other: Other, any: any) { load(1); base.get(1); child.get(2); other.get(3); any.get(4); }`,
    'store.ts': `export class Base { get(id: number) { return plain(id); } }
export class Child extends Base { override get(id: number) { return query(id); } }
export class Other { get(id: number) { return id; } }
export function load(id: string): number;
export function load(id: number): number;
export function load(id: unknown) { return query(id); }
function plain(id: unknown) { return Number(id); }
function query(id: unknown) { return Number(id); }`,
  };
  const inChild = placeOf(files, 'store.ts', 'query(id)');
  const entered = (call: string, next: Place) =>
    answer(files, [{ place: placeOf(files, 'main.ts', call), expected: { next } }]).verdicts[0];

  it('is confirmed where it enters the function, by an overload too', () => {
    assert.equal(entered('child.get(2)', inChild), 'confirmed');
    const start = (files['store.ts'] ?? '').lastIndexOf('query(id);');
    assert.equal(entered('load(1)', { file: 'store.ts', range: { start, end: start + 9 } }), 'confirmed');
  });

  it('is refuted where it enters another one', () => {
    assert.equal(entered('other.get(3)', inChild), 'refuted');
    assert.equal(entered('load(1)', inChild), 'refuted');
  });

  it('stays open where a class that extends the declared one may be entered, and without a type', () => {
    assert.equal(entered('base.get(1)', inChild), 'unknown');
    assert.equal(entered('any.get(4)', inChild), 'unknown');
  });
});

describe('the limits of the type checker', () => {
  const files = {
    'main.ts': `import './more';\nconst known = new Map<number, number>();\nexport const gone = () => known.delete(1);`,
    'more.ts': 'export const more = 1;',
  };
  const asked = [
    { place: placeOf(files, 'main.ts', 'known.delete(1)'), expected: { library: 'sql' } as const },
  ];

  it('are said, and what was not looked at stays unknown', () => {
    assert.deepEqual(answer(files, asked, [], wide).verdicts, ['refuted']);
    const small = answer(files, asked, [], { ...wide, characters: 100 });
    assert.deepEqual(small.verdicts, ['unknown']);
    assert.match(small.stopped ?? '', /characters/);
    let time = 0;
    const slow = answer(files, asked, [], wide, () => (time += 40_000));
    assert.deepEqual(slow.verdicts, ['unknown']);
    assert.match(slow.stopped ?? '', /time for it \(60 seconds\)/);
  });

  it('are not touched by broken text', () => {
    const broken = {
      'main.ts': `const known = new Map<number, number>(;\nexport const gone = () => known.delete(1);`,
    };
    const place = placeOf(broken, 'main.ts', 'known.delete(1)');
    assert.equal(answer(broken, [{ place, expected: { library: 'prisma' } }]).stopped, null);
  });
});
