import assert from 'node:assert/strict';
import { buildCodeIndex } from '../../../src/code/code-index';
import { readCodeFile } from '../../../src/code/read-file';
import type { DeclaredModel } from '../../../src/model/code';

function modelsOf(files: Record<string, string>): readonly DeclaredModel[] {
  const all = Object.entries(files);
  return buildCodeIndex({
    files: new Map(
      all.filter(([file]) => file.endsWith('.ts')).map(([file, text]) => [file, readCodeFile(file, text)]),
    ),
    prismaSchemas: new Map(all.filter(([file]) => file.endsWith('.prisma'))),
    tsconfigs: new Map(),
    packageJsons: new Map(),
  }).models;
}

/** `library table(column, column?, column=)`: `?` may be null, `=` is filled by itself; `…` not all columns are known. */
function shown(files: Record<string, string>): string[] {
  return modelsOf(files).map((model) => {
    const columns = model.columns.map(
      (column) => `${column.column}${column.nullable === true ? '?' : ''}${column.filled ? '=' : ''}`,
    );
    const relations = model.relations.map((one) => `${one.columns.join('+')}→${one.target}`);
    return `${model.library} ${model.schema === null ? '' : `${model.schema}.`}${model.table}(${columns.join(', ')}${model.complete ? '' : ', …'})${relations.length > 0 ? ` ${relations.join(' ')}` : ''}`;
  });
}

/** The texts at the places of the columns. */
function places(files: Record<string, string>): string[] {
  return modelsOf(files).flatMap((model) =>
    model.columns.map((column) => (files[column.file] ?? '').slice(column.range.start, column.range.end)),
  );
}

describe('tables declared with Prisma', () => {
  const schema = `model User {
  id     Int     @id @default(autoincrement())
  mail   String? @map("email_address")
  tags   String[]
  team   Team    @relation(fields: [teamId], references: [id])
  teamId Int     @map("team_id")
  posts  Post[]
  at     DateTime @updatedAt
  @@map("users")
  @@schema("crm")
}
model Team { 
  id Int @id
  users User[]
}
model Post {
  id Int @id
}
view Report {
  id Int
}
`;
  it('are named by @map and @@map; relations are no columns', () => {
    assert.deepEqual(shown({ 'schema.prisma': schema }), [
      'prisma crm.users(id=, email_address?, tags=, team_id, at=) team_id→Team',
      'prisma Team(id)',
      'prisma Post(id)',
      'prisma Report(id)',
    ]);
    assert.deepEqual(
      modelsOf({ 'schema.prisma': schema }).map((model) => model.view),
      [false, false, false, true],
    );
  });

  it('are none where the database is MongoDB', () => {
    assert.deepEqual(shown({ 'schema.prisma': `datasource db {\n  provider = "mongodb"\n}\n${schema}` }), []);
  });
});

describe('tables declared with TypeORM', () => {
  const base = `import { PrimaryGeneratedColumn, CreateDateColumn } from 'typeorm';
    export abstract class Base { @PrimaryGeneratedColumn() id: number; @CreateDateColumn() createdAt: Date; }`;
  const order = `import { Column, Entity, JoinColumn, ManyToOne, OneToMany, OneToOne } from 'typeorm';
    import { Base } from './base'; import { Address } from './address'; import { Customer } from './customer';
    @Entity() export class OrderItem extends Base {
      @Column({ name: 'net', nullable: true }) price: number;
      @Column({ default: 1 }) count: number;
      @Column(() => Address) address: Address;
      @ManyToOne(() => Customer) customer: Customer;
      @OneToOne(() => Customer) @JoinColumn({ name: 'payer' }) paidBy: Customer;
      @OneToMany(() => OrderItem, (item) => item.customer) items: OrderItem[];
      total: number; // computed
    }`;
  const rest = {
    'base.ts': base,
    'address.ts': `import { Column } from 'typeorm'; export class Address { @Column() zipCode: string; }`,
    'customer.ts': `import { Entity, PrimaryColumn } from 'typeorm'; @Entity('customers', { schema: 'crm' }) export class Customer { @PrimaryColumn() uuid: string; }`,
  };

  it('follow bases, embedded classes, joined keys and the default names', () => {
    assert.deepEqual(shown({ ...rest, 'order.ts': order }), [
      'typeorm crm.customers(uuid)',
      'typeorm order_item(net?, count=, addressZipCode, customerUuid?, payer?, id=, createdAt=) customerUuid→Customer payer→Customer',
    ]);
    assert.ok(places({ ...rest, 'order.ts': order }).includes('price'));
  });

  it('follow SnakeNamingStrategy', () => {
    const source = `import { DataSource } from 'typeorm'; import { SnakeNamingStrategy } from 'typeorm-naming-strategies';
      export const db = new DataSource({ namingStrategy: new SnakeNamingStrategy() });`;
    assert.equal(
      shown({ ...rest, 'order.ts': order, 'db.ts': source })[1],
      'typeorm order_item(net?, count=, address_zip_code, customer_uuid?, payer?, id=, created_at=) customer_uuid→Customer payer→Customer',
    );
  });

  it('are not wholly known under a strategy of the project or a mixin', () => {
    const own = `import { DefaultNamingStrategy } from 'typeorm'; export class Ours extends DefaultNamingStrategy {}`;
    const incomplete = (files: Record<string, string>): string[] =>
      modelsOf(files).flatMap((model) => (model.complete ? [] : [model.name]));
    assert.deepEqual(incomplete({ ...rest, 'order.ts': order, 'own.ts': own }), ['Customer', 'OrderItem']);
    const mixed = `import { Entity, Column } from 'typeorm'; @Entity() export class A extends WithTimes(Object) { @Column() a: string; }
      @Entity() export class B { @Column() a: string; }`;
    assert.deepEqual(incomplete({ 'mixed.ts': mixed }), ['A']);
  });
});

