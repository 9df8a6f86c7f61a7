import type { CodeIndex } from '../model/code';
import type { Finding, Fix } from '../model/finding';
import { planRules, queryRules, wholeCodeRules } from '../rules/registry';
import type { HistoryEnd, PlannedEvolution } from '../rules/rule';

/** What fixes of findings in code are made from. */
export interface CodeSurroundings {
  readonly code: CodeIndex;
  readonly plans: readonly PlannedEvolution[];
  /** Text of the finding's file. */
  readonly text: string;
  /** Text of a file of the root, or null. */
  textOf(file: string): string | null;
  /** The histories of the root and the schemas they end in. */
  ends(): readonly HistoryEnd[];
}

/**
 * The fixes of a rule about queries or evolutions for one of its findings in code; none for other rules. A rule that
 * fails is reported through `fault`.
 */
export function fixesInCode(
  finding: Finding,
  surroundings: CodeSurroundings,
  fault: (message: string) => void,
): readonly Fix[] {
  try {
    return [
      ...fixesOfQuery(finding, surroundings),
      ...fixesOfWholeCode(finding, surroundings),
      ...fixesOfEvolution(finding, surroundings),
    ];
  } catch (error) {
    fault(`The fixes of ${finding.rule} failed on ${finding.file}: ${String(error)}`);
    return [];
  }
}

function fixesOfQuery(finding: Finding, surroundings: CodeSurroundings): readonly Fix[] {
  const rule = queryRules.find((one) => one.meta.id === finding.rule);
  const queries = surroundings.code.queriesOf(finding.file);
  return queries === null ? [] : (rule?.fixes?.({ ...surroundings, finding, queries }) ?? []);
}

function fixesOfWholeCode(finding: Finding, { code, text }: CodeSurroundings): readonly Fix[] {
  const rule = wholeCodeRules.find((one) => one.meta.id === finding.rule);
  return rule?.fixes?.({ finding, code, text }) ?? [];
}

function fixesOfEvolution(finding: Finding, { code, plans, text }: CodeSurroundings): readonly Fix[] {
  const rule = planRules.find((one) => one.meta.id === finding.rule);
  return plans.flatMap(({ plan }) => rule?.fixes?.({ finding, plan, code, text }) ?? []);
}
