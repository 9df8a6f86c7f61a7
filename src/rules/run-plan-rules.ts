import type { Finding } from '../model/finding';
import { severityOf, type LevelSettings } from './levels';
import { planRules } from './registry';
import type { PlanContext } from './rule';
import { byPlace } from './run-code-rules';
import { messageText } from './run-migration-rules';

/** Findings about an evolution, in its plan file and in code. A rule that fails is left out and reported through `fault`. */
export function runPlanRules(
  context: PlanContext,
  settings: LevelSettings,
  fault: (message: string) => void,
): readonly Finding[] {
  return planRules
    .flatMap((rule) => {
      const { meta } = rule;
      if (severityOf(meta, undefined, settings) === null) return [];
      try {
        return rule.check(context).flatMap((draft): Finding[] => {
          const severity = severityOf(meta, draft.severity, settings);
          if (severity === null) return [];
          return [
            {
              file: draft.file,
              range: draft.range,
              rule: meta.id,
              severity,
              confidence: draft.confidence ?? 'high',
              door: null,
              message: messageText(draft.message),
              evidence: draft.evidence ?? [],
            },
          ];
        });
      } catch (error) {
        fault(`Rule ${meta.id} failed on ${context.file}: ${String(error)}`);
        return [];
      }
    })
    .sort(byPlace);
}
