import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FlagCall } from '../../src/model/code';
import { FlagHistory } from '../../src/workspace/flag-history';
import { createNodeRevisions } from '../../src/workspace/node-revisions';

const now = new Date('2026-11-21T12:00:00Z');
const settings = { killSwitches: [], staleAfterDays: 180 };

function call(flag: string | null): FlagCall {
  const range = { start: 0, end: 1 };
  return { file: 'a.ts', range, library: 'unleash', flag, call: 'unleash.isEnabled', within: null };
}

describe('the history of flags, in a real repository', () => {
  let root = '';
  const git = (date: string, ...args: string[]): void => {
    const env = { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
    execFileSync('git', args, { cwd: root, env, stdio: 'ignore' });
  };
  const commit = (date: string, text: string): void => {
    writeFileSync(join(root, 'a.ts'), text);
    git(date, 'add', '.');
    git(date, '-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', date);
  };

  before(() => {
    root = mkdtempSync(join(tmpdir(), 'flags-'));
    git('2025-01-01T00:00:00Z', 'init', '-q', '-b', 'main');
    commit('2025-10-01T00:00:00Z', `unleash.isEnabled('power-peg');\nunleash.isEnabled('checkout');\n`);
    commit('2026-03-01T00:00:00Z', `unleash.isEnabled('checkout');\n`);
    commit('2026-10-01T00:00:00Z', `unleash.isEnabled('checkout');\nunleash.isEnabled(\n  'search',\n);\n`);
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  const known = (...flags: (string | null)[]) =>
    new FlagHistory(createNodeRevisions(root), () => now).of(flags.map(call), settings, null);

  it('tells the flags that the base branch asked for half a year ago', () => {
    assert.deepEqual([...known('checkout', 'search', 'new-one', null).old.keys()], ['checkout']);
  });

  it('tells a flag that was removed and is asked for anew, with a day it was in use', () => {
    const { removed } = known('power-peg', 'checkout', 'search', 'new-one');
    assert.deepEqual(
      [...removed].map(([name, at]) => [name, at.toISOString().slice(0, 10)]),
      [['power-peg', '2025-11-21']],
    );
  });

  it('says nothing without a base', () => {
    const { old, removed } = new FlagHistory(null, () => now).of([call('checkout')], settings, null);
    assert.equal(old.size + removed.size, 0);
  });
});
