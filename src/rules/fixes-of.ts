import type { Fix } from '../model/finding';
import { splitIntoSteps } from './change/split-into-steps';
import type { FixContext, MigrationRule } from './rule';

/**
 * What a rule offers for a finding; and, for one that warns of more than taste, the stages of its change where a
 * recipe knows it.
 */
export function fixesOf(rule: MigrationRule, context: FixContext): readonly Fix[] {
  const own = rule.fixes?.(context) ?? [];
  const isStaged = rule.meta.fix === 'stages' || context.finding.severity === 'info';
  return isStaged ? own : [...own, ...splitIntoSteps(context)];
}
