import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { dialects, type Dialect } from '../../src/model/dialect';
import type { CodeIndex } from '../../src/model/code';
import { transactionModes } from '../../src/model/migration';
import { allRules } from '../../src/rules/registry';
import { runCodeRules } from '../../src/rules/run-code-rules';
import { runMigrationRules } from '../../src/rules/run-migration-rules';
import { HistoryReplay } from '../../src/schema/replay-history';
import { Analyser } from '../../src/workspace/analyse';
import { createNodeSqlReader } from '../../src/workspace/node-postgres';
import type { Ports } from '../../src/workspace/ports';
import { Project } from '../../src/workspace/project';
import { Random } from '../oracle/generate/random';
import { codeOf } from '../rules/case-code';
import { historyOf, parseCase, sqlReader } from '../rules/migration-case';
import { noFlags } from '../rules/case-flags';

// A rule that throws is left out and said through `fault`; here that must never happen, whatever text of another
// rule it sees, in whatever dialect, wherever the text ends. `robustness.test.ts` looks at the fixes.

const root = path.join(__dirname, '../rules/fixtures');
const files = fs
  .readdirSync(root, { recursive: true, encoding: 'utf8' })
  .sort()
  .filter((file) => fs.statSync(path.join(root, file)).isFile());
const textOf = (file: string): string => fs.readFileSync(path.join(root, file), 'utf8');
const migrations = files.filter((file) => file.endsWith('.sql'));
const sources = files.filter((file) => /\.(?:ts|prisma)$/.test(file));
const random = new Random(20261121);
const strict = { profile: 'strict', configured: {} } as const;

/** The text up to a place that the seed decides. */
function cut(text: string): string {
  return text.slice(0, random.below(text.length + 1));
}

/** Everything that rules about migrations may know of code: all fixtures of code together. */
function allCode(): CodeIndex {
  const code = codeOf(new Map(sources.map((file) => [file, textOf(file)])));
  assert.ok(code !== null);
  return code;
}

function noFault(where: string): (message: string) => void {
  return (message) => assert.fail(`${where}\n${message}`);
}

describe('rules survive every fixture of every other rule', () => {
  let code: CodeIndex;
  before(() => {
    code = allCode();
    assert.ok(migrations.length > 600 && sources.length > 60);
    assert.ok(allRules.length > 100);
  });

  /** The migration cut off, or the one before it, so that the schema has holes; nearly every table declared. */
  async function judge(file: string, dialect: Dialect, part: 'setup' | 'change'): Promise<void> {
    const { main } = parseCase(textOf(file));
    const transaction = random.pick(transactionModes) ?? 'unknown';
    const one = { ...main, dialect, transaction, [part]: cut(main[part]) };
    const history = historyOf(await sqlReader(), one);
    const facts = {
      history,
      replayed: new HistoryReplay().replay(history),
      code,
      released: random.chance(0.5) ? { name: 'v1.0', code } : null,
      plans: [],
      tables: { orders: { rows: 5_000_000, criticality: 'critical' as const }, users: { rows: 10 } },
    };
    const where = `${file} in ${dialect}\n${one[part]}`;
    for (const { finding } of runMigrationRules(facts, 1, strict, noFault(where))) {
      const { start, end } = finding.range;
      assert.ok(start >= 0 && start <= end && end <= one.change.length, `${finding.rule} stands outside`);
      assert.doesNotMatch(finding.message, /undefined|\[object|NaN/, where);
    }
  }

  for (const dialect of dialects)
    for (const part of ['change', 'setup'] as const)
      it(`${part === 'change' ? 'cut off' : 'after a history that is cut off'}, in ${dialect}`, async () => {
        for (const file of migrations) await judge(file, dialect, part);
      });

  it('code that is cut off, among whole code', () => {
    for (const file of sources) {
      const folder = path.dirname(file);
      const near = sources.filter((other) => other.startsWith(`${folder}/`));
      const texts = new Map(near.map((other) => [other, textOf(other)]));
      for (let times = 0; times < 4; times++) {
        const text = cut(textOf(file));
        const index = codeOf(new Map([...texts, [file, text]]));
        assert.ok(index !== null);
        runCodeRules(
          { code: index, tables: {}, histories: [], flags: noFlags },
          strict,
          noFault(`${file}\n${text}`),
        );
      }
    }
  });

  it('whole workspaces of files that are cut off: findings, fixes and risk', async () => {
    const reader = await createNodeSqlReader();
    for (let times = 0; times < 150; times++) {
      const texts = workspace();
      const project = new Project(portsOf(texts), reader, {
        dialect: random.pick(dialects) ?? null,
        databaseVersion: null,
        isolated: false,
      });
      const analyser = new Analyser(project, portsOf(texts));
      const { judgement } = analyser.assess(null, { profile: 'strict', withCode: true });
      for (const judged of judgement.findings) {
        const { file, range, rule } = judged.finding;
        assert.ok(range.end <= (texts.get(file)?.length ?? -1), `${rule} stands outside of ${file}`);
        judged.fixes();
      }
    }
  });
});

/** Some migrations, each maybe cut off, and some code beside them. */
function workspace(): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (let at = 1; at <= 4; at++) {
    const text = textOf(random.pick(migrations) ?? '');
    texts.set(`migrations/000${String(at)}_step.sql`, random.chance(0.5) ? cut(text) : text);
  }
  for (const file of random.some(sources, 3)) {
    const text = textOf(file);
    texts.set(`src/${path.basename(file)}`, random.chance(0.5) ? cut(text) : text);
  }
  if (random.chance(0.3))
    texts.set('evolens.yml', cut('released: none\ntables:\n  orders:\n    rows: 5000000\n'));
  return texts;
}

function portsOf(texts: ReadonlyMap<string, string>): Ports {
  return {
    files: {
      list: () => [...texts.keys()].sort(),
      read: (file) => {
        const text = texts.get(file);
        return text === undefined ? { refused: 'There is no such file.' } : { text };
      },
    },
    revisions: null,
    now: () => new Date('2026-11-21T10:00:00Z'),
    log: noFault([...texts].map(([file, text]) => `${file}:\n${text}`).join('\n')),
  };
}
