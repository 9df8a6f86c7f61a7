import assert from 'node:assert/strict';
import { buildCodeIndex } from '../../../src/code/code-index';
import { readCodeFile } from '../../../src/code/read-file';

/** `use text` of each use of a column outside its declaration, in the order written. */
function uses(files: Record<string, string>, table: string, column: string): string[] {
  const code = buildCodeIndex({
    files: new Map(Object.entries(files).map(([file, text]) => [file, readCodeFile(file, text)])),
    prismaSchemas: new Map(),
    tsconfigs: new Map(),
    packageJsons: new Map(),
  });
  return code
    .columnUses(table, column)
    .filter((use) => use.use !== 'declaration')
    .sort((a, b) => a.range.start - b.range.start)
    .map((use) => `${use.use} ${(files[use.file] ?? '').slice(use.range.start, use.range.end)}`);
}

describe('uses of columns in Drizzle', () => {
  const tables = `import { integer, pgTable, text } from 'drizzle-orm/pg-core';
    export const users = pgTable('users', { id: integer('id'), mail: text('email') });
    export const teams = pgTable('teams', { id: integer('id'), mail: text('email') });`;
  const query = `import { eq } from 'drizzle-orm'; import { drizzle } from 'drizzle-orm/node-postgres'; import * as schema from './tables'; import { users, teams } from './tables';
    const db = drizzle(url, { schema });
    db.select({ a: users.mail }).from(users).where(eq(users.mail, x));
    db.insert(users).values({ id: 1, mail: x });
    db.update(users).set({ mail: x });
    db.query.users.findMany({ columns: { mail: true } });
    db.select({ b: schema.users.mail }).from(schema.users);
    db.select({ c: teams.mail }).from(teams);
    const other = { mail: 1 }; other.mail;`;

  it('are members of the table, values and columns of its queries; not those of another table', () => {
    const files = { 'tables.ts': tables, 'a.ts': query };
    assert.deepEqual(uses(files, 'users', 'email'), [
      'read mail',
      'filter mail',
      'write mail',
      'write mail',
      'read mail',
      'read mail',
    ]);
    assert.deepEqual(uses(files, 'teams', 'email'), ['read mail']);
  });
});

describe('uses of columns in Sequelize', () => {
  const model = `import { DataTypes } from 'sequelize'; import { sequelize } from './db';
    export const User = sequelize.define('user', { firstName: DataTypes.STRING, age: DataTypes.INTEGER }, { underscored: true });`;

  it('are the properties of conditions, attributes, orders and values', () => {
    const files = {
      'db.ts': `import { Sequelize } from 'sequelize'; export const sequelize = new Sequelize(url);`,
      'user.ts': model,
      'a.ts': `import { User } from './user'; import { Op } from 'sequelize';
        User.findAll({ where: { [Op.or]: [{ age: 1 }], firstName: 'x' }, attributes: ['firstName'], order: [['firstName', 'ASC']] });
        User.create({ firstName: 'x' });
        User.update({ firstName: 'y' }, { where: { age: 2 } });
        cache.update({ firstName: 'y' });`,
    };
    assert.deepEqual(uses(files, 'users', 'first_name'), [
      'filter firstName',
      'read firstName',
      'filter firstName',
      'write firstName',
      'write firstName',
    ]);
  });
});

describe('uses of columns in Kysely, Objection and Supabase', () => {
  it('are the strings and objects of a chain on the table', () => {
    const files = {
      'a.ts': `import { Kysely } from 'kysely';
        interface Database { users: { id: number; name: string }; teams: { name: string } }
        const db = new Kysely<Database>({});
        db.selectFrom('users').select(['id', 'users.name as n']).where('name', '=', 'name').orderBy('name desc').execute();
        db.updateTable('users').set({ name: 'x' }).execute();
        db.insertInto('teams').values({ name: 'x' }).execute();`,
    };
    assert.deepEqual(uses(files, 'users', 'name'), ['read name', 'filter name', 'filter name', 'write name']);
    assert.deepEqual(uses(files, 'teams', 'name'), ['write name']);
  });

  it('take a list of columns apart', () => {
    const files = {
      'a.ts': `import { createClient } from '@supabase/supabase-js'; const supabase = createClient(url, key);
        export const a = async () => { await supabase.from('users').select('id, name').eq('name', 'x'); await supabase.from('users').insert({ name: 'y' }); };`,
    };
    assert.deepEqual(uses(files, 'users', 'name'), ['read name', 'filter name', 'write name']);
  });
});

describe('uses of columns in MikroORM', () => {
  it('follow the entity and the naming strategy', () => {
    const files = {
      'user.ts': `import { Entity, PrimaryKey, Property } from '@mikro-orm/core'; @Entity({ tableName: 'users' }) export class User { @PrimaryKey() id!: number; @Property() firstName!: string; }`,
      'a.ts': `import { EntityManager } from '@mikro-orm/core'; import { User } from './user';
        class A { constructor(private em: EntityManager) {}
          async a() { await this.em.find(User, { firstName: 'x' }, { orderBy: { firstName: 'asc' } }); await this.em.nativeUpdate(User, { id: 1 }, { firstName: 'y' }); } }`,
    };
    assert.deepEqual(uses(files, 'users', 'first_name'), [
      'filter firstName',
      'filter firstName',
      'write firstName',
    ]);
  });
});