describe('tables declared with MikroORM', () => {
  it('are snake case, references by id, unless another strategy is configured', () => {
    const files = {
      'order.ts': `import { Entity, ManyToOne, OneToMany, PrimaryKey, Property, Enum } from '@mikro-orm/core';
        @Entity() export class OrderItem {
          @PrimaryKey() id!: number;
          @Property({ nullable: true }) netPrice?: number;
          @Property({ fieldName: 'cnt' }) count = 1;
          @Property({ persist: false }) shown?: string;
          @Enum(() => Kind) kind!: Kind;
          @ManyToOne(() => Customer) soldTo!: Customer;
          @OneToMany(() => OrderItem, (item) => item.soldTo) items = 1;
        }`,
    };
    assert.deepEqual(shown(files), [
      'mikro-orm order_item(id, net_price?, cnt=, kind, sold_to_id) sold_to_id→Customer',
    ]);
    const kept = {
      ...files,
      'config.ts': `import { defineConfig, EntityCaseNamingStrategy } from '@mikro-orm/core'; export default defineConfig({ namingStrategy: EntityCaseNamingStrategy });`,
    };
    assert.deepEqual(shown(kept), ['mikro-orm OrderItem(id, netPrice?, cnt=, kind, soldTo) soldTo→Customer']);
  });
});

describe('tables declared with Sequelize', () => {
  it('are plural, with stamps, `field` and `underscored`', () => {
    const files = {
      'a.ts': `import { DataTypes } from 'sequelize';
        export const Category = sequelize.define('category', { name: DataTypes.STRING, shown: DataTypes.VIRTUAL(DataTypes.STRING) });
        export const User = sequelize.define('user', { firstName: { type: DataTypes.STRING, allowNull: false, defaultValue: '' }, mail: { type: DataTypes.STRING, field: 'email' } }, { underscored: true, paranoid: true, tableName: 'people' });
        export const other = amd.define('user', { mail: loader });`,
    };
    assert.deepEqual(shown(files), [
      'sequelize categories(name?, createdAt=, updatedAt=)',
      'sequelize people(first_name=, email?, created_at=, updated_at=, deleted_at?=)',
    ]);
  });

  it('get the columns of associations', () => {
    const files = {
      'a.ts': `import { DataTypes, Model } from 'sequelize';
        class Post extends Model { static associate(models) { Post.belongsTo(models.User, { foreignKey: 'authorId' }); } }
        Post.init({ title: DataTypes.STRING }, { sequelize, timestamps: false });
        class User extends Model {}
        User.init({ name: DataTypes.STRING }, { sequelize, timestamps: false });
        User.hasMany(Post);`,
    };
    // hasMany without a name: Sequelize makes one, which is not worked out.
    assert.deepEqual(shown(files), [
      'sequelize Posts(title?, authorId?, …) authorId→User',
      'sequelize Users(name?)',
    ]);
  });

  it('are read from decorators', () => {
    const files = {
      'a.ts': `import { Column, CreatedAt, DataType, ForeignKey, Model, Table, BelongsTo, Default } from 'sequelize-typescript';
        @Table({ tableName: 'documents', timestamps: true }) export class Doc extends Model {
          @Column title: string;
          @Default(1) @Column(DataType.INTEGER) version: number;
          @Column({ field: 'txt', allowNull: false }) text: string;
          @Column(DataType.VIRTUAL) url: string;
          @ForeignKey(() => User) @Column userId: string;
          @BelongsTo(() => User) user: User;
        }`,
    };
    assert.deepEqual(shown(files), [
      'sequelize documents(title?, version?=, txt, userId?, createdAt=, updatedAt=) userId→User',
    ]);
    assert.deepEqual(places(files).slice(0, 4), ['title', 'version', 'text', 'userId']);
  });

  it('leave out a time of a base class that the table turns off', () => {
    const files = {
      'base.ts': `import { CreatedAt, Model as SequelizeModel, UpdatedAt } from 'sequelize-typescript';
        export class Base extends SequelizeModel { @CreatedAt createdAt: Date; @UpdatedAt updatedAt: Date; }`,
      'event.ts': `import { Column, Table } from 'sequelize-typescript'; import { Base } from './base';
        @Table({ tableName: 'events', updatedAt: false }) export class Event extends Base { @Column name: string; }`,
    };
    assert.deepEqual(shown(files), ['sequelize events(name?, createdAt?=)']);
  });
});

