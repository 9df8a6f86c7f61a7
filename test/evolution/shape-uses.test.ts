import assert from 'node:assert/strict';
import { buildCodeIndex } from '../../src/code/code-index';
import { readCodeFile } from '../../src/code/read-file';
import { shapeUses, type ShapeUses } from '../../src/evolution/shape-uses';
import type { PlanShapes } from '../../src/evolution/shapes';

const schema = `model Person {
  id    Int     @id
  full  String?
  first String?
  last  String?
  @@map("people")
}
model Address {
  id   Int @id
  city String?
  @@map("addresses")
}
`;
const split: PlanShapes = {
  old: [{ table: 'people', column: 'full' }],
  new: [
    { table: 'people', column: 'first' },
    { table: 'people', column: 'last' },
  ],
};

function uses(body: string, shapes = split, file = 'src/a.ts'): ShapeUses {
  const files = {
    'src/client.ts': `import { PrismaClient } from '@prisma/client';\nexport const prisma = new PrismaClient();\n`,
    [file]: `import { prisma } from './client';\n${body}`,
  };
  return shapeUses(
    shapes,
    buildCodeIndex({
      files: new Map(Object.entries(files).map(([name, text]) => [name, readCodeFile(name, text)])),
      prismaSchemas: new Map([['schema.prisma', schema]]),
      tsconfigs: new Map(),
      packageJsons: new Map(),
    }),
  );
}

const writers = (found: ShapeUses): string[] =>
  found.writers.map(({ fills, message }) => `${fills}: ${message}`);
const create = (data: string): string =>
  `export const add = (full: string, first: string, last: string) => prisma.person.create({ data: ${data} });`;

describe('who uses the shapes of a plan', () => {
  it('a writer is whole when it fills the old shape and all of the new one', () => {
    assert.deepEqual(writers(uses(create('{ full, first, last }'))), [
      'both: prisma.person.create fills people.full, people.first, people.last.',
    ]);
    assert.deepEqual(writers(uses(create('{ full, first }'))), [
      'old: prisma.person.create fills people.full, people.first, not people.last.',
    ]);
    assert.deepEqual(writers(uses(create('{ first, last }'))), [
      'new: prisma.person.create fills people.first, people.last, not people.full.',
    ]);
  });

  it('columns that a call takes from elsewhere are not known, and are said', () => {
    const found = uses('export const add = (data: any) => prisma.person.create({ data });');
    assert.deepEqual(writers(found), []);
    assert.deepEqual(
      found.unknownWriters.map(({ message }) => message),
      ['prisma.person.create writes columns that cannot be seen.'],
    );
  });

  it('a write of other columns concerns nobody', () => {
    const found = uses('export const add = (id: number) => prisma.person.create({ data: { id } });');
    assert.deepEqual([...found.writers, ...found.unknownWriters], []);
  });

  it('two statements of one function make one write, also over two tables', () => {
    const moved: PlanShapes = {
      old: [{ table: 'people', column: 'full' }],
      new: [{ table: 'addresses', column: 'city' }],
    };
    const both = `export async function move(id: number, full: string) {
      await prisma.person.update({ where: { id }, data: { full } });
      await prisma.address.update({ where: { id }, data: { city: full } });
    }`;
    assert.deepEqual(
      uses(both, moved).writers.map(({ fills }) => fills),
      ['both', 'both'],
    );
    const apart = both.replace(
      'await prisma.address',
      '}\nexport async function b(id: number, full: string) {\n await prisma.address',
    );
    assert.deepEqual(
      uses(apart, moved).writers.map(({ fills }) => fills),
      ['old', 'new'],
    );
  });

  it('a reader of the new shape beside the old one falls back', () => {
    const read = (value: string): ShapeUses =>
      uses(`export async function name(id: number) {
        const person = await prisma.person.findFirst({ where: { id } });
        return ${value};
      }`);
    const count = ({ oldReaders, newReaders, fallbackReaders }: ShapeUses): number[] => [
      oldReaders.length,
      newReaders.length,
      fallbackReaders.length,
    ];
    assert.deepEqual(count(read('person?.full')), [1, 0, 0]);
    assert.deepEqual(count(read('person?.first')), [0, 1, 0]);
    assert.deepEqual(count(read('person?.first ?? person?.full')), [0, 0, 1]);
  });

  it('tests do not count', () => {
    const found = uses(create('{ full }'), split, 'src/a.test.ts');
    assert.deepEqual([...found.writers, ...found.unknownWriters], []);
  });

  it('without any use of the table the code proves nothing', () => {
    assert.equal(uses('', { old: [{ table: 'invoices', column: 'x' }], new: [] }).known, false);
    assert.equal(uses('', split).known, true);
  });

  it('a table as a whole: writes to it and to the one that takes its place', () => {
    const tables: PlanShapes = {
      old: [{ table: 'shop.people', column: null }],
      new: [{ table: 'addresses', column: null }],
    };
    assert.deepEqual(writers(uses(create('{ full }'), tables)), [
      'old: prisma.person.create fills shop.people, not addresses.',
    ]);
  });
});
