import assert from 'node:assert/strict';
import type { Finding, Severity } from '../../src/model/finding';
import { gatherSame, type Gathered, type SameAs } from '../../src/rules/gather-same';

function entry(file: string, sameAs: SameAs | null, severity: Severity = 'info', rule = 'a'): Gathered {
  const finding: Finding = {
    file,
    range: { start: 1, end: 2 },
    rule,
    severity,
    confidence: 'medium',
    door: null,
    message: 'What.',
    evidence: [],
  };
  return { finding, sameAs };
}

const told = (entries: readonly Gathered[]): string[] =>
  gatherSame(entries).map(({ file, message, evidence }) =>
    [file, message.replace('What.', '').trim(), ...evidence.map((place) => place.file)].join('|'),
  );

describe('findings that say the same', () => {
  const same = { key: 'k' };

  it('are told once, at the first place, with the others', () => {
    assert.deepEqual(
      told([entry('a', same), entry('b', { key: 'other' }), entry('c', same), entry('d', null)]),
      ['a|It concerns one other place as well.|c', 'b|', 'd|'],
    );
  });

  it('are told where the remedy is made, whichever rule says it', () => {
    const lead = entry('schema', { key: 'k', leads: true }, 'info', 'b');
    assert.deepEqual(told([entry('a', same), entry('c', same), lead]), [
      'schema|It concerns 2 other places as well.|a|c',
    ]);
  });

  it('stay by themselves when they are more than information', () => {
    assert.deepEqual(told([entry('a', same, 'warning'), entry('b', same)]), ['a|', 'b|']);
  });

  it('name ten places at most', () => {
    const [finding] = gatherSame(Array.from({ length: 30 }, (_, at) => entry(`f${String(at)}`, same)));
    assert.equal(finding?.evidence.length, 10);
    assert.match(finding.message, /29 other places/);
  });
});
