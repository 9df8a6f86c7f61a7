import assert from 'node:assert/strict';
import { innocent, queriesOf } from './queries-of';

function ofBody(body: string): string[] {
  return queriesOf({
    'run.ts': `import { Model } from 'objection';
      class Person extends Model { static tableName = 'persons'; }
      export async function run(ids: number[], trx: any) { ${body} }`,
  });
}

describe('Objection', () => {
  it('reads chains of models', () => {
    assert.deepEqual(
      ofBody(`await Person.query(trx).where('age', '>', 3).whereIn('id', ids).orderBy('name').limit(3).withGraphFetched('[pets, home]');
        await Person.query().findById(1); await Person.query().findOne({ name: 'x' });
        await Person.query().patch({ name: 'x' }).where('id', 1); await Person.query().deleteById(1); await Person.query().resultSize();`),
      [
        'objection read persons: where age<> idin, order name, limit, with pets, with home, in transaction',
        'objection read persons: where id=, one',
        'objection read persons: where name=, one',
        "objection update persons: where id=, set name:'x', one",
        'objection delete persons: where id=, one',
        'objection count persons: one',
      ],
    );
  });

  it('reads what is asked of a row', () => {
    assert.deepEqual(
      ofBody(
        `const person: Person = await load(); await person.$query().patch({ name: 'x' }); await person.$relatedQuery('pets');`,
      ),
      ["objection update persons: where id=, one, set name:'x', one", 'objection read ?: where some'],
    );
  });

  it('passes over other classes with a query()', () => {
    assert.deepEqual(
      ofBody(`class Url { static query() { return this; } } await Url.query(); pool.query('x');`),
      [],
    );
    assert.deepEqual(
      queriesOf({ 'model.ts': `import { Model } from 'objection';`, 'innocent.ts': innocent }),
      [],
    );
  });

  it('knows rows by the query that gave them, and relations fetched later', () => {
    assert.deepEqual(
      ofBody(`const person = await Person.query().findById(1); await person.$relatedQuery('pets');
        for (const one of await Person.query().whereIn('id', ids)) await one.$query().patch({ name: 'x' });
        await Person.fetchGraph(person, 'pets');
        const count = await Person.query().resultSize(); await count.$query();`),
      [
        'objection read persons: where id=, one',
        'objection read ?: where some',
        'objection read persons: where idin',
        "objection update persons: where id=, one, set name:'x', one",
        'objection read ?: where some',
        'objection count persons: one',
      ],
    );
  });
});
