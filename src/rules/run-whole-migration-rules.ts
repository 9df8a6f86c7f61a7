import type { Finding } from '../model/finding';
import { severityOf, type LevelSettings } from './levels';
import { wholeMigrationRules } from './registry';
import type { MigrationContext } from './rule';
import { messageText } from './run-migration-rules';

/** Findings about a migration as a whole. A rule that fails is left out and reported through `fault`. */
export function runWholeMigrationRules(
  context: MigrationContext,
  settings: LevelSettings,
  fault: (message: string) => void,
): readonly Finding[] {
  const { dialect } = context.history.target;
  return wholeMigrationRules
    .filter((rule) => rule.meta.dialects?.includes(dialect) !== false)
    .flatMap((rule) => {
      try {
        return rule.check(context).flatMap((draft): Finding[] => {
          const severity = severityOf(rule.meta, draft.severity, settings);
          if (severity === null) return [];
          return [
            {
              file: context.migration.file,
              range: draft.range,
              rule: rule.meta.id,
              severity,
              confidence: draft.confidence ?? 'high',
              door: null,
              message: messageText(draft.message),
              evidence: draft.evidence ?? [],
            },
          ];
        });
      } catch (error) {
        fault(`Rule ${rule.meta.id} failed on ${context.migration.file}: ${String(error)}`);
        return [];
      }
    });
}
