import { advance, type Advance } from '../evolution/advance';
import { readPlan } from '../evolution/plan-file';
import type { Plan } from '../model/evolution';
import type { History } from '../model/migration';
import type { TextEdit } from '../model/text';
import type { Analyser } from './analyse';
import { evolutionFacts } from './evolutions';
import { schemaAfter } from './plan-change';
import type { Ports } from './ports';
import type { Project } from './project';

/** What a face does with a request to advance: write and remove files, or say what is missing. */
export type AdvanceOutcome =
  | {
      readonly kind: 'edits';
      readonly edits: readonly TextEdit[];
      readonly removed: readonly string[];
      readonly messages: readonly string[];
    }
  | { readonly kind: 'missing'; readonly missing: readonly string[] };

/** Gathers what is known around a plan and decides its next step. Nothing is written. */
export function advancePlan(
  planFile: string,
  project: Project,
  analyser: Analyser,
  ports: Ports,
): AdvanceOutcome {
  const text = project.text(planFile);
  if (text === null) return { kind: 'missing', missing: [`${planFile}: there is no such file.`] };
  const { plan, problems } = readPlan(text);
  if (plan === null)
    return {
      kind: 'missing',
      missing: problems.map(
        (problem) => `${planFile}:${lineOf(text, problem.range.start)} ${problem.message}`,
      ),
    };
  const history = historyOf(plan, analyser.histories(null));
  if (history === null)
    return {
      kind: 'missing',
      missing: [`No folder of ${plan.dialect} migrations was found for ${planFile}.`],
    };
  return outcomeOf(
    advance({
      ...evolutionFacts(planFile, plan, {
        project,
        code: analyser.code,
        now: ports.now(),
      }),
      planText: text,
      history,
      schema: () => schemaAfter(history),
      textOf: (file) => project.text(file),
      files: project.files,
      readSql: (sql) => project.reader.readScript(sql, history.target.dialect),
    }),
  );
}

function outcomeOf(step: Advance): AdvanceOutcome {
  if (step.kind === 'move')
    return { kind: 'edits', edits: step.edits, removed: step.deletes, messages: [step.message] };
  return { kind: 'missing', missing: step.kind === 'missing' ? step.missing : [step.message] };
}

/** The history that already holds a stage of the plan, else the only one of its dialect. */
function historyOf(plan: Plan, histories: readonly History[]): History | null {
  const files = new Set(plan.stages.flatMap((stage) => stage.migration ?? []));
  const holding = histories.find((history) =>
    history.migrations.some((migration) => files.has(migration.file)),
  );
  if (holding !== undefined) return holding;
  const same = histories.filter((history) => history.target.dialect === plan.dialect);
  return same.length === 1 ? (same[0] ?? null) : null;
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
