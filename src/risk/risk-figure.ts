import type { BlastAnswer, FailureEstimate, RiskFigure } from '../model/risk';
import { grades, worstGrade } from './blast-radius';
import { impactOf } from './failure';

/** What the team declares about money; without it the risk is relative. */
export interface DeclaredMoney {
  readonly revenuePerMinute: number | null;
  readonly recoveryCost: number | null;
}

/**
 * Probability × impact × blast radius. The blast radius is 0.25 for low to 1 for critical (1 when unknown: never
 * taken as low). Impact is in the declared currency, or 1 when nothing is declared: then the figure is relative,
 * 0 to 1.
 */
export function riskFigure(
  failure: FailureEstimate,
  blastRadius: readonly BlastAnswer[],
  declared: DeclaredMoney,
): RiskFigure {
  const worst = worstGrade(blastRadius);
  const radius = worst === null ? 1 : (grades.indexOf(worst) + 1) / grades.length;
  const money = declared.revenuePerMinute !== null || declared.recoveryCost !== null;
  const minutes = failure.recoveryHours * 60;
  const impact = money ? impactOf(declared.revenuePerMinute ?? 0, minutes, declared.recoveryCost ?? 0) : 1;
  return {
    value: failure.probability * impact * radius,
    unit: money ? 'money' : 'relative',
    inputs: [
      `Probability ${failure.probability.toFixed(2)}.`,
      money
        ? `Impact ${impact.toFixed(0)}: ${(declared.revenuePerMinute ?? 0).toString()} per minute for ${minutes.toString()} minutes, and ${(declared.recoveryCost ?? 0).toString()} to recover.`
        : 'Impact 1: declare risk.revenuePerMinute or risk.recoveryCost in evolens.yml for a sum of money.',
      `Blast radius ${radius.toFixed(2)} (${radiusWord(blastRadius)}).`,
    ],
  };
}

function radiusWord(answers: readonly BlastAnswer[]): string {
  const worst = worstGrade(answers);
  if (worst === null) return 'unknown';
  return answers.some((answer) => answer.grade === null) ? `${worst}, as far as it is known` : worst;
}
