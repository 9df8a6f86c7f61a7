import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  bestCanaryShare,
  decideStage,
  parallelRequestsNeeded,
  proportionsDiffer,
  wilsonInterval,
  type StageObservation,
} from '../../src/risk/rollout';

const good: StageObservation = {
  hours: 24,
  latencyRise: 0.1,
  errorRate: 0.0002,
  errorRise: 0.0001,
  agreement: 0.999,
  dataInconsistent: false,
};

describe('a stage of a rollout', () => {
  it('goes on after 24 hours at the limits', () => assert.equal(decideStage(good), 'advance'));
  it('is held before 24 hours, or a little above a limit', () => {
    assert.equal(decideStage({ ...good, hours: 23.9 }), 'hold');
    assert.equal(decideStage({ ...good, latencyRise: 0.11 }), 'hold');
    assert.equal(decideStage({ ...good, agreement: 0.9989 }), 'hold');
    assert.equal(decideStage({ ...good, errorRise: 0.0002 }), 'hold');
  });
  it('pauses at +20 % latency or an error rate of 0.1 %', () => {
    assert.equal(decideStage({ ...good, latencyRise: 0.2 }), 'pause');
    assert.equal(decideStage({ ...good, errorRate: 0.001 }), 'pause');
  });
  it('goes back at +50 %, 0.5 % or any inconsistent data', () => {
    assert.equal(decideStage({ ...good, latencyRise: 0.5 }), 'roll-back');
    assert.equal(decideStage({ ...good, errorRate: 0.005 }), 'roll-back');
    assert.equal(decideStage({ ...good, dataInconsistent: true }), 'roll-back');
  });
});

describe('parallel requests', () => {
  it('need ln(1 / (1 − δ)) / (2ε²): 14,979 for 95 % below 1 %', () => {
    // ln 20 = 2.995732…; / 0.0002 = 14978.66
    assert.equal(parallelRequestsNeeded(0.95, 0.01), 14979);
    assert.equal(parallelRequestsNeeded(1, 0.01), Number.POSITIVE_INFINITY);
    assert.equal(parallelRequestsNeeded(0.95, 0), Number.POSITIVE_INFINITY);
    assert.equal(parallelRequestsNeeded(0, 0.01), 0);
  });
});

describe('the best canary share', () => {
  it('is √(rollback / detection), at most 10 %', () => {
    assert.equal(bestCanaryShare(1, 10_000), 0.01);
    assert.equal(bestCanaryShare(5, 10), 0.1);
    assert.equal(bestCanaryShare(0, 10), 0);
  });
});

describe('Wilson intervals', () => {
  it('agree with the textbook: 10 of 100 is 5.5 to 17.4 %', () => {
    const { low, high } = wilsonInterval(10, 100);
    assert.equal(low.toFixed(4), '0.0552');
    assert.equal(high.toFixed(4), '0.1744');
  });
  it('say nothing when nothing was seen', () => assert.deepEqual(wilsonInterval(0, 0), { low: 0, high: 1 }));
  it('tell proportions apart when they do not overlap', () => {
    assert.equal(proportionsDiffer({ hits: 10, total: 1000 }, { hits: 100, total: 1000 }), true);
    assert.equal(proportionsDiffer({ hits: 1, total: 10 }, { hits: 3, total: 10 }), false);
  });
  it('lie within 0 to 1 and hold the share', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(1_000_000), (one, other) => {
        const [hits, total] = [Math.min(one, other), Math.max(one, other)];
        const { low, high } = wilsonInterval(hits, total);
        assert.ok(low >= 0 && high <= 1 && low <= high);
        if (total > 0) assert.ok(low <= hits / total + 1e-9 && high >= hits / total - 1e-9);
      }),
    );
  });
});
