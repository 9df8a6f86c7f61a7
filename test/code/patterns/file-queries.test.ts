import assert from 'node:assert/strict';
import { buildCodeIndex, updateCodeIndex } from '../../../src/code/code-index';
import { readCodeFile } from '../../../src/code/read-file';
import type { CodeIndex } from '../../../src/model/code';
import { runCodeRules } from '../../../src/rules/run-code-rules';
import { noFlags } from '../../rules/case-flags';

const files: Readonly<Record<string, string>> = {
  'client.ts': `import { PrismaClient } from '@prisma/client';\nexport const prisma = new PrismaClient();\n`,
  'service.ts': `import { prisma } from './client';
export async function customerOf(id: number) {
  return prisma.customer.findFirst({ where: { id } });
}
`,
  'loop.ts': `import { customerOf } from './service';
import { prisma } from './client';
export async function names() {
  const found = [];
  for (const order of await prisma.order.findMany({ take: 10 })) found.push(await customerOf(order.customerId));
  return found;
}
`,
  'apart.ts': `import { prisma } from './client';
export const first = () => prisma.order.findFirst();
`,
};

function index(texts = files): CodeIndex {
  return buildCodeIndex({
    files: new Map(Object.entries(texts).map(([file, text]) => [file, readCodeFile(file, text)])),
    prismaSchemas: new Map(),
    tsconfigs: new Map(),
    packageJsons: new Map(),
  });
}

const queriesOf = (code: CodeIndex, file: string) => code.fileQueries.find((one) => one.file === file);
const edited = (code: CodeIndex, file: string, text: string): CodeIndex =>
  updateCodeIndex(code, new Map([[file, readCodeFile(file, text)]]));

const settings = { profile: 'default' as const, configured: {} };
const fault = (message: string): never => assert.fail(message);

function rulesAt(code: CodeIndex, file: string): string[] {
  return runCodeRules({ code, tables: {}, histories: [], flags: noFlags }, settings, fault)
    .filter((finding) => finding.file === file)
    .map(({ rule }) => rule);
}

describe('queries of a file', () => {
  it('are the same object while nothing they rest on changed', () => {
    const before = index();
    const kept = queriesOf(before, 'apart.ts');
    assert.ok(kept);
    assert.deepEqual(rulesAt(before, 'loop.ts'), ['query-in-loop-via-service']);
    const after = edited(before, 'service.ts', `${files['service.ts'] ?? ''}// a comment\n`);
    assert.equal(queriesOf(after, 'apart.ts'), kept);
  });

  it('follow the body of a function in another file', () => {
    const before = index();
    assert.deepEqual(rulesAt(before, 'loop.ts'), ['query-in-loop-via-service']);
    const text = `import { prisma } from './client';
export async function customerOf(id: number) {
  return { id };
}
`;
    const after = edited(before, 'service.ts', text);
    assert.deepEqual(rulesAt(after, 'loop.ts'), []);
    assert.deepEqual(rulesAt(edited(after, 'service.ts', files['service.ts'] ?? ''), 'loop.ts'), [
      'query-in-loop-via-service',
    ]);
  });

  it('are found anew where what others declare changed', () => {
    const before = index();
    assert.deepEqual(rulesAt(before, 'loop.ts'), ['query-in-loop-via-service']);
    const after = edited(before, 'service.ts', (files['service.ts'] ?? '').replace('customerOf', 'other'));
    assert.deepEqual(rulesAt(after, 'loop.ts'), []);
  });

  it('weigh less where evolens.yml declares the table small, also when findings were kept', () => {
    const text = (files['loop.ts'] ?? '')
      .replace(
        'customerOf(order.customerId)',
        'prisma.customer.findFirst({ where: { id: order.customerId } })',
      )
      .replace("import { customerOf } from './service';\n", '');
    const prismaSchemas = new Map([
      [
        'schema.prisma',
        'model Customer {\n  id Int @id\n}\nmodel Order {\n  id Int @id\n  customerId Int\n}\n',
      ],
    ]);
    const code = buildCodeIndex({
      files: new Map(
        Object.entries({ ...files, 'loop.ts': text }).map(([file, one]) => [file, readCodeFile(file, one)]),
      ),
      prismaSchemas,
      tsconfigs: new Map(),
      packageJsons: new Map(),
    });
    const severities = (tables: Record<string, { rows: number }>): string[] =>
      runCodeRules({ code, tables, histories: [], flags: noFlags }, settings, fault)
        .filter(({ rule }) => rule === 'query-in-loop')
        .map(({ severity }) => severity);
    assert.deepEqual(severities({}), ['warning']);
    assert.deepEqual(severities({ customer: { rows: 50 } }), ['info']);
    assert.deepEqual(severities({}), ['warning']);
  });
});
