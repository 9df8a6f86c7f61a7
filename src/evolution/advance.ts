import { setInYaml } from '../document/yaml';
import type { PlanStage } from '../model/evolution';
import type { History } from '../model/migration';
import type { Schema } from '../model/schema';
import type { SqlScript } from '../model/statement';
import type { TextEdit } from '../model/text';
import { nextMigrationFile } from '../migrations/naming';
import { blockerText } from './preconditions';
import { progressOf, type EvolutionFacts } from './progress';
import { promote } from './writing/promote';

/** What is known of a plan's surroundings when its next stage is asked for. */
export interface AdvanceInput extends EvolutionFacts {
  readonly planText: string;
  /** The history the stages go to. */
  readonly history: History;
  /** The schema it ends in. */
  schema(): Schema;
  textOf(file: string): string | null;
  /** Every file of the root. */
  readonly files: readonly string[];
  /** SQL in the dialect of the history, read. */
  readSql(text: string): SqlScript;
}

export type Advance =
  /** The stage's file moves: apply `edits`, then delete `deletes`. */
  | {
      readonly kind: 'move';
      readonly stage: PlanStage;
      readonly migration: string;
      readonly edits: readonly TextEdit[];
      readonly deletes: readonly string[];
      readonly message: string;
    }
  /** The stage is due, and a person does it; `message` says what and how to declare it done. */
  | { readonly kind: 'by-hand'; readonly stage: PlanStage; readonly message: string }
  /** Something must hold first. */
  | { readonly kind: 'missing'; readonly stage: PlanStage; readonly missing: readonly string[] }
  | { readonly kind: 'finished'; readonly message: string };

/** Decides what the next step of a plan is. Reads nothing, writes nothing; offsets of edits are UTF-16. */
export function advance(input: AdvanceInput): Advance {
  const { plan } = input;
  const { next } = progressOf(input);
  if (next === null)
    return {
      kind: 'finished',
      message: `${plan.name}: every stage is done. The folder of the plan can be deleted.`,
    };
  const { stage, index } = next;
  const missing = next.blockers.map(blockerText);
  if (next.standing !== 'due') return { kind: 'missing', stage, missing };
  if (stage.file === null)
    return {
      kind: 'by-hand',
      stage,
      message: [
        `${stage.name} has no SQL. ${stage.application}${verifying(stage)}`,
        ...missing,
        `Set done: true on this stage in ${input.planFile}${missing.length > 0 ? ' once it holds' : ''}.`,
      ].join(' '),
    };
  if (stage.run === 'by-hand')
    return {
      kind: 'by-hand',
      stage,
      message: `Run ${beside(input.planFile, stage.file)} outside the migration runner; its first lines say how.${verifying(stage)} Then set done: true on this stage in ${input.planFile}.`,
    };
  return move(input, index, stage, beside(input.planFile, stage.file));
}

function move(input: AdvanceInput, at: number, stage: PlanStage, source: string): Advance {
  const sql = input.textOf(source);
  if (sql === null)
    return {
      kind: 'missing',
      stage,
      missing: [`The file ${source} of the stage does not exist. Restore it from version control.`],
    };
  const promoted = promote({ ...input, stage, source, sql, schema: input.schema() });
  if (promoted === null)
    return {
      kind: 'by-hand',
      stage,
      message: `How migrations of ${input.history.folder} are written is not known well enough to add one. Write ${nextMigrationFile(input.history, `${stage.name} ${input.plan.name}`, input.now).file} so that it runs ${source}, and set migration: to its file on this stage in ${input.planFile}.`,
    };
  const target = promoted.migration;
  const planText = setInYaml(input.planText, [{ path: ['stages', at, 'migration'], value: target }]);
  return {
    kind: 'move',
    stage,
    migration: target,
    edits: [
      ...promoted.edits,
      { file: input.planFile, range: { start: 0, end: input.planText.length }, newText: planText },
    ],
    deletes: [source],
    message: `${stage.name}: ${source} moved to ${target}.${stage.oneWay ? ' This is the one-way door.' : ''} ${stage.application}`,
  };
}

function verifying(stage: PlanStage): string {
  return stage.verification === null ? '' : ` Its verification must give zero: \`${stage.verification}\`.`;
}

/** A file beside the plan. */
export function beside(planFile: string, name: string): string {
  const folder = planFile.slice(0, planFile.lastIndexOf('/') + 1);
  return `${folder}${name}`;
}
