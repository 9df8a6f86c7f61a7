import assert from 'node:assert/strict';
import { innocent, queriesOf } from './queries-of';

const cats = `import mongoose, { Schema } from 'mongoose';
  export const Cat = mongoose.model('Cat', new Schema({ name: String }));`;

function ofBody(body: string): string[] {
  return queriesOf({
    'cats.ts': cats,
    'run.ts': `import { Cat } from './cats'; export async function run(ids: string[]) { ${body} }`,
  });
}

describe('Mongoose', () => {
  it('reads models with what is chained', () => {
    assert.deepEqual(
      ofBody(`await Cat.find({ name: { $in: ids } }).sort({ name: -1 }).skip(3).limit(3).select('name').populate('owner').lean();
        await Cat.findById(1).exec(); await Cat.countDocuments({ name: 'x' });
        await Cat.findByIdAndUpdate(1, { $set: { name: 'x' } }); await Cat.insertMany([{ name: 'a' }]); await Cat.deleteMany({});`),
      [
        'mongoose read cats: where namein, order name-, limit, offset, select name, with owner',
        'mongoose read cats: where _id=, one',
        'mongoose count cats: where name=, one',
        "mongoose update cats: where _id=, one, set name:'x'",
        "mongoose insert cats: set name:'a', many",
        'mongoose delete cats',
      ],
    );
  });

  it('knows a new document, and a model that Nest injects', () => {
    assert.deepEqual(ofBody(`const cat = new Cat({}); await cat.save();`), ['mongoose insert cats']);
    assert.deepEqual(
      queriesOf({
        'cats.service.ts': `import { Model } from 'mongoose'; import { InjectModel } from '@nestjs/mongoose';
          export class Cats { constructor(@InjectModel('Cat') private cats: Model<CatDocument>) {}
            one(id: string) { return this.cats.findOne({ id }); } }`,
      }),
      ['mongoose read ?: where id=, one'],
    );
  });

  it('passes over what only looks alike', () => {
    assert.deepEqual(queriesOf({ 'cats.ts': cats, 'innocent.ts': innocent }), []);
    assert.deepEqual(
      ofBody(`ids.find((id) => id === 'x'); await service.updateOne({}); await canvas.save();`),
      [],
    );
  });

  it('knows documents by the query that gave them, and models by their name', () => {
    assert.deepEqual(
      ofBody(`const cat = await Cat.findOne({ name: 'x' }); await cat.save();
        const cats = await Cat.find({}); for (const one of cats) await one.deleteOne();
        const plain = await Cat.findById(1).lean(); await plain.save();`),
      [
        'mongoose read cats: where name=, one',
        'mongoose update cats: where _id=, set ?',
        'mongoose read cats',
        'mongoose delete cats: where _id=, one, set ?',
        'mongoose read cats: where _id=, one',
      ],
    );
    assert.deepEqual(
      queriesOf({
        'cats.ts': cats,
        'run.ts': `import mongoose from 'mongoose'; export const clear = () => mongoose.model('Cat').deleteMany({});`,
      }),
      ['mongoose delete cats'],
    );
  });
});