describe('tables declared with Objection', () => {
  it('are named by the class; the schema of its rows is never the whole', () => {
    const files = {
      'a.ts': `import { Model, snakeCaseMappers } from 'objection';
        class Base extends Model { static get columnNameMappers() { return snakeCaseMappers(); } }
        export class Person extends Base { static tableName = 'persons'; static get jsonSchema() { return { type: 'object', properties: { firstName: { type: 'string' } } }; } }
        export class Other { static tableName = 'others'; }`,
    };
    assert.deepEqual(shown(files), ['objection persons(first_name=, …)']);
  });
});

describe('tables declared with Drizzle', () => {
  it('take explicit and implied names, shared columns and schemas', () => {
    const files = {
      'shared.ts': `import { timestamp } from 'drizzle-orm/pg-core'; export const times = { createdAt: timestamp('created_at').notNull().defaultNow(), deletedAt: timestamp('deleted_at') };`,
      'tables.ts': `import { integer, pgSchema, pgTable, serial, text, varchar } from 'drizzle-orm/pg-core'; import { times } from './shared';
        export const users = pgTable('users', { id: serial('id').primaryKey(), fullName: varchar({ length: 10 }).notNull(), ...times }, (t) => [index('y').on(t.id)]);
        const shop = pgSchema('shop');
        export const orders = shop.table('orders', { userId: integer('user_id').references(() => users.id), state: text('state').$type<string>().notNull().default('new') }, (t) => [index('x').on(t.state)]).enableRLS();`,
    };
    assert.deepEqual(shown(files), [
      'drizzle users(id=, fullName, created_at=, deleted_at?)',
      'drizzle shop.orders(user_id?, state=) user_id→users',
    ]);
    const snake = {
      ...files,
      'db.ts': `import { drizzle } from 'drizzle-orm/node-postgres'; export const db = drizzle(url, { casing: 'snake_case' });`,
    };
    assert.equal(shown(snake)[0], 'drizzle users(id=, full_name, created_at=, deleted_at?)');
  });

  it('are not wholly known when something unknown is spread in', () => {
    assert.deepEqual(
      shown({
        'a.ts': `import { pgTable, text } from 'drizzle-orm/pg-core'; import { times } from 'shared-package';
          export const a = pgTable('a', { b: text(), ...times }); const map = new Map(); export const c = map.table('x', { y: text() });`,
      }),
      ['drizzle a(b?, …)'],
    );
  });
});

describe('tables declared for Kysely and Mongoose', () => {
  it('are the interfaces of the database', () => {
    const files = {
      'db.ts': `import { Kysely, Generated, ColumnType } from 'kysely';
        interface UserTable { id: Generated<number>; firstName: string; seen: ColumnType<Date, string | undefined, never> }
        export interface Database { users: UserTable; 'crm.teams': Teams }
        type Teams = { id: number };
        interface Unrelated { users: UserTable }
        export const db = new Kysely<Database>({});`,
    };
    assert.deepEqual(shown(files), ['kysely users(id=, firstName, seen)', 'kysely crm.teams(id)']);
    const camel = { ...files, 'p.ts': `import { CamelCasePlugin } from 'kysely'; new CamelCasePlugin();` };
    assert.equal(shown(camel)[0], 'kysely users(id=, first_name, seen)');
  });

  it('are collections, named in the plural', () => {
    assert.deepEqual(
      shown({
        'a.ts': `import mongoose, { Schema } from 'mongoose'; const schema = new Schema({ name: String, at: { type: Date } }); export const Order = mongoose.model('Order', schema);`,
      }),
      ['mongoose orders(name=, at=, …)'],
    );
  });
});
