import assert from 'node:assert/strict';
import type { Finding } from '../../src/model/finding';
import { quietRepeats } from '../../src/rules/repeats';

function finding(rule: string, start: number, severity: Finding['severity'] = 'warning'): Finding {
  return {
    file: 'a.sql',
    range: { start, end: start + 1 },
    rule,
    severity,
    confidence: 'high',
    door: null,
    message: 'What. Why. How.',
    evidence: [],
  };
}

const plain = { profile: 'default', configured: {} } as const;
const levels = (findings: readonly Finding[]): string[] =>
  findings.map((one) => `${String(one.range.start)} ${one.severity}`);

describe('quietRepeats', () => {
  it('keeps the first warning of a rule about waiting and names the others in it', () => {
    const result = quietRepeats(
      [
        finding('create-index-blocking', 1),
        finding('create-index-blocking', 5),
        finding('create-index-blocking', 9),
      ],
      plain,
    );
    assert.deepEqual(levels(result), ['1 warning', '5 info', '9 info']);
    assert.deepEqual(
      result[0]?.evidence.map((place) => place.range.start),
      [5, 9],
    );
    assert.match(result[0].message, /the same in 2 more places\.$/);
  });

  it('leaves the others alone: each lost column is its own loss', () => {
    assert.deepEqual(levels(quietRepeats([finding('drop-column', 1), finding('drop-column', 5)], plain)), [
      '1 warning',
      '5 warning',
    ]);
  });

  it('counts each rule by itself', () => {
    const result = quietRepeats(
      [finding('create-index-blocking', 1), finding('set-not-null-scanning', 5)],
      plain,
    );
    assert.deepEqual(levels(result), ['1 warning', '5 warning']);
  });

  it('says one word about indexes, at the place whose lock is the worst', () => {
    const result = quietRepeats(
      [
        finding('drop-index-blocking', 1),
        finding('create-index-blocking', 5),
        finding('index-after-alter-in-transaction', 9),
      ],
      plain,
    );
    assert.deepEqual(levels(result), ['1 info', '5 info', '9 warning']);
    assert.match(
      result[0]?.message ?? '',
      /where the warning stands \(index-after-alter-in-transaction\)\.$/,
    );
    assert.deepEqual(
      result[2]?.evidence.map((place) => place.range.start),
      [1, 5],
    );
    assert.match(result[2].message, /The same remedy holds for 2 more places of this migration\.$/);
  });

  it('leaves a lone drop of an index its warning, whatever else waits', () => {
    const both = [finding('drop-index-blocking', 1), finding('set-not-null-scanning', 5)];
    assert.deepEqual(levels(quietRepeats(both, plain)), ['1 warning', '5 warning']);
  });

  it('does not let an info carry the warning', () => {
    const result = quietRepeats(
      [finding('alter-column-type-rewrite', 1, 'info'), finding('alter-column-type-rewrite', 5)],
      plain,
    );
    assert.deepEqual(levels(result), ['1 info', '5 warning']);
  });

  it('does nothing to a configured level or in the strict profile', () => {
    const both = [finding('create-index-blocking', 1), finding('create-index-blocking', 5)];
    assert.deepEqual(
      levels(quietRepeats(both, { profile: 'default', configured: { 'create-index-blocking': 'warning' } })),
      ['1 warning', '5 warning'],
    );
    assert.deepEqual(levels(quietRepeats(both, { ...plain, profile: 'strict' })), ['1 warning', '5 warning']);
  });
});
