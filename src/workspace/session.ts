import type { ColumnUse } from '../model/code';
import type { Range } from '../model/text';
import type { Finding, Fix, NotAnalysed } from '../model/finding';
import type { Analysis } from '../model/workspace';
import { isPlanFile } from '../evolution/plan-file';
import type { Evolution } from '../evolution/plan-evolution';
import type { Refusal } from '../evolution/recipes/recipe';
import { readerHints, type ReaderHint } from '../evolution/reader-hints';
import { evolutionsView, type EvolutionsView } from '../report/evolution-view';
import type { SqlReader } from '../sql/reader';
import { advancePlan, type AdvanceOutcome } from './advance-plan';
import { Analyser, type Judgement } from './analyse';
import type { JudgedFinding } from './judged-alone';
import { isCodeFile, isPrismaSchema } from './code-sources';
import { configurationFile, type ConfigurationProblem } from './configuration';
import {
  changedColumns,
  columnInCode,
  columnInMigration,
  storyOf,
  type ChangedColumn,
  type ColumnName,
  type ColumnStory,
} from './crossing';
import { planChange, plannableHistories, type PlannableHistory, type PlanQuestion } from './plan-change';
import type { Ports } from './ports';
import { Project } from './project';

/** What an editor shows for one file. */
export interface FileResult {
  readonly findings: readonly Finding[];
  readonly notAnalysed: readonly NotAnalysed[];
}

const quick = { profile: 'default', withCode: false } as const;
const full = { profile: 'default', withCode: true } as const;
const edited = { ...full, othersAsLastSaid: true } as const;

/**
 * One root as an editor works on it: texts come from the editor, answers are given file by file. Paths are
 * relative to the root. The command line uses the same analysis, so both say the same.
 */
export interface SafeFix {
  readonly statement: Range;
  readonly fix: Fix;
}

export class Session {
  private readonly analyser: Analyser;
  private readonly project: Project;
  private readonly judged = new Map<string, readonly JudgedFinding[]>();

  constructor(
    private readonly ports: Ports,
    reader: SqlReader,
  ) {
    this.project = new Project(ports, reader, { dialect: null, databaseVersion: null, isolated: false });
    this.analyser = new Analyser(this.project, ports);
  }

  /** The editor opened or edited a file. */
  change(file: string, text: string): void {
    // Said again with every question: what was derived from the same text stays.
    if (this.project.holds(file, text)) return;
    this.project.setOverlay(file, text);
    this.analyser.code.changed(file);
  }

  /** The editor closed a file: the disk counts again. */
  close(file: string): void {
    this.project.setOverlay(file, null);
    this.project.changedOnDisk(file);
    this.analyser.code.changed(file);
    this.judged.delete(file);
  }

  /** A file was made, changed or removed on disk. */
  changedOnDisk(file: string): void {
    this.project.changedOnDisk(file);
    this.analyser.code.changed(file);
  }

  /** Whether Evolens has anything to say about files of this kind. */
  handles(file: string): boolean {
    return (
      file.endsWith('.sql') ||
      isCodeFile(file) ||
      isPlanFile(file) ||
      file === configurationFile ||
      isPrismaSchema(file)
    );
  }

  /** Whether the file's own history tells something about it. */
  isMigration(file: string): boolean {
    return file.endsWith('.sql') || this.project.codeMigrationFiles.has(file);
  }

  /** The first round for a file: what its own history tells, without the code. Nothing for other kinds of files. */
  judgeAlone(file: string): FileResult {
    return this.isMigration(file)
      ? this.remember(file, this.analyser.judge(new Set([file]), quick))
      : { findings: [], notAnalysed: [] };
  }

  /** Whether the second round costs no more than the first. */
  get isCodeIndexed(): boolean {
    return this.analyser.code.isReady;
  }

  /** Whether what is said of the file rests on the code of the whole root. */
  isCode(file: string): boolean {
    return (isCodeFile(file) || isPrismaSchema(file)) && !this.isMigration(file);
  }

  /**
   * What is said of a file while it is edited: of other code, what was said last counts. `judge` says it again once
   * there is time for the rest.
   */
  judgeEdited(file: string): FileResult {
    return this.remember(file, this.analyser.judge(new Set([file]), edited));
  }

  /** The second round: with the code of the whole root. */
  judge(file: string): FileResult {
    return this.remember(file, this.analyser.judge(new Set([file]), full));
  }

  /** Every file of the root. */
  judgeAll(): ReadonlyMap<string, FileResult> {
    const judgement = this.analyser.judge(null, full);
    const files = new Map<string, { findings: Finding[]; notAnalysed: NotAnalysed[] }>();
    const of = (file: string): { findings: Finding[]; notAnalysed: NotAnalysed[] } => {
      const known = files.get(file) ?? { findings: [], notAnalysed: [] };
      files.set(file, known);
      return known;
    };
    this.judged.clear();
    for (const judged of judgement.findings) {
      of(judged.finding.file).findings.push(judged.finding);
      this.judged.set(judged.finding.file, [...(this.judged.get(judged.finding.file) ?? []), judged]);
    }
    for (const entry of judgement.notAnalysed) of(entry.file).notAnalysed.push(entry);
    return files;
  }

