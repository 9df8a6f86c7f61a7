import type { core } from 'zod';
import { parseYaml, writeYaml, type YamlDocument, type YamlPath } from '../document/yaml';
import type { Plan, PlanStage, Thresholds } from '../model/evolution';
import { stageNames } from '../model/evolution';
import type { Range } from '../model/text';
import { planSchema } from './plan-schema';

/** What is wrong with a plan file. `range` is absolute in its text. */
export interface PlanProblem {
  readonly range: Range;
  readonly message: string;
}

export interface PlanReading {
  /** null when there is any problem. */
  readonly plan: Plan | null;
  readonly problems: readonly PlanProblem[];
}

/** By its name: `plan.evolution.yml`, or another name before `.evolution.yml`. */
export function isPlanFile(file: string): boolean {
  return file.endsWith('.evolution.yml');
}

/** Reads a plan file. Never throws; every problem says where it is. */
export function readPlan(text: string): PlanReading {
  const document = parseYaml(text);
  if (document.problems.length > 0) return { plan: null, problems: document.problems };
  if (document.value === null)
    return {
      plan: null,
      problems: [{ range: { start: 0, end: text.length }, message: 'The plan is empty.' }],
    };
  const result = planSchema.safeParse(document.value);
  if (!result.success)
    return { plan: null, problems: result.error.issues.flatMap((issue) => problemsOf(issue, document)) };
  const problems = inconsistencies(result.data, document);
  return { plan: problems.length > 0 ? null : result.data, problems };
}

/** A plan as YAML; what has its default value is left out. */
export function writePlan(plan: Plan): string {
  const { version, name, why, kind, dialect, table, from, to, owner, thresholds, declared } = plan;
  return (
    '# A plan of Evolens. `evolens advance` on this file moves the next stage into the migration folder once it is due.\n' +
    writeYaml({
      version,
      name,
      why,
      kind,
      dialect,
      table,
      ...said({ from, to }),
      ...(plan.old.length === 0 ? {} : { old: plan.old.map(said) }),
      ...(plan.new.length === 0 ? {} : { new: plan.new.map(said) }),
      ...said({ owner }),
      ...thresholdsOf(thresholds),
      ...(declared.length > 0 ? { declared } : {}),
      stages: plan.stages.map(writtenStage),
    })
  );
}

function writtenStage(stage: PlanStage): object {
  const { name, file, migration, pattern, bakeHours, verification } = stage;
  return {
    name,
    ...said({ file, migration }),
    ...(stage.run === 'runner' ? {} : { run: stage.run }),
    application: stage.application,
    ...said({ pattern, bakeHours }),
    ...thresholdsOf(stage.thresholds),
    ...(stage.preconditions.length === 0 ? {} : { preconditions: stage.preconditions }),
    ...said({ verification }),
    rollback: stage.rollback,
    ...(stage.oneWay ? { oneWay: true } : {}),
    ...(stage.done ? { done: true } : {}),
  };
}

function thresholdsOf(thresholds: Thresholds | null): object {
  if (thresholds === null) return {};
  const { advance, pause, rollback } = thresholds;
  return { thresholds: { advance: said(advance), pause: said(pause), rollback: said(rollback) } };
}

/** Keys whose value is null are left out: null is what they are read as when they are missing. */
function said(values: object): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

function problemsOf(issue: core.$ZodIssue, document: YamlDocument): readonly PlanProblem[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      range: document.keyRangeOf([...path, key]) ?? document.rangeOf(path),
      message: `${named(path)}has no key ${key}. Remove it, or check its spelling.`,
    }));
  const missing = issue.code === 'invalid_type' && /received undefined/.test(issue.message);
  return [
    {
      range: document.rangeOf(path),
      message: missing
        ? `${named(path.slice(0, -1))}needs the key ${String(path.at(-1))}.`
        : `${named(path)}is not right: ${issue.message}.`,
    },
  ];
}

/** `stages[2].name ` or `The plan `. */
function named(path: YamlPath): string {
  if (path.length === 0) return 'The plan ';
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  return `${text.replace(/^\./, '')} `;
}

/** What the schema alone cannot say: stages in order, files that stay beside the plan, references to stages that exist. */
function inconsistencies(plan: Plan, document: YamlDocument): readonly PlanProblem[] {
  const problems: PlanProblem[] = [];
  const files = new Set<string>();
  plan.stages.forEach((stage, at) => {
    const add = (path: YamlPath, message: string): void => {
      problems.push({ range: document.rangeOf(['stages', at, ...path]), message });
    };
    const previous = plan.stages[at - 1];
    if (previous !== undefined && stageNames.indexOf(previous.name) > stageNames.indexOf(stage.name))
      add(
        ['name'],
        `Stage ${stage.name} stands behind ${previous.name}. Put the stages in the order ${stageNames.join(', ')}.`,
      );
    if (stage.file !== null && (/[\\/]/.test(stage.file) || stage.file.startsWith('.')))
      add(['file'], 'The file of a stage lies beside the plan: give its name without a folder.');
    if (stage.file !== null && files.has(stage.file))
      add(['file'], `Two stages name the file ${stage.file}. Give each its own.`);
    if (stage.file !== null) files.add(stage.file);
    stage.preconditions.forEach((precondition, index) => {
      if ('stage' in precondition && !plan.stages.some((one) => one.name === precondition.stage))
        add(['preconditions', index, 'stage'], `The plan has no stage ${precondition.stage}.`);
    });
  });
  return problems;
}
