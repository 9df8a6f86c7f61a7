import type { Finding } from '../model/finding';
import type { LevelSettings } from '../rules/levels';
import { ruleIds } from '../rules/registry';
import { applyDirectives } from '../rules/suppression/apply';
import { readDirectives } from '../rules/suppression/directives';
import type { Judged } from './analyse';
import { judgedAlone } from './judged-alone';
import type { PlanFiles } from './plan-files';
import type { Project } from './project';

/**
 * What is said of plan files: of `found`, what stands in them and is not silenced by a comment; a plan that cannot
 * be read counts as not analysed. `files` null: all of them.
 */
export function judgePlans(
  plans: PlanFiles,
  project: Project,
  settings: LevelSettings,
  files: ReadonlySet<string> | null,
  found: readonly Finding[],
): readonly Judged[] {
  return plans.files
    .filter((file) => files === null || files.has(file))
    .map((file) => {
      const text = project.text(file) ?? '';
      const problems = plans.read(file)?.problems ?? [];
      const directives = readDirectives(plans.document(file).comments, text.length);
      const own = found.filter((finding) => finding.file === file);
      const options = { complete: problems.length === 0, known: ruleIds };
      const { kept } = applyDirectives(file, own, directives, settings, options);
      return {
        findings: kept.map((finding) => judgedAlone(finding, text)),
        notAnalysed: problems.map(({ range, message }) => ({ file, range, reason: message })),
        files: 1,
        statements: 0,
      };
    });
}
