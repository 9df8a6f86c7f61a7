/** When a stage of a rollout may go on, must wait, or is taken back. Shares are 0 to 1. */
export interface RolloutNumbers {
  readonly stages: readonly number[];
  readonly holdHours: number;
  readonly advance: { readonly latencyRise: number; readonly errorRise: number; readonly agreement: number };
  readonly pause: { readonly latencyRise: number; readonly errorRate: number };
  readonly rollBack: { readonly latencyRise: number; readonly errorRate: number };
  readonly largestCanary: number;
}

export const defaultRollout: RolloutNumbers = {
  stages: [0.01, 0.05, 0.25, 0.5, 0.75, 1],
  holdHours: 24,
  advance: { latencyRise: 0.1, errorRise: 0.0001, agreement: 0.999 },
  pause: { latencyRise: 0.2, errorRate: 0.001 },
  rollBack: { latencyRise: 0.5, errorRate: 0.005 },
  largestCanary: 0.1,
};

/** What was seen while a stage was held, compared with before it. */
export interface StageObservation {
  readonly hours: number;
  /** Rise of p99 latency as a share: 0.1 is ten percent slower. */
  readonly latencyRise: number;
  readonly errorRate: number;
  /** Error rate now minus before. */
  readonly errorRise: number;
  /** Share of shadow comparisons that agreed; null when nothing is compared. */
  readonly agreement: number | null;
  readonly dataInconsistent: boolean;
}

export type StageDecision = 'roll-back' | 'pause' | 'hold' | 'advance';

/** What to do with the stage that is live; the gravest reason wins. */
export function decideStage(seen: StageObservation, numbers: RolloutNumbers = defaultRollout): StageDecision {
  const { advance, pause, rollBack } = numbers;
  if (
    seen.dataInconsistent ||
    seen.latencyRise >= rollBack.latencyRise ||
    seen.errorRate >= rollBack.errorRate
  ) {
    return 'roll-back';
  }
  if (seen.latencyRise >= pause.latencyRise || seen.errorRate >= pause.errorRate) return 'pause';
  const agrees = seen.agreement === null || seen.agreement >= advance.agreement;
  const good = seen.latencyRise <= advance.latencyRise && seen.errorRise <= advance.errorRise && agrees;
  return good && seen.hours >= numbers.holdHours ? 'advance' : 'hold';
}

/**
 * Requests to run on both paths so that the error rate is below `errorRate` with the given confidence:
 * N ≥ ln(1 / (1 − δ)) / (2ε²). Infinity when certainty, or an error rate of zero, is asked for.
 */
export function parallelRequestsNeeded(confidence: number, errorRate: number): number {
  if (confidence <= 0) return 0;
  if (confidence >= 1 || errorRate <= 0) return Number.POSITIVE_INFINITY;
  return Math.ceil(Math.log(1 / (1 - confidence)) / (2 * errorRate * errorRate));
}

/** The share of traffic a canary should get: √(rollback time / detection time), at most ten percent. */
export function bestCanaryShare(
  rollbackMinutes: number,
  detectionMinutes: number,
  numbers = defaultRollout,
): number {
  if (rollbackMinutes <= 0) return 0;
  if (detectionMinutes <= 0) return numbers.largestCanary;
  return Math.min(Math.sqrt(rollbackMinutes / detectionMinutes), numbers.largestCanary);
}

/** z of the two-sided 95 % interval. */
const z95 = 1.959964;

/** Wilson score interval of a proportion; 0 to 1 when nothing was seen. */
export function wilsonInterval(hits: number, total: number, z: number = z95): { low: number; high: number } {
  if (total <= 0) return { low: 0, high: 1 };
  const share = Math.min(Math.max(hits / total, 0), 1);
  const z2 = (z * z) / total;
  const centre = (share + z2 / 2) / (1 + z2);
  const half = (z / (1 + z2)) * Math.sqrt((share * (1 - share)) / total + z2 / (4 * total));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/** Two proportions differ when their Wilson intervals do not overlap. */
export function proportionsDiffer(
  one: { readonly hits: number; readonly total: number },
  other: { readonly hits: number; readonly total: number },
): boolean {
  const a = wilsonInterval(one.hits, one.total);
  const b = wilsonInterval(other.hits, other.total);
  return a.low > b.high || b.low > a.high;
}

/** The rollout rules in sentences, for a report. */
export function rolloutAdvice(numbers: RolloutNumbers = defaultRollout): readonly string[] {
  const percent = (share: number): string => `${Number((share * 100).toFixed(2))} %`;
  const stages = numbers.stages.map((share) => Number((share * 100).toFixed(2))).join(', ');
  const { advance, pause, rollBack } = numbers;
  return [
    `Stages of ${stages} % of the traffic, each held for at least ${numbers.holdHours} hours.`,
    `Go on when p99 latency rose by at most ${percent(advance.latencyRise)}, the error rate by at most ${percent(advance.errorRise)} (of all requests), and shadow comparison agrees in ${percent(advance.agreement)}.`,
    `Pause when latency rose by ${percent(pause.latencyRise)} or the error rate reaches ${percent(pause.errorRate)}.`,
    `Go back at +${percent(rollBack.latencyRise)} latency, an error rate of ${percent(rollBack.errorRate)}, or any inconsistent data.`,
  ];
}
