import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeRules, reportsOf } from './code-case';

const root = join(__dirname, '../../docs/rules');
const headings = ['What it finds', 'Why it matters', 'What to do', 'When not to report', 'Examples'];
/** What the examples import beside the client. */
const customers = `import { prisma } from './client';
export const customerById = (id: number) => prisma.customer.findFirst({ where: { id } });
export const customersByIds = async (ids: number[]) =>
  new Map((await prisma.customer.findMany({ where: { id: { in: ids } } })).map((row) => [row.id, row]));
`;

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

    examples.forEach(([, kind, text = ''], at) => {
      it(`${meta.id}: example ${at + 1} (${String(kind)}) does what it says`, () => {
        const reports = reportsOf(
          new Map([
            ['orders.ts', text],
            ['customers.ts', customers],
          ]),
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
