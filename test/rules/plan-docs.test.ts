import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import { allRules } from '../../src/rules/registry';
import { hasPlanCases, judgeCase, readCase, type PlanCase } from './plan-case';

const root = path.join(__dirname, '../../docs/rules/evolution');
const headings = ['What it finds', 'Why it matters', 'What to do', 'When not to report', 'Examples'];
const planFile = 'evolutions/amount/plan.evolution.yml';

interface Written {
  readonly stages?: readonly { readonly name: string }[];
}

describe('pages of the rules of evolutions', () => {
  for (const { id, title } of allRules.filter((meta) => hasPlanCases(meta.id))) {
    const page = fs.readFileSync(path.join(root, `${id}.md`), 'utf8');

    it(`${id} has title and sections in order`, () => {
      assert.deepEqual(page.split('\n').slice(0, 3), [`# ${id}`, '', title]);
      assert.deepEqual(
        [...page.matchAll(/^## (.+)$/gm)].map((match) => match[1]),
        headings,
      );
    });

    const examples = examplesOf(page);
    it(`${id} shows at least one of each`, () =>
      assert.deepEqual([...new Set(examples.map(({ kind }) => kind))].sort(), ['bad', 'good']));

    examples.forEach(({ kind, one }, at) => {
      it(`${id}: example ${at + 1} (${kind}) does what it says`, async () => {
        const { findings } = await judgeCase(one);
        const rules = findings.map(({ rule, message }) => `${rule}: ${message}`);
        assert.equal(
          findings.some(({ rule }) => rule === id),
          kind === 'bad',
          rules.join('\n'),
        );
      });
    });
  }
});

/**
 * Each ```yaml|ts|sql bad|good block in the world of test/rules/plans/world.txt: keys and stages of a plan in the
 * place of its own, a file of code, a migration. Blocks with `file=…`, `base=…` or `plan` hold for all that follow.
 */
function examplesOf(page: string): { readonly kind: 'bad' | 'good'; readonly one: PlanCase }[] {
  const folder = path.join(__dirname, 'plans');
  const setups: ((one: PlanCase) => void)[] = [];
  const examples: { kind: 'bad' | 'good'; one: PlanCase }[] = [];
  for (const [, language = '', info = '', body = ''] of page.matchAll(/^```(\w+) (\S+)\n([\s\S]*?)^```$/gm)) {
    const [word, file = ''] = info.split('=');
    if (word === 'file') setups.push((one) => one.work.set(file, body));
    else if (word === 'base')
      setups.push((one) => {
        one.work.set(file, body);
        one.base.set(file, body);
      });
    else if (word === 'plan') setups.push((one) => changePlan(one, body));
    else if (word === 'bad' || word === 'good') {
      const one = readCase(fs.readFileSync(path.join(folder, 'world.txt'), 'utf8'), folder);
      for (const setup of setups) setup(one);
      if (language === 'yaml') changePlan(one, body);
      else one.work.set(language === 'ts' ? 'src/example.ts' : 'db/migrations/009_example.sql', body);
      examples.push({ kind: word, one });
    }
  }
  return examples;
}

/** The block's keys take the place of the plan's; its stages that of the stages of the same name; `null` takes one away. */
function changePlan(one: PlanCase, block: string): void {
  const change = parse(block) as Written & Record<string, unknown>;
  const plan = parse(one.work.get(planFile) ?? '') as Written & Record<string, unknown>;
  const stages = (plan.stages ?? []).map(
    (stage) => change.stages?.find(({ name }) => name === stage.name) ?? stage,
  );
  const merged: Record<string, unknown> = { ...plan, ...change, stages };
  const written = Object.entries(merged).filter(([, value]) => value !== null);
  const text = stringify(Object.fromEntries(written), { lineWidth: 0 });
  one.work.set(planFile, text);
  one.base.set(planFile, text);
}
