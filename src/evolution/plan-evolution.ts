import type { Plan, PlanStage } from '../model/evolution';
import { defaultThresholds } from '../model/evolution';
import type { SqlScript } from '../model/statement';
import type { TextEdit } from '../model/text';
import { clientFile, fileBody } from '../migrations/file-body';
import { nothingDeclared, waitingForCredentials, type Decommission } from './decommission';
import { writePlan } from './plan-file';
import { evolutionFolder, newFile } from './recipes/files';
import {
  isRefused,
  type Answers,
  type DraftEvolution,
  type DraftStage,
  type Ground,
  type Recipe,
  type Refusal,
} from './recipes/recipe';
import { schemaFileEdits, withSchemaWork } from './schema-files/schema-files';
import { dueStage, placeDueStage, type Placed } from './writing/due-stage';
import { framed } from './writing/framed';
import { backfillScript } from './writing/backfill-script';
import { isForRunner, isScripted, modeOfNew, type Manner } from './writing/manner';
import { planStage } from './writing/plan-stage';
import { driversOf, scriptManner, type ScriptManner } from './writing/script-driver';
import { sealed } from './writing/sealed';
import { headerLines, stageHeader } from './writing/stage-header';

/** What writing an evolution looks at besides the recipe. */
export interface Surroundings {
  /** Dates the folder and new files; local time. */
  readonly now: Date;
  /** Text of a file of the root, or null. */
  textOf(file: string): string | null;
  /** Every file of the root. */
  readonly files: readonly string[];
  /** Files that exist, so that nothing is overwritten. */
  exists(file: string): boolean;
  /** Reads SQL in the dialect of the history. */
  readSql(text: string): SqlScript;
  /** Who answers for it; null: nobody is named. */
  readonly owner?: string | null;
  /** What the team declares that decides when an old shape may go; absent: nothing. */
  readonly decommission?: Decommission;
}

