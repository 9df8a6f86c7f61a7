import assert from 'node:assert/strict';
import { indexOf } from '../libraries/queries-of';

describe('types that functions take from each other', () => {
  it('come to an end where each names the result of the other', () => {
    const index = indexOf({
      'schema.prisma': 'model Order {\n  id Int @id\n}\n',
      'client.ts': `import { PrismaClient } from '@prisma/client';\nexport const prisma = new PrismaClient();\n`,
      'jobs.ts': `import { prisma } from './client';
export function first(id: number): ReturnType<typeof second> { return second(id).run(); }
export function second(id: number): ReturnType<typeof first> { return first(id).run(); }
export function own(id: number): Awaited<ReturnType<typeof own>> { return own(id).again(id); }
export async function all(ids: number[]) {
  for (const id of ids) {
    first(id).run().again();
    own(id).again();
    await prisma.order.findFirst({ where: { id } });
  }
}
`,
    });
    assert.deepEqual(
      index.loopedQueries.map(({ query }) => query.call),
      ['prisma.order.findFirst'],
    );
  });
});
