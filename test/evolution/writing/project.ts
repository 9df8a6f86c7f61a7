import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Finding, Fix } from '../../../src/model/finding';
import type { Schema } from '../../../src/model/schema';
import type { TextEdit } from '../../../src/model/text';
import { readPlan } from '../../../src/evolution/plan-file';
import type { EvolutionKind, Plan } from '../../../src/model/evolution';
import { defaultOptions, type Answers, type RecipeOptions } from '../../../src/evolution/recipes/recipe';
import { planChange } from '../../../src/workspace/plan-change';
import { HistoryReplay } from '../../../src/schema/replay-history';
import { setInYaml } from '../../../src/document/yaml';
import { advancePlan, type AdvanceOutcome } from '../../../src/workspace/advance-plan';
import { Analyser } from '../../../src/workspace/analyse';
import type { Ports, RevisionPort } from '../../../src/workspace/ports';
import { Project } from '../../../src/workspace/project';
import { sqlReader } from '../../rules/migration-case';
import type { Sample } from './frameworks';

export type Files = Readonly<Record<string, string>>;

/** A work tree in memory with a base branch beside it, and a clock that a test moves. */
export class Work {
  readonly files: Map<string, string>;
  private base = new Map<string, string>();
  private readonly releasedAt = new Map<string, Date>();
  now = new Date('2026-11-21T10:00:00Z');

  constructor(files: Files) {
    this.files = new Map(Object.entries(files));
  }

  /** Everything is on the base branch from now on. */
  release(): void {
    for (const [file, text] of this.files)
      if (this.base.get(file) !== text) this.releasedAt.set(file, this.now);
    this.base = new Map(this.files);
  }

  later(hours: number): void {
    this.now = new Date(this.now.getTime() + hours * 3_600_000);
  }

  async open(): Promise<{ readonly project: Project; readonly analyser: Analyser; readonly ports: Ports }> {
    const ports: Ports = {
      files: {
        list: () => [...this.files.keys()].sort(),
        read: (file) => {
          const text = this.files.get(file);
          return text === undefined ? { refused: 'There is no such file.' } : { text };
        },
      },
      revisions: this.base.size === 0 ? null : this.revisions(),
      now: () => this.now,
      log: (message) => assert.ok(!message.includes(' failed '), message),
    };
    const project = new Project(ports, await sqlReader(), {
      dialect: null,
      databaseVersion: null,
      isolated: false,
    });
    return { project, analyser: new Analyser(project, ports), ports };
  }

  /** `unread`: places that cannot be analysed are expected. */
  async findings(unread = false): Promise<readonly Finding[]> {
    const { analyser } = await this.open();
    const { findings, notAnalysed } = analyser.judge(null, { profile: 'default', withCode: true });
    if (!unread) assert.deepEqual(notAnalysed, []);
    return findings.map((one) => one.finding);
  }

  /** The stages that the finding of a rule offers, applied. */
  async split(rule: string): Promise<Fix> {
    const { analyser } = await this.open();
    const { findings } = analyser.judge(null, { profile: 'default', withCode: true });
    const judged = findings.find(({ finding }) => finding.rule === rule);
    assert.ok(judged !== undefined, `no ${rule} among ${findings.map(({ finding }) => finding.rule).join()}`);
    const fix = judged.fixes().find((one) => one.kind === 'stages');
    assert.ok(fix !== undefined, 'no stages are offered');
    this.apply(fix.edits);
    return fix;
  }

  /** What a person asks for, at the end of the history, applied. */
  async planned(kind: EvolutionKind, answers: Answers, options: Partial<RecipeOptions> = {}): Promise<void> {
    const { project, analyser, ports } = await this.open();
    const all = { ...defaultOptions, ...options };
    const planned = planChange(
      { kind, answers, options: all, folder: null, owner: 'ann' },
      project,
      analyser,
      ports,
    );
    assert.ok(!('refused' in planned), 'refused' in planned ? planned.refused : '');
    this.apply(planned.edits);
  }

  apply(edits: readonly TextEdit[]): void {
    const ordered = edits
      .map((edit, index) => ({ edit, index }))
      .sort((one, other) => other.edit.range.start - one.edit.range.start || other.index - one.index);
    for (const { edit } of ordered) {
      const { file, range, newText } = edit;
      const text = this.files.get(file) ?? '';
      this.files.set(file, text.slice(0, range.start) + newText + text.slice(range.end));
    }
  }

  replace(file: string, from: string, to: string): void {
    const text = this.files.get(file) ?? '';
    assert.ok(text.includes(from), `${file} does not hold ${from} but ${text}`);
    this.files.set(file, text.replace(from, to));
  }

  get planFile(): string {
    const file = [...this.files.keys()].find((one) => one.endsWith('plan.evolution.yml'));
    assert.ok(file !== undefined);
    return file;
  }

