import type { Evidence, Finding } from '../model/finding';
import type { Migration } from '../model/migration';
import type { Range } from '../model/text';
import { severityOf, type LevelSettings } from './levels';
import { wholeMigrationRules } from './registry';
import type { MigrationContext } from './rule';
import { messageText } from './run-migration-rules';

/** What is said of a migration in code as a whole stands at its first line: the SQL it sends has no place for it. */
function shownAt({ embedding }: Migration, range: Range): Range {
  if (embedding === null) return range;
  const end = embedding.source.indexOf('\n');
  return { start: 0, end: end < 0 ? embedding.source.length : end };
}

function shownIn({ history }: MigrationContext, evidence: Evidence): Evidence {
  const migration = history.migrations.find((one) => one.file === evidence.file);
  return migration === undefined ? evidence : { ...evidence, range: shownAt(migration, evidence.range) };
}

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
              range: shownAt(context.migration, draft.range),
              rule: rule.meta.id,
              severity,
              confidence: draft.confidence ?? 'high',
              door: null,
              message: messageText(draft.message),
              evidence: (draft.evidence ?? []).map((one) => shownIn(context, one)),
            },
          ];
        });
      } catch (error) {
        fault(`Rule ${rule.meta.id} failed on ${context.migration.file}: ${String(error)}`);
        return [];
      }
    });
}