/** The files that carry a change through its stages. `edits` hold all of them. */
export interface Evolution {
  readonly plan: Plan;
  readonly planFile: string;
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** Asks the recipe and writes what it drafts; or says why there are no stages. Nothing is written to disk. */
export function planEvolution(
  recipe: Recipe,
  answers: Answers,
  ground: Ground,
  surroundings: Surroundings,
): Evolution | Refusal {
  if (ground.asking?.migration.released === true)
    return {
      refused:
        'This migration is on the base branch, so it may have run already: what it does can no longer be split.',
    };
  const draft = recipe.draft(answers, ground);
  return isRefused(draft) ? draft : writeEvolution(draft, ground, surroundings);
}

/** The files of a draft: the stage that is due where the runner looks, the plan and all others beside it. */
export function writeEvolution(
  drafted: DraftEvolution,
  ground: Ground,
  surroundings: Surroundings,
): Evolution | Refusal {
  const draft = {
    ...drafted,
    stages: withSchemaWork(drafted.stages, { ground, old: drafted.old, surroundings }),
  };
  const script = scriptOf(draft, ground, surroundings);
  if (script !== null && isRefused(script)) return script;
  const manner: Manner = {
    history: ground.history,
    now: surroundings.now,
    script,
    textOf: (file) => surroundings.textOf(file),
  };
  const folder = evolutionFolder(draft.name, surroundings.now, (file) => surroundings.exists(file));
  const planFile = `${folder}/plan.evolution.yml`;
  const due = dueStage(draft, manner);
  const placed = placeDueStage(due, draft, ground, manner, planFile);
  if (isRefused(placed)) return placed;
  const stages = withStaleDown(numbered(draft, due, placed.migration, manner, ground), placed, ground);
  const plan = waitingForCredentials(
    planOf(draft, ground, stages, surroundings),
    surroundings.decommission ?? nothingDeclared,
    surroundings.now,
  );
  const files = draft.stages.flatMap((stage, at) => {
    const planned = plan.stages[at];
    return planned?.file == null
      ? []
      : [newFile(`${folder}/${planned.file}`, stageText(stage, planned, folder, draft, ground, manner))];
  });
  const edits = [
    ...sealed(placed.edits, ground.history, surroundings),
    ...schemaFileEdits(
      { ground, statements: due?.statements ?? [], old: draft.old, surroundings },
      placed.created,
    ).edits,
    newFile(planFile, writePlan(plan)),
    ...files,
  ];
  const { created } = placed;
  const isNew = (file: string): boolean => file.startsWith(`${folder}/`) || file === created;
  const taken = edits.find(({ file }) => isNew(file) && surroundings.exists(file));
  if (taken !== undefined) return { refused: `The file ${taken.file} exists already.` };
  return { plan, planFile, title: draft.title, edits };
}

/** Says at the first stage that a way back is left which somebody wrote for the change in one step. */
function withStaleDown(
  stages: readonly PlanStage[],
  { staleDown }: Placed,
  { asking }: Ground,
): readonly PlanStage[] {
  if (!staleDown || asking === null) return stages;
  const note = `The way back in ${asking.migration.file} is still that of the change in one step: exchange it for the rollback of this stage.`;
  return stages.map((stage, at) =>
    at === 0 ? { ...stage, application: `${stage.application} ${note}` } : stage,
  );
}

/** Every stage as the plan has it; those that are not due get a file behind the number of expand. */
function numbered(
  draft: DraftEvolution,
  due: DraftStage | null,
  migration: string | null,
  manner: Manner,
  ground: Ground,
): readonly PlanStage[] {
  let number = due === null ? 0 : 1;
  return draft.stages.map((stage) => {
    const hasFile = stage !== due && stage.statements.length > 0;
    if (hasFile) number++;
    const label = stage.label.replace(/[^A-Za-z0-9_-]+/g, '_');
    return planStage(stage, {
      dialect: manner.history.target.dialect,
      file: hasFile ? `${number}-${label}.${endingOf(stage, manner)}` : null,
      migration: stage === due ? migration : null,
      run: isForRunner(stage, manner) ? 'runner' : 'by-hand',
      bakeHours: ground.options.bakeHours,
    });
  });
}

function planOf(
  draft: DraftEvolution,
  ground: Ground,
  stages: readonly PlanStage[],
  surroundings: Surroundings,
): Plan {
  const { kind, name, why, table, from, to } = draft;
  return {
    version: 1,
    name,
    why,
    kind,
    dialect: ground.history.target.dialect,
    table,
    from,
    to,
    old: draft.old,
    new: draft.new,
    owner: surroundings.owner ?? null,
    thresholds: defaultThresholds,
    declared: [],
    stages,
  };
}

function endingOf(stage: DraftStage, manner: Manner): string {
  if (!isScripted(stage, manner)) return 'sql';
  return manner.script?.typed === true ? 'ts' : 'mjs';
}

/** How the backfills of a draft are written as scripts; null: they are not asked for, or there is none. */
function scriptOf(
  draft: DraftEvolution,
  { history, options }: Ground,
  surroundings: Surroundings,
): ScriptManner | Refusal | null {
  const filling = draft.stages.filter(({ name, statements }) => name === 'backfill' && statements.length > 0);
  if (options.backfill === 'sql' || filling.length === 0) return null;
  const { dialect } = history.target;
  if (filling.some(({ batches }) => batches === null))
    return {
      refused:
        dialect === 'postgres'
          ? `${draft.table} has no unique key without NULL that a script could go by: name columns with --set key=…, or leave out --set backfill=script.`
          : 'This backfill is written as SQL only: leave out --set backfill=script.',
    };
  return (
    scriptManner(surroundings, history.folder, dialect) ?? {
      refused: `A script needs a driver that the project depends on, and package.json names none of ${driversOf(dialect).join(', ')}: add one, or leave out --set backfill=script.`,
    }
  );
}

function stageText(
  stage: DraftStage,
  planned: PlanStage,
  folder: string,
  draft: DraftEvolution,
  ground: Ground,
  manner: Manner,
): string {
  const { dialect } = ground.history.target;
  const facts = { name: draft.name, dialect, options: ground.options, triggers: draft.triggers };
  if (manner.script !== null && stage.batches !== null) {
    const { url, typed } = manner.script;
    return backfillScript(stage.batches, manner.script, {
      ...ground.options,
      header: headerLines(planned, facts, [
        `Run it at the root of the repository, with ${url} set to the address of the database:`,
        `  ${typed ? 'npx tsx' : 'node'} ${folder}/${planned.file ?? ''}`,
        'and set done: true in the plan when it says that no row is left.',
      ]),
      verification: stage.verification,
      table: draft.table,
    });
  }
  const statements = framed(stage, {
    dialect,
    mode: planned.run === 'by-hand' ? 'autocommit' : modeOfNew(ground.history),
    lockTimeoutMilliseconds: ground.options.lockTimeoutMilliseconds,
  });
  return `${stageHeader(planned, facts)}${fileBody(statements, dialect, clientFile)}\n`;
}
