import type { FailureEstimate } from '../model/risk';
import { defaultNumbers, type RiskNumbers, type RolloutPattern } from './numbers';

export interface FailureInput {
  readonly pattern: RolloutPattern;
  /** 0 to 1: the share of the risk indicators that are ticked. */
  readonly complexity: number;
  /** Probability that something it depends on fails. */
  readonly dependency: number;
  /** How tightly what hangs on it is tied to it, each 0 to 1. */
  readonly couplings: readonly number[];
}

/** (0.4 · strongest + 0.6 · mean) · 0.5; 0 when nothing hangs on it. */
export function cascadeOf(couplings: readonly number[], numbers: RiskNumbers = defaultNumbers): number {
  if (couplings.length === 0) return 0;
  const bounded = couplings.map(unit);
  const strongest = bounded.reduce((high, one) => Math.max(high, one), 0);
  const mean = bounded.reduce((sum, one) => sum + one, 0) / bounded.length;
  const { cascade } = numbers;
  return (cascade.strongest * strongest + cascade.mean * mean) * cascade.factor;
}

/** 1 − (1 − base · (1 + complexity)) (1 − dependency) (1 − cascade), never above the cap. */
export function failureProbability(input: FailureInput, numbers: RiskNumbers = defaultNumbers): number {
  const base = capped(numbers.patterns[input.pattern].failure * (1 + unit(input.complexity)), numbers);
  const cascade = cascadeOf(input.couplings, numbers);
  return capped(1 - (1 - base) * (1 - unit(input.dependency)) * (1 - cascade), numbers);
}

/** The probability that any of several steps fails: 1 − Π(1 − p), never above the cap. */
export function combinedProbability(steps: readonly number[], numbers: RiskNumbers = defaultNumbers): number {
  return capped(1 - steps.reduce((all, step) => all * (1 - unit(step)), 1), numbers);
}

/** Money lost in one failure: revenue per minute × minutes to recover + the cost of recovering. */
export function impactOf(revenuePerMinute: number, minutes: number, recoveryCost: number): number {
  return revenuePerMinute * minutes + recoveryCost;
}

/** The estimate with every input in words. */
export function estimateFailure(input: FailureInput, numbers: RiskNumbers = defaultNumbers): FailureEstimate {
  const { failure, recoveryHours } = numbers.patterns[input.pattern];
  const cascade = cascadeOf(input.couplings, numbers);
  return {
    pattern: input.pattern,
    probability: failureProbability(input, numbers),
    recoveryHours,
    inputs: [
      `Base rate of ${input.pattern}: ${percent(failure)}.`,
      `Complexity ${unit(input.complexity).toFixed(2)} (share of indicators ticked): base × ${(1 + unit(input.complexity)).toFixed(2)}.`,
      input.dependency > 0
        ? `Dependencies fail with ${percent(unit(input.dependency))}.`
        : 'No dependency is declared.',
      input.couplings.length === 0
        ? 'Nothing in the schema hangs on it: no cascade.'
        : `${input.couplings.length} ${input.couplings.length === 1 ? 'object hangs' : 'objects hang'} on it: cascade ${percent(cascade)}.`,
    ],
  };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function unit(value: number): number {
  return Number.isNaN(value) ? 0 : Math.min(Math.max(value, 0), 1);
}

function capped(value: number, numbers: RiskNumbers): number {
  return Math.min(Math.max(value, 0), numbers.probabilityCap);
}