  get plan(): Plan {
    const { plan, problems } = readPlan(this.files.get(this.planFile) ?? '');
    assert.deepEqual(problems, []);
    assert.ok(plan !== null);
    return plan;
  }

  /** Asks for the next stage and writes it. */
  async advance(): Promise<AdvanceOutcome> {
    const { project, analyser, ports } = await this.open();
    const outcome = advancePlan(this.planFile, project, analyser, ports);
    if (outcome.kind === 'edits') {
      this.apply(outcome.edits);
      for (const file of outcome.removed) this.files.delete(file);
    }
    return outcome;
  }

  /** A person says that a stage is done. */
  declareDone(at: number): void {
    const text = this.files.get(this.planFile) ?? '';
    this.files.set(this.planFile, setInYaml(text, [{ path: ['stages', at, 'done'], value: true }]));
  }

  /** A person says that all that only a person can know holds. */
  declareAll(): void {
    const sentences = this.plan.stages.flatMap((stage) =>
      stage.preconditions.flatMap((one) =>
        one.kind === 'declared'
          ? [one.what]
          : one.kind === 'unused-in-released-version'
            ? [
                `${one.column === null ? one.table : `${one.table}.${one.column}`} is unused in the released version`,
              ]
            : one.kind === 'bake-time'
              ? [`${one.hours} hours have passed since ${one.stage}`]
              : [],
      ),
    );
    const text = this.files.get(this.planFile) ?? '';
    this.files.set(this.planFile, setInYaml(text, [{ path: ['declared'], value: [...new Set(sentences)] }]));
  }

  /** What the migrations end in. */
  async schema(): Promise<Schema> {
    const { analyser } = await this.open();
    const [history, ...others] = analyser.histories(null);
    assert.ok(history !== undefined && others.length === 0);
    const last = new HistoryReplay().replay(history).at(-1);
    assert.ok(last !== undefined);
    return last.after;
  }

  private revisions(): RevisionPort {
    const { base, releasedAt } = this;
    const revision = { name: 'main', commit: '0'.repeat(40) };
    const hashOf = (text: string): string => createHash('sha1').update(text).digest('hex');
    return {
      base: () => revision,
      deployed: () => revision,
      files: () => new Map([...base].map(([file, text]) => [file, hashOf(text)])),
      hashOf,
      read: (_revision, files) =>
        new Map(files.flatMap((file) => (base.has(file) ? [[file, base.get(file) ?? '']] : []))),
      linesAt: () => null,
      reachedAt: (_revision, file) => releasedAt.get(file) ?? null,
    };
  }
}

/** A step of a walk through all stages: the file that came, or the file that a person runs. */
export interface Step {
  readonly stage: string;
  /** A migration that the runner of the project runs from now on. */
  readonly migration: string | null;
  /** A file that a person runs with the client of the database. */
  readonly byHand: string | null;
}

/**
 * Carries a plan through all its stages: each is released and held, what only a person can know is declared, and
 * `ran` is told of each before the next.
 */
export async function walk(
  work: Work,
  ran: (step: Step) => Promise<void>,
  released: Sample['released'] = [],
): Promise<readonly Step[]> {
  const steps: Step[] = [];
  const take = async (step: Step): Promise<void> => {
    steps.push(step);
    await ran(step);
  };
  const first = work.plan.stages.find((stage) => stage.migration !== null);
  if (first !== undefined) await take({ stage: first.name, migration: first.migration, byHand: null });
  work.declareAll();
  for (let turn = 0; turn < 40; turn++) {
    work.release();
    work.later(25);
    const before = work.plan.stages;
    const outcome = await work.advance();
    const { stages } = work.plan;
    if (outcome.kind === 'edits') {
      const at = stages.findIndex((stage, index) => stage.migration !== before[index]?.migration);
      await take({ stage: stages[at]?.name ?? '', migration: stages[at]?.migration ?? null, byHand: null });
      continue;
    }
    if (outcome.missing.some((one) => one.includes('every stage is done'))) return steps;
    if (outcome.missing.some((one) => one.includes('still uses'))) {
      assert.ok(released.length > 0, outcome.missing.join('\n'));
      for (const { file, from, to } of released) work.replace(file, from, to);
      continue;
    }
    const at = stages.findIndex((stage) => !stage.done && stage.migration === null);
    const stage = stages[at];
    assert.ok(stage !== undefined, outcome.missing.join('\n'));
    assert.ok(stage.file === null || stage.run === 'by-hand', outcome.missing.join('\n'));
    assert.match(outcome.missing.join('\n'), /[Ss]et done/);
    const folder = work.planFile.replace(/[^/]*$/, '');
    if (stage.file !== null)
      await take({ stage: stage.name, migration: null, byHand: `${folder}${stage.file}` });
    work.declareDone(at);
  }
  return assert.fail('the plan comes to no end');
}
