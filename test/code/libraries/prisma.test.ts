import assert from 'node:assert/strict';
import { innocent, queriesOf } from './queries-of';

const schema = `model User { id Int @id
  mail String @map("email")
  posts Post[]
  @@map("users") }
model Post { id Int @id
  authorId Int @map("author_id")
  author User @relation(fields: [authorId], references: [id]) }`.replaceAll(/\{ /g, '{\n  ');

function ofBody(body: string): string[] {
  return queriesOf({
    'schema.prisma': schema,
    'client.ts': `import { PrismaClient } from '@prisma/client'; export const prisma = new PrismaClient();`,
    'run.ts': `import { prisma } from './client'; export async function run(ids: number[], where: any) { ${body} }`,
  });
}

describe('what Prisma is asked', () => {
  it('is read from the argument, by database names', () => {
    assert.deepEqual(
      ofBody(`await prisma.user.findMany({ where: { mail: { contains: 'x' }, OR: [{ id: { in: ids } }] }, orderBy: [{ mail: 'desc' }],
        take: 5, skip: 5, include: { posts: { orderBy: { id: 'asc' }, take: 3 } } });
        await prisma.user.findUnique({ where: { id: 1 }, select: { mail: true, posts: true } });`),
      [
        'prisma read users: where email~ idin, order email-, limit, offset, with posts* ordered limited',
        'prisma read users: where id=, one, select email, with posts*',
      ],
    );
  });

  it('leaves open what comes from elsewhere', () => {
    assert.deepEqual(ofBody(`await prisma.user.findMany({ where }); await prisma.user.findMany(where);`), [
      'prisma read users: where unknown',
      'prisma read users: where unknown, order ?, unknown, select ?',
    ]);
  });

  it('says what is written, relations by their column', () => {
    assert.deepEqual(
      ofBody(`await prisma.post.create({ data: { author: { connect: { id: 1 } } } });
        await prisma.user.createMany({ data: ids.map((id) => ({ id })) }); await prisma.user.deleteMany();
        await prisma.$transaction(async (inner) => { await inner.user.update({ where: { id: 1 }, data: { mail: 'x' } }); });`),
      [
        'prisma insert Post: one, set author_id, one',
        'prisma insert users: set ?, many',
        'prisma delete users: many',
        "prisma update users: where id=, one, set email:'x', one, in transaction",
      ],
    );
  });

  it('is nothing where only the names are alike', () => {
    assert.deepEqual(queriesOf({ 'schema.prisma': schema, 'innocent.ts': innocent }), []);
  });
});
