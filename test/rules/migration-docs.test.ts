import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { RuleFamily } from '../../src/rules/rule';
import { engineRules, migrationRules } from '../../src/rules/registry';
import { judge, parseCase, type CaseCode } from './migration-case';
import { codeOf } from './case-code';
import { hasPlanCases } from './plan-case';

const root = path.join(__dirname, '../../docs/rules');
const families: ReadonlySet<RuleFamily> = new Set<RuleFamily>(['evolution', 'migration', 'suppression']);
const headings = ['What it finds', 'Why it matters', 'What to do', 'When not to report', 'Examples'];

describe('pages of the migration rules', () => {
  for (const { meta } of [...migrationRules, ...engineRules].filter(
    (rule) => families.has(rule.meta.family) && !hasPlanCases(rule.meta.id),
  )) {
    const text = fs.readFileSync(path.join(root, meta.family, `${meta.id}.md`), 'utf8');

    it(`${meta.id} has title and sections in order`, () => {
      const [, , sentence] = text.split('\n');
      assert.equal(text.split('\n')[0], `# ${meta.id}`);
      assert.equal(sentence, meta.title);
      assert.deepEqual(
        [...text.matchAll(/^## (.+)$/gm)].map((match) => match[1]),
        headings,
      );
    });

    for (const example of examplesOf(text)) {
      it(`${meta.id}: the ${example.kind} example at line ${String(example.line)} does what it says`, async () => {
        const one = { ...parseCase(example.sql).main, setup: example.setup };
        const found = await judge(one, codeFor(example), meta.id);
        // A note of the finding that replaces it counts as well.
        const reported = found.some(
          ({ rule, message }) => rule === meta.id || message.includes(`Also ${meta.id}: `),
        );
        const rules = found.map((finding) => finding.rule).join(', ');
        assert.equal(reported, example.kind === 'bad', `reported: ${rules}`);
      });
    }

    it(`${meta.id} shows at least one of each`, () => {
      const kinds = examplesOf(text).map((example) => example.kind);
      assert.ok(kinds.includes('bad') && kinds.includes('good'));
    });
  }
});

interface Example {
  readonly kind: 'bad' | 'good';
  readonly sql: string;
  readonly setup: string;
  readonly files: ReadonlyMap<string, string>;
  /** Files of the released version. */
  readonly released: ReadonlyMap<string, string>;
  readonly line: number;
}

function codeFor({ files, released }: Example): CaseCode {
  const there = codeOf(released);
  return { code: codeOf(files), released: there === null ? null : { name: 'v1.0', code: there } };
}

/**
 * Blocks ```sql bad and ```sql good, each after the latest ```sql setup and the latest text of each ``` file=…
 * of the work tree and ``` released=… of the released version.
 */
function examplesOf(page: string): Example[] {
  let setup = '';
  const files = new Map<string, string>();
  const released = new Map<string, string>();
  const examples: Example[] = [];
  for (const match of page.matchAll(/^```(\w+) (\S+)\n([\s\S]*?)^```$/gm)) {
    const [, language, info = '', body = ''] = match;
    if (language === 'sql' && info === 'setup') setup = body;
    else if (language === 'sql' && (info === 'bad' || info === 'good'))
      examples.push({
        kind: info,
        sql: body,
        setup,
        files: new Map(files),
        released: new Map(released),
        line: page.slice(0, match.index).split('\n').length,
      });
    else if (info.startsWith('released=')) released.set(info.slice('released='.length), body);
    else if (info.startsWith('file=')) files.set(info.slice('file='.length), body);
  }
  return examples;
}
