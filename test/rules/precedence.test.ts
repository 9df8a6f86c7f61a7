import assert from 'node:assert/strict';
import type { Finding } from '../../src/model/finding';
import { judge, parseCase } from './migration-case';
import { mergeByPrecedence } from '../../src/rules/precedence';

const finding = (rule: string, evidence: Finding['evidence'] = []): Finding => ({
  file: 'm.sql',
  range: { start: 0, end: 5 },
  rule,
  severity: 'warning',
  confidence: 'high',
  door: 'one-way',
  message: `${rule} is bad here. Because of this. Do that.`,
  evidence,
});
const place = (file: string) => ({ file, range: { start: 1, end: 2 }, message: 'here' });

describe('one hazard, one finding', () => {
  it('the narrower rule stays and takes the other along as a note with its evidence', () => {
    const [winner, ...rest] = mergeByPrecedence([
      finding('drop-column', [place('b.ts')]),
      finding('drop-column-still-used', [place('a.ts')]),
    ]);
    assert.deepEqual(rest, []);
    assert.equal(winner?.rule, 'drop-column-still-used');
    assert.match(winner.message, /Also drop-column: drop-column is bad here\.$/);
    assert.deepEqual(
      winner.evidence.map((entry) => entry.file),
      ['a.ts', 'b.ts'],
    );
  });

  it('rules that have nothing to do with each other both stay', () => {
    assert.equal(mergeByPrecedence([finding('drop-column'), finding('create-index-blocking')]).length, 2);
  });

  it('what a loser replaces the winner replaces too', () => {
    const merged = mergeByPrecedence([
      finding('drop-column'),
      finding('drop-column-with-dependents'),
      finding('drop-column-still-declared'),
    ]);
    assert.deepEqual(
      merged.map((one) => one.rule),
      ['drop-column-still-declared'],
    );
    assert.match(merged[0]?.message ?? '', /Also drop-column: .*Also drop-column-with-dependents: /);
  });

  it('a hazard of several changes takes along what is said of the others', async () => {
    const found = await judge(
      parseCase(
        '-- setup\nCREATE TABLE t (id int PRIMARY KEY, nick text);\n-- change\nALTER TABLE t DROP COLUMN nick;\nALTER TABLE t ADD COLUMN nick_name text NOT NULL;',
      ).main,
    );
    assert.deepEqual(
      found.map((one) => one.rule),
      ['rename-as-drop-and-add'],
    );
    assert.match(found[0]?.message ?? '', /Also drop-column: .*Also add-required-column: /);
  });
});
