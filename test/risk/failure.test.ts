import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  cascadeOf,
  combinedProbability,
  estimateFailure,
  failureProbability,
  impactOf,
} from '../../src/risk/failure';
import { rolloutPatterns } from '../../src/risk/numbers';

const close = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} is not ${expected}`);

describe('failure probability', () => {
  it('is the base rate when nothing makes it worse', () => {
    close(failureProbability({ pattern: 'canary', complexity: 0, dependency: 0, couplings: [] }), 0.05);
  });

  it('raises the base by the complexity', () => {
    // 0.30 × (1 + 0.5)
    close(failureProbability({ pattern: 'big-bang', complexity: 0.5, dependency: 0, couplings: [] }), 0.45);
  });

  it('combines base, dependency and cascade', () => {
    // cascade (0.4 · 0.8 + 0.6 · 0.5) · 0.5 = 0.31; 1 − 0.96 · 0.9 · 0.69 = 0.40384
    close(cascadeOf([0.8, 0.2]), 0.31);
    close(
      failureProbability({
        pattern: 'expand-contract',
        complexity: 0,
        dependency: 0.1,
        couplings: [0.8, 0.2],
      }),
      0.40384,
    );
  });

  it('combines steps: 1 − 0.9 · 0.8 · 0.5', () => {
    close(combinedProbability([0.1, 0.2, 0.5]), 0.64);
    close(combinedProbability([]), 0);
    close(combinedProbability([0.9, 0.9, 0.9]), 0.95);
  });

  it('says the hours of recovery of its pattern and where each figure comes from', () => {
    const estimate = estimateFailure({
      pattern: 'big-bang',
      complexity: 1 / 13,
      dependency: 0,
      couplings: [0.5],
    });
    assert.equal(estimate.recoveryHours, 24);
    assert.deepEqual(estimate.inputs, [
      'Base rate of big-bang: 30.0 %.',
      'Complexity 0.08 (share of indicators ticked): base × 1.08.',
      'No dependency is declared.',
      '1 object hangs on it: cascade 25.0 %.',
    ]);
  });

  it('is money per minute times minutes, and the cost of recovering', () => {
    assert.equal(impactOf(100, 30, 500), 3500);
  });

  it('stays between 0 and 0.95 for any input', () => {
    const any = fc.double({ noDefaultInfinity: false });
    fc.assert(
      fc.property(
        fc.constantFrom(...rolloutPatterns),
        any,
        any,
        fc.array(any),
        (pattern, complexity, dependency, couplings) => {
          const probability = failureProbability({ pattern, complexity, dependency, couplings });
          assert.ok(probability >= 0 && probability <= 0.95);
        },
      ),
    );
  });

  it('never falls when complexity, a dependency or a step is added', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.constantFrom(...rolloutPatterns),
        share,
        share,
        share,
        fc.array(share),
        (pattern, one, other, fixed, steps) => {
          const [low, high] = one < other ? [one, other] : [other, one];
          const of = (complexity: number, dependency: number): number =>
            failureProbability({ pattern, complexity, dependency, couplings: [] });
          assert.ok(of(low, fixed) <= of(high, fixed));
          assert.ok(of(fixed, low) <= of(fixed, high));
          assert.ok(combinedProbability(steps) <= combinedProbability([...steps, one]) + 1e-12);
        },
      ),
    );
  });
});
