import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { dialects, type Dialect } from '../../src/model/dialect';
import type { TransactionMode } from '../../src/model/migration';
import { allRules } from '../../src/rules/registry';
import { historyOf, judgeHistory, parseCase, sqlReader } from './migration-case';
import { fixesOf } from './migration-fix-case';

const root = path.join(__dirname, 'fixtures/migration');
const modes: readonly TransactionMode[] = ['wrapped', 'autocommit', 'single-query', 'unknown'];

/** Numbers from 0 to 1 that are the same at every run. */
function* numbers(): Generator<number, never> {
  for (let state = 20261121; ;) {
    state = (state * 1103515245 + 12345) % 2147483648;
    yield state / 2147483648;
  }
}

const random = numbers();
const next = (): number => random.next().value;
const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)]!;

/**
 * Judges a text of a fixture with every rule on, offers every fix, and looks whether the edits could be made.
 * `judgeHistory` throws when a rule has failed.
 */
async function survives(text: string, dialect: Dialect, transaction: TransactionMode): Promise<void> {
  const { main } = parseCase(text);
  const history = historyOf(await sqlReader(), { ...main, dialect, transaction });
  const found = judgeHistory(history, 1, undefined, 'all');
  const files = new Map(history.migrations.map((one) => [one.file, one.script.text.length]));
  for (const entry of found)
    for (const fix of fixesOf(entry)) {
      const edits = fix.edits.toSorted((a, b) => a.range.start - b.range.start);
      edits.forEach(({ file, range }, at) => {
        const where = `${entry.finding.rule}: ${fix.title}`;
        assert.ok(range.start <= range.end && range.end <= (files.get(file) ?? 0), where);
        const later = edits.slice(at + 1).find((other) => other.file === file);
        assert.ok(later === undefined || later.range.start >= range.end, `${where}: edits overlap`);
      });
    }
}

describe('every rule survives every fixture of every other rule', () => {
  it('knows that all rules are on', () => assert.ok(allRules.some((meta) => meta.level === 'off')));

  for (const rule of fs.readdirSync(root).sort()) {
    const folder = path.join(root, rule);
    const texts = fs
      .readdirSync(folder)
      .filter((name) => name.endsWith('.sql'))
      .sort()
      .map((name) => fs.readFileSync(path.join(folder, name), 'utf8'));
    it(`${rule}, in every dialect`, async () => {
      for (const text of texts) for (const dialect of dialects) await survives(text, dialect, pick(modes));
    });
    it(`${rule}, cut off`, async () => {
      for (const text of texts) {
        const from = text.indexOf('-- change') + '-- change\n'.length;
        for (const dialect of [pick(dialects), 'postgres'] as const)
          await survives(
            text.slice(0, from + Math.floor(next() * (text.length - from))),
            dialect,
            pick(modes),
          );
      }
    });
  }
});
