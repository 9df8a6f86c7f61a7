import assert from 'node:assert/strict';
import { buildCodeIndex, updateCodeIndex, type CodeInput } from '../../src/code/code-index';
import { readCodeFile } from '../../src/code/read-file';
import type { CodeIndex } from '../../src/model/code';

const start: Readonly<Record<string, string>> = {
  'client.ts': `import { PrismaClient } from '@prisma/client';\nexport const prisma = new PrismaClient();\n`,
  'store.ts': `import { prisma } from './client';
export class Store {
  one(id: number) { return prisma.user.findFirst({ where: { id } }); }
  many(ids: number[]) { return prisma.user.findMany({ where: { id: { in: ids } } }); }
}
`,
  'service.ts': `import { Store } from './store';
export class Service {
  constructor(private readonly store: Store) {}
  async all(ids: number[]) {
    for (const id of ids) {
      await this.store.one(id);
    }
  }
}
`,
  'handlers.ts': `import { limiter } from './limiter';
const first = limiter(1).check;
export const handlers = { first, none: (id: number) => id };
`,
  'limiter.ts': `import { prisma } from './client';
export function limiter(max: number) {
  const check = (id: number) => prisma.user.findMany({ where: { id: id + max } });
  return { check, none: () => max };
}
`,
  'dispatch.ts': `import { handlers } from './handlers';
import { limiter } from './limiter';
export async function dispatch(ids: number[], kind: string) {
  const one = limiter(2);
  for (const id of ids) {
    await handlers[kind](id);
    await one.check(id);
  }
}
`,
  'controller.ts': `import { Controller, Get } from '@nestjs/common';
import { Service } from './service';
@Controller('users')
export class Users {
  constructor(private readonly service: Service) {}
  @Get() all() { return this.service.all([1, 2]); }
}
`,
};

/** Each edit replaces a text in a file; what it shows is in its name. */
const edits: readonly (readonly [string, string, string, string])[] = [
  ['a statement in a body', 'service.ts', 'for (const id', 'void 0;\n    for (const id'],
  ['a comment above, which moves everything', 'store.ts', 'export class', '// moved\nexport class'],
  [
    'a callback before others',
    'store.ts',
    '  one(',
    '  zero(ids: number[]) { return ids.map((id) => id); }\n  one(',
  ],
  [
    'a query in a body that others reach',
    'store.ts',
    'return prisma.user.findFirst',
    'void prisma.user.count(); return prisma.user.findFirst',
  ],
  ['a method renamed away from its callers', 'store.ts', '  one(', '  single('],
  ['its caller follows', 'service.ts', 'this.store.one', 'this.store.single'],
  ['a new export', 'client.ts', 'export const', 'export function helper() { return 1; }\nexport const'],
  ['the type behind a name changes', 'client.ts', 'new PrismaClient()', 'connect()'],
  ['and comes back', 'client.ts', 'connect()', 'new PrismaClient()'],
  ['a route appears', 'controller.ts', '@Get() all()', "@Get('one') one() { return 1; }\n  @Get() all()"],
  ['broken text', 'service.ts', 'for (const id of ids) {', 'for (const id of ids {'],
  ['mended text', 'service.ts', 'for (const id of ids {', 'for (const id of ids) {'],
  ['a handler goes', 'handlers.ts', '{ first, none', '{ none'],
  ['a handler comes', 'handlers.ts', '{ none', '{ late: first, none'],
  ['what a factory gives back is another', 'limiter.ts', '{ check, none', '{ check: Number, none'],
  ['and comes back, written there', 'limiter.ts', 'check: Number', 'check: (id: number) => check(id)'],
  [
    'a handler written in the table',
    'handlers.ts',
    'none: (id: number) => id',
    'none: (id: number) => first(id)',
  ],
  ['the loop goes', 'service.ts', 'for (const id of ids) {', 'if (ids.length > 0) {'],
];

function inputOf(files: Readonly<Record<string, string>>): CodeInput {
  return {
    files: new Map(Object.entries(files).map(([file, text]) => [file, readCodeFile(file, text)])),
    prismaSchemas: new Map([['schema.prisma', 'model User {\n  id Int @id\n}\n']]),
    tsconfigs: new Map(),
    packageJsons: new Map(),
  };
}

/** Everything that the index says, as data. */
function said(code: CodeIndex): unknown {
  const { queries, fileQueries, routes, resolvers, transactions, outsideCalls, models } = code;
  const roles = queries.map((query) => code.roleOf(query));
  const uses = [code.tableUses('User'), code.columnUses('User', 'id')];
  return { queries, fileQueries, routes, resolvers, transactions, outsideCalls, models, roles, uses };
}

function stored(code: CodeIndex): number {
  return code.queries.filter(({ file }) => file === 'store.ts').length;
}

describe('an index brought up to date', () => {
  it('says what one made anew says, edit after edit', () => {
    const files = { ...start };
    let code = buildCodeIndex(inputOf(files));
    said(code);
    for (const [name, file, from, to] of edits) {
      assert.ok(files[file]?.includes(from), `${name}: ${from} stands in ${file}`);
      files[file] = (files[file] ?? '').replace(from, to);
      code = updateCodeIndex(code, new Map([[file, readCodeFile(file, files[file])]]));
      assert.deepEqual(said(code), said(buildCodeIndex(inputOf(files))), name);
    }
  });

  it('follows files that come and go', () => {
    const { 'store.ts': store, ...rest } = start;
    let code = buildCodeIndex(inputOf(rest));
    assert.equal(stored(code), 0);
    code = updateCodeIndex(code, new Map([['store.ts', readCodeFile('store.ts', store ?? '')]]));
    assert.equal(stored(code), 2);
    assert.deepEqual(
      code.loopedQueries.flatMap(({ loop, exemption }) => (exemption === null ? loop.file : [])),
      ['service.ts', 'dispatch.ts', 'dispatch.ts'],
    );
    code = updateCodeIndex(code, new Map([['store.ts', null]]));
    assert.equal(stored(code), 0);
  });

  it('keeps what rests on nothing that changed', () => {
    const code = buildCodeIndex(inputOf(start));
    const before = code.fileQueries.find(({ file }) => file === 'store.ts');
    const text = (start['service.ts'] ?? '').replace('for (', 'void 0; for (');
    const after = updateCodeIndex(code, new Map([['service.ts', readCodeFile('service.ts', text)]]));
    assert.ok(before);
    assert.equal(
      after.fileQueries.find(({ file }) => file === 'store.ts'),
      before,
    );
  });
});