  /** The columns that a migration changes, with their uses; none while the code is not indexed. */
  changedColumns(file: string): readonly ChangedColumn[] {
    if (!this.isCodeIndexed || !this.isMigration(file)) return [];
    const code = this.analyser.code.index;
    return this.analyser.replayed(file).flatMap((one) => changedColumns(one, file, code));
  }

  /** Every place of the code that names the column; none while the code is not indexed. */
  usesOf({ table, column }: Pick<ColumnName, 'table' | 'column'>): readonly ColumnUse[] {
    return this.isCodeIndexed ? this.analyser.code.index.columnUses(table, column) : [];
  }

  /** The column named at an offset of a migration, a declaration or a query, and what is known of it. */
  columnStory(file: string, offset: number): { readonly range: Range; readonly story: ColumnStory } | null {
    const code = this.isCodeIndexed ? this.analyser.code.index : null;
    const migration = this.isMigration(file);
    const own = migration ? this.analyser.replayed(file) : [];
    const at = migration
      ? own.map((one) => columnInMigration(one, file, offset)).find((found) => found !== null)
      : code && columnInCode(code, file, offset);
    if (at == null) return null;
    const story = storyOf(at, migration ? own : this.analyser.replayed(null), code);
    return story === null ? null : { range: at.range, story };
  }

  /** Fixes of a finding that was given out for the file's present text; none when the text has moved on. */
  fixes(file: string, rule: string, start: number): readonly Fix[] {
    const judged = this.judged
      .get(file)
      ?.find((entry) => entry.finding.rule === rule && entry.finding.range.start === start);
    return judged?.fixes() ?? [];
  }

  /** What plans offer at the readers of a part of a file; nothing while the code is not indexed. */
  readerHints(file: string, range: Range): readonly ReaderHint[] {
    if (!this.isCodeIndexed || !isCodeFile(file) || this.analyser.plans.files.length === 0) return [];
    const question = { code: this.analyser.code.index, file, text: this.text(file), range };
    return this.analyser.plans
      .all(true)
      .flatMap((planned) => readerHints(planned.plan, () => planned.progress, question));
  }

  /** Fixes that change nothing but this file and need no second look, in order of place, each with its statement. */
  safeFixes(file: string): readonly SafeFix[] {
    return (this.judged.get(file) ?? []).flatMap((judged) => {
      const fix = judged
        .fixes()
        .find(({ kind, edits }) => kind === 'safe' && edits.every((edit) => edit.file === file));
      return fix === undefined ? [] : [{ statement: judged.statement ?? judged.finding.range, fix }];
    });
  }

  /** Findings given out last for a file. */
  findings(file: string): readonly Finding[] {
    return (this.judged.get(file) ?? []).map((judged) => judged.finding);
  }

  exists(file: string): boolean {
    return this.project.text(file) !== null;
  }

  /** The text of a file as the analysis sees it, '' when it does not exist. */
  text(file: string): string {
    return this.project.text(file) ?? '';
  }

  /** The analysis behind the risk report; `file` null: the whole root. */
  report(file: string | null): Analysis {
    return this.analyser.assess(file === null ? null : new Set([file]), full).analysis;
  }

  configurationProblems(): readonly ConfigurationProblem[] {
    return this.project.configurationProblems;
  }

  /** Plan files of the root, for choosing which to advance. */
  plans(): readonly string[] {
    return this.analyser.plans.all(false).map((entry) => entry.file);
  }

  /** Whether the root has plan files at all. */
  get hasPlans(): boolean {
    return this.analyser.plans.files.length > 0;
  }

  /** Where every evolution of the root stands. Reads the code of the root. */
  evolutions(): EvolutionsView {
    return evolutionsView({
      prefix: '',
      textOf: (file) => this.text(file),
      ...this.analyser.plans.evolutions,
    });
  }

  /** What advancing the plan would write, or what is missing. Nothing is written here. */
  advance(planFile: string): AdvanceOutcome {
    return advancePlan(planFile, this.project, this.analyser, this.ports);
  }

  /** What somebody can choose from who plans an evolution. */
  plannable(): readonly PlannableHistory[] {
    return plannableHistories(this.analyser);
  }

  /** The evolution that is asked for, or why there is none. Nothing is written here. */
  planChange(question: PlanQuestion): Evolution | Refusal {
    return planChange(question, this.project, this.analyser, this.ports);
  }

  private remember(file: string, judgement: Judgement): FileResult {
    this.judged.set(file, judgement.findings);
    return {
      findings: judgement.findings.map((judged) => judged.finding),
      notAnalysed: judgement.notAnalysed,
    };
  }
}
