import type { Finding, Fix } from '../model/finding';
import { callAt, sourceEdits } from '../migrations/embedded';
import { fixesOf } from '../rules/fixes-of';
import type { MigrationFinding } from '../rules/run-migration-rules';
import type { Project } from './project';
import { removeComment, startOfLine, suppressFix } from './suppress-fix';

/** What fixes are made with. */
export interface FixSurroundings {
  readonly project: Project;
  readonly now: () => Date;
  /** Told of a rule whose fixes fail; its finding keeps the others. */
  readonly fault: (message: string) => void;
}

/** The fixes of a finding in a migration, in offsets of its file. `source`: the rule and change behind it; null: none. */
export function fixesInMigration(
  finding: Finding,
  source: MigrationFinding | null,
  surroundings: FixSurroundings,
): readonly Fix[] {
  const text = surroundings.project.text(finding.file);
  if (text === null) return [];
  if (finding.rule === 'suppression-unused') return [removeComment(finding, text)];
  if (source === null) return [suppressFix(finding, text, finding.range.start)];
  const { migration, statement } = source.context;
  const own = fixesOfRule(finding, source, surroundings).flatMap((fix) => {
    // Stages are written for the file itself: other calls may take the place of the one that asks.
    const edits = fix.kind === 'stages' ? fix.edits : sourceEdits(migration, fix.edits);
    return edits === null ? [] : [{ ...fix, edits }];
  });
  const call = callAt(migration, statement.start);
  const at = call === null ? statement.start : startOfLine(text, call.start);
  return [...own, suppressFix(finding, text, at)];
}

function fixesOfRule(
  finding: Finding,
  { rule, context }: MigrationFinding,
  { project, now, fault }: FixSurroundings,
): readonly Fix[] {
  try {
    const asked = {
      finding,
      now: now(),
      textOf: (file: string) => project.text(file),
      files: project.files,
      exists: (file: string) => project.text(file) !== null,
      readSql: (text: string) => project.reader.readScript(text, context.history.target.dialect),
      decommission: project.configuration.decommission,
    };
    // Inherited, not spread: a spread would read the code index, which few fixes need.
    return fixesOf(rule, Object.assign(Object.create(context) as typeof context, asked));
  } catch (error) {
    fault(`The fixes of ${rule.meta.id} failed on ${finding.file}: ${String(error)}`);
    return [];
  }
}
