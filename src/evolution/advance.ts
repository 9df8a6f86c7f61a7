import { setInYaml } from '../document/yaml';
import type { Plan, PlanStage, Precondition } from '../model/evolution';
import type { Evidence } from '../model/finding';
import type { History } from '../model/migration';
import type { TextEdit } from '../model/text';
import { writeMigrations } from '../migrations/write-migration';

/** What is known of a plan's surroundings when its next stage is asked for. */
export interface AdvanceInput {
  readonly plan: Plan;
  readonly planFile: string;
  readonly planText: string;
  /** The history the stages go to. */
  readonly history: History;
  readonly now: Date;
  /** Whether a migration is unchanged on the base branch; null: there is no base to compare with. */
  isReleased: (file: string) => boolean | null;
  /** When it got there; null when that is not known. */
  releasedAt: (file: string) => Date | null;
  /** Places of the released version that name the table or column; null when its code is not known. */
  usesInReleasedVersion: (table: string, column: string | null) => readonly Evidence[] | null;
  textOf: (file: string) => string | null;
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
  const at = plan.stages.findIndex((stage) => !isComplete(stage, input));
  const stage = plan.stages[at];
  if (stage === undefined)
    return {
      kind: 'finished',
      message: `${plan.name}: every stage is done. The folder of the plan can be deleted.`,
    };
  if (stage.migration !== null)
    return { kind: 'missing', stage, missing: [notReleased(stage, stage.migration, input)] };
  const missing = stage.preconditions.flatMap((precondition) => whatIsMissing(precondition, input));
  if (missing.length > 0) return { kind: 'missing', stage, missing };
  if (stage.file === null)
    return {
      kind: 'by-hand',
      stage,
      message: `${stage.name} has no SQL. ${stage.application}${verifying(stage)} Set done: true on this stage in ${input.planFile}.`,
    };
  if (stage.run === 'by-hand')
    return {
      kind: 'by-hand',
      stage,
      message: `Run ${beside(input.planFile, stage.file)} outside the migration runner; its first lines say how.${verifying(stage)} Then set done: true on this stage in ${input.planFile}.`,
    };
  return move(input, at, stage, beside(input.planFile, stage.file));
}

function move(input: AdvanceInput, at: number, stage: PlanStage, source: string): Advance {
  const sql = input.textOf(source);
  if (sql === null)
    return {
      kind: 'missing',
      stage,
      missing: [`The file ${source} of the stage does not exist. Restore it from version control.`],
    };
  const { from, to } = input.plan;
  const change = from !== null && to !== null ? `${from} to ${to}` : input.plan.name;
  const slug = `${stage.name} ${
    source
      .split('/')
      .at(-1)
      ?.replace(/^\d+-|\.sql$/g, '') ?? ''
  } ${change}`;
  const like = input.history.migrations.at(-1)?.script.text ?? '';
  const wanted = { words: slug, statements: [sql.replace(/\r?\n$/, '')], frame: 'transaction' } as const;
  const written = writeMigrations(input.history, [wanted], like, input.now, input.textOf);
  const target = written?.files[0]?.file;
  if (written === null || target === undefined)
    return {
      kind: 'by-hand',
      stage,
      message: `The migrations of ${input.history.folder} are written in code. Write one that runs ${source}, and set migration: to its file on this stage in ${input.planFile}.`,
    };
  const planText = setInYaml(input.planText, [{ path: ['stages', at, 'migration'], value: target }]);
  return {
    kind: 'move',
    stage,
    migration: target,
    edits: [
      ...written.edits,
      { file: input.planFile, range: { start: 0, end: input.planText.length }, newText: planText },
    ],
    deletes: [source],
    message: `${stage.name}: ${source} moved to ${target}.${stage.oneWay ? ' This is the one-way door.' : ''} ${stage.application}`,
  };
}

function isComplete(stage: PlanStage, input: AdvanceInput): boolean {
  return stage.done || (stage.migration !== null && input.isReleased(stage.migration) === true);
}

function whatIsMissing(precondition: Precondition, input: AdvanceInput): readonly string[] {
  const { plan } = input;
  const declared = (what: string): boolean => plan.declared.includes(what);
  switch (precondition.kind) {
    case 'stage-released':
      return plan.stages
        .filter((stage) => stage.name === precondition.stage && !isComplete(stage, input))
        .map((stage) => `Stage ${stage.name} is not complete.`);
    case 'declared':
      return declared(precondition.what)
        ? []
        : [
            `Somebody must declare that ${precondition.what}: add this sentence under declared in ${input.planFile}.`,
          ];
    case 'unused-in-released-version':
      return stillUsed(precondition.table, precondition.column, input, declared);
    case 'bake-time':
      return notBaked(precondition.stage, precondition.hours, input, declared);
  }
}

function stillUsed(
  table: string,
  column: string | null,
  input: AdvanceInput,
  declared: (what: string) => boolean,
): readonly string[] {
  const shape = column === null ? table : `${table}.${column}`;
  const uses = input.usesInReleasedVersion(table, column);
  if (uses === null) {
    const sentence = `${shape} is unused in the released version`;
    return declared(sentence)
      ? []
      : [
          `The released version is not known here. Check it, and add "${sentence}" under declared in ${input.planFile}.`,
        ];
  }
  return uses.map((use) => `The released version still uses ${shape}: ${use.file}. ${use.message}`);
}

function notBaked(
  name: PlanStage['name'],
  hours: number,
  input: AdvanceInput,
  declared: (what: string) => boolean,
): readonly string[] {
  const sentence = `${hours} hours have passed since ${name}`;
  if (declared(sentence)) return [];
  const times = input.plan.stages
    .filter((stage) => stage.name === name)
    .map((stage) => (stage.migration === null ? null : input.releasedAt(stage.migration)));
  const unknown = [
    `It is not known when ${name} was released. Once it holds, add "${sentence}" under declared in ${input.planFile}.`,
  ];
  const known = times.filter((time) => time !== null);
  if (known.length === 0) return unknown;
  const due = Math.max(...known.map((time) => time.getTime())) + hours * 3_600_000;
  return input.now.getTime() >= due
    ? []
    : [`Stage ${name} must bake for ${hours} hours: until ${new Date(due).toISOString()}.`];
}

function notReleased(stage: PlanStage, migration: string, input: AdvanceInput): string {
  return input.isReleased(migration) === null
    ? `There is no base branch to compare with. When ${migration} has run, set done: true on stage ${stage.name} in ${input.planFile}.`
    : `${migration} of stage ${stage.name} is not on the base branch yet. Merge it first.`;
}

function verifying(stage: PlanStage): string {
  return stage.verification === null ? '' : ` Its verification must give zero: ${stage.verification}`;
}

/** A file beside the plan. */
export function beside(planFile: string, name: string): string {
  const folder = planFile.slice(0, planFile.lastIndexOf('/') + 1);
  return `${folder}${name}`;
}
