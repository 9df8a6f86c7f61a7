import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepareSql } from './case-histories';
import { codeRules, reportsOf } from './code-case';

const root = join(__dirname, '../../docs/rules');
const headings = ['What it finds', 'Why it matters', 'What to do', 'When not to report', 'Examples'];
/** What the examples import beside the client. */
const customers = `import { prisma } from './client';
export const customerById = (id: number) => prisma.customer.findFirst({ where: { id } });
export const customersByIds = async (ids: number[]) =>
  new Map((await prisma.customer.findMany({ where: { id: { in: ids } } })).map((row) => [row.id, row]));
`;

before(prepareSql);

describe('pages of the query and contract rules', () => {
  for (const { meta } of codeRules) {
    const path = join(root, meta.family, `${meta.id}.md`);
    const page = existsSync(path) ? readFileSync(path, 'utf8') : '';
    const examples = [...page.matchAll(/^```ts (bad|good)\n([\s\S]*?)^```$/gm)];

    it(`${meta.id} has title and sections in order`, () => {
      assert.deepEqual(page.split('\n').slice(0, 3), [`# ${meta.id}`, '', meta.title]);
      assert.deepEqual(
        [...page.matchAll(/^## (.+)$/gm)].map((match) => match[1]),
        headings,
      );
      assert.deepEqual([...new Set(examples.map((match) => match[1]))].sort(), ['bad', 'good']);
    });

    examples.forEach(({ 1: kind, 2: text = '', index }, at) => {
      it(`${meta.id}: example ${at + 1} (${String(kind)}) does what it says`, () => {
        const reports = reportsOf(
          new Map([['customers.ts', customers], ...sqlBefore(page, index), ...filesOf(text)]),
        );
        const own = reports.filter((report) => report.rule === meta.id);
        assert.equal(own.length > 0, kind === 'bad', JSON.stringify(reports));
        // A good example is one that nobody has to be warned of.
        if (kind === 'good')
          assert.deepEqual(
            reports.filter((report) => report.severity !== 'info'),
            [],
          );
      });
    });
  }
});

/** The last `sql setup` block above an example, as released migration, and the last `sql change` block after that. */
function sqlBefore(page: string, end: number): [string, string][] {
  const blocks = [...page.slice(0, end).matchAll(/^```sql (setup|change)\n([\s\S]*?)^```$/gm)];
  const last = (kind: string): string | undefined => blocks.findLast((block) => block[1] === kind)?.[2];
  const setup = last('setup');
  const change = last('change');
  return [
    ...(setup === undefined ? [] : [['released.sql', setup] as [string, string]]),
    ...(change === undefined ? [] : [['migration.sql', change] as [string, string]]),
  ];
}

/** `// file: <path>` begins a further file of an example. */
function filesOf(text: string): [string, string][] {
  const [first = '', ...more] = text.split(/^\/\/ file: /m);
  const named = more.map((part): [string, string] => {
    const line = part.indexOf('\n');
    return [part.slice(0, line).trim(), part.slice(line + 1)];
  });
  return [...(first.trim() === '' ? [] : [['orders.ts', first] as [string, string]]), ...named];
}
