import assert from 'node:assert/strict';
import { innocent, queriesOf } from './queries-of';

const entities = `import { Collection, Entity, ManyToOne, OneToMany, PrimaryKey, Property, Ref } from '@mikro-orm/core';
  @Entity() export class Item { @PrimaryKey() id: number; @ManyToOne() order: Ref<Order>; }
  @Entity({ tableName: 'orders' }) export class Order {
    @PrimaryKey() id: number; @Property() createdAt: Date;
    @OneToMany(() => Item, (item) => item.order) items = new Collection<Item>(this);
  }`;

function ofBody(body: string): string[] {
  return queriesOf({
    'entities.ts': entities,
    'run.ts': `import { EntityManager } from '@mikro-orm/core'; import { EntityRepository } from '@mikro-orm/postgresql';
      import { Item, Order } from './entities';
      export class Orders {
        constructor(private em: EntityManager, private orders: EntityRepository<Order>) {}
        async run(ids: number[]) { ${body} }
      }`,
  });
}

describe('MikroORM', () => {
  it('reads managers and repositories', () => {
    assert.deepEqual(
      ofBody(`await this.em.find(Order, { id: { $in: ids }, createdAt: { $gt: 1 } },
        { orderBy: { createdAt: 'desc' }, limit: 3, offset: 3, populate: ['items'] });
        await this.orders.findOneOrFail({ id: 1 }); await this.em.findOne(Item, 1);
        await this.em.nativeUpdate(Order, { id: 1 }, { createdAt: null }); await this.em.count(Order);`),
      [
        'mikro-orm read orders: where idin created_at<>, order created_at-, limit, offset, with items',
        'mikro-orm read orders: where id=, one',
        'mikro-orm read item: where id=, one',
        'mikro-orm update orders: where id=, set created_at:null, one',
        'mikro-orm count orders: one',
      ],
    );
  });

  it('knows flush, collections and references that load', () => {
    assert.deepEqual(
      ofBody(`const orders = await this.em.find(Order, {}); for (const order of orders) await order.items.init();
        const item = await this.em.findOne(Item, 1); await item.order.load(); await this.em.flush();`),
      [
        'mikro-orm read orders',
        'mikro-orm read item: where some',
        'mikro-orm read item: where id=, one',
        'mikro-orm read orders: where some, one',
        'mikro-orm upsert ?: where unknown, set ?',
      ],
    );
  });

  it('knows the manager of a transaction', () => {
    assert.deepEqual(
      ofBody(`await this.em.transactional(async (em) => { await em.insert(Item, { id: 1 }); });`),
      ['mikro-orm insert item: set id:1, one, in transaction'],
    );
  });

  it('passes over what only looks alike', () => {
    assert.deepEqual(queriesOf({ 'entities.ts': entities, 'innocent.ts': innocent }), []);
    assert.deepEqual(ofBody(`this.logger.flush(); await loader.load(1); await this.config.init();`), []);
  });

  it('knows the manager of what init() gave, and its forks', () => {
    assert.deepEqual(
      queriesOf({
        'entities.ts': entities,
        'orm.ts': `import { MikroORM } from '@mikro-orm/core'; export const orm = await MikroORM.init({});`,
        'run.ts': `import { orm } from './orm'; import { Item } from './entities';
          const em = orm.em.fork();
          export async function run(id: number, other: any) {
            await em.find(Item, { id });
            await em.getRepository(Item).findOne({ id });
            const tool = await Tool.init({});
            await tool.em.find(Item, { id });
          }`,
      }),
      ['mikro-orm read item: where id=', 'mikro-orm read item: where id=, one'],
    );
  });
});
