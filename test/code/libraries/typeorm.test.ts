import assert from 'node:assert/strict';
import { innocent, queriesOf } from './queries-of';

const entities = `import { BaseEntity, Column, Entity, OneToMany } from 'typeorm';
  @Entity('items') export class Item { @Column() id: number; }
  @Entity('orders') export class Order extends BaseEntity {
    @Column() id: number;
    @Column({ name: 'order_status' }) status: string;
    @OneToMany(() => Item, (item) => item.id, { eager: true }) items: Item[];
  }`;

function ofBody(body: string): string[] {
  return queriesOf({
    'entities.ts': entities,
    'run.ts': `import { DataSource, In, MoreThan, Repository } from 'typeorm'; import { Item, Order } from './entities';
      export class Orders {
        constructor(private orders: Repository<Order>, private items: Repository<Item>, private source: DataSource) {}
        async run(ids: number[]) { ${body} }
      }`,
  });
}

describe('what TypeORM is asked', () => {
  it('is read from options and conditions, with eager relations', () => {
    assert.deepEqual(
      ofBody(`await this.orders.find({ where: { status: In(ids), id: MoreThan(3) }, order: { id: 'DESC' }, take: 3, skip: 3, select: ['status'] });
        await this.items.findOneBy({ id: 1 }); await Order.findOne({ where: { id: 1 }, relations: { items: true } });`),
      [
        'typeorm read orders: where order_statusin id<>, order id-, limit, offset, select order_status, with items*',
        'typeorm read items: where id=, one',
        'typeorm read orders: where id=, one, with items*',
      ],
    );
  });

  it('is read from query builders', () => {
    assert.deepEqual(
      ofBody(`await this.orders.createQueryBuilder('o').leftJoinAndSelect('o.items', 'item')
        .where('o.status = :status AND o.id IN (:...ids)', { ids }).orderBy('o.id', 'DESC').take(3).getMany();`),
      ['typeorm read orders: where order_status= idin, order id-, limit, with items*'],
    );
    assert.deepEqual(
      ofBody(
        `const query = this.orders.createQueryBuilder('o'); if (ids) query.andWhere('o.id = 1'); return query.getMany();`,
      ),
      ['typeorm read orders: where unknown, order ?, unknown'],
    );
  });

  it('is a link of a relation, whose table is not the one of the entity', () => {
    const change = (end: string) => `await this.orders.createQueryBuilder().relation('items').of(1).${end};`;
    assert.deepEqual(ofBody(`${change('add(2)')} ${change('remove(2)')} ${change('loadMany()')}`), [
      'typeorm insert ?: where unknown, order ?, unknown, select ?, set ?',
      'typeorm delete ?: where unknown, order ?, unknown, select ?, set ?',
      'typeorm read ?: where unknown, order ?, unknown, select ?, set ?',
    ]);
    // Neither sends anything.
    assert.deepEqual(
      ofBody(
        `const seen = new Set(ids); seen.add(1); this.orders.createQueryBuilder().relation('items').of(1);`,
      ),
      [],
    );
  });

  it('says what is written and on which manager', () => {
    assert.deepEqual(
      ofBody(`await this.orders.update({ id: 1 }, { status: 'x' }); await this.orders.delete(1);
        await this.source.transaction(async (manager) => { await manager.save(Order, [{ status: 'y' }]); await manager.getRepository(Item).insert({ id: 1 }); });`),
      [
        "typeorm update orders: where id=, set order_status:'x', one",
        'typeorm delete orders: where id=',
        "typeorm upsert orders: set order_status:'y', many, in transaction",
        'typeorm insert items: set id:1, one, in transaction',
      ],
    );
  });

  it('is nothing where only the names are alike', () => {
    assert.deepEqual(queriesOf({ 'entities.ts': entities, 'innocent.ts': innocent }), []);
  });
});
