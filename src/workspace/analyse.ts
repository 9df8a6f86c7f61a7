import type { Finding, Fix, NotAnalysed } from '../model/finding';
import type { History, Migration } from '../model/migration';
import type { Assessment } from '../model/risk';
import type { Analysis, ForeignFiles } from '../model/workspace';
import { assessHistory } from '../risk/assess-history';
import { isPlanFile } from '../evolution/plan-file';
import { contextsOf, type MigrationFacts } from '../rules/change-contexts';
import type { LevelSettings, Profile } from '../rules/levels';
import { ruleIds } from '../rules/registry';
import type { HistoryEnd } from '../rules/rule';
import { findingsOfUnread, isFinding, unreadOf, withQuiet } from '../rules/not-analysed-entries';
import { quietRepeats } from '../rules/repeats';
import { byPlace, runCodeRules } from '../rules/run-code-rules';
import { runMigrationRules } from '../rules/run-migration-rules';
import { runWholeMigrationRules } from '../rules/run-whole-migration-rules';
import { applyDirectives } from '../rules/suppression/apply';
import { readDirectives } from '../rules/suppression/directives';
import { sourceRange } from '../migrations/embedded';
import { HistoryReplay } from '../schema/replay-history';
import { fixesInCode, type CodeSurroundings } from './code-fixes';
import { CodeSources, isCodeFile, isPrismaSchema } from './code-sources';
import { configurationFile } from './configuration';
import type { ReplayedHistory } from './crossing';
import { FlagHistory } from './flag-history';
import { judgePlans } from './judge-plans';
import { judgedAlone, type JudgedFinding } from './judged-alone';
import { filesInFolders, looseFiles, standaloneFiles } from './loose-files';
import { fixesInMigration } from './migration-fixes';
import { planFindings } from './plan-findings';
import { PlanFiles } from './plan-files';
import type { Ports } from './ports';
import type { Project } from './project';
import { askChecker, confirmFindings } from './type-confirmation';
import { directiveComments } from './directive-comments';
import { onceForEachFile } from './same-file';

/** What is said about some files. */
export interface Judgement {
  readonly findings: readonly JudgedFinding[];
  readonly notAnalysed: readonly NotAnalysed[];
  readonly files: number;
  readonly statements: number;
  /** Files of databases that are not read here. */
  readonly foreign: readonly ForeignFiles[];
}

/** A part of a judgement. */
export type Judged = Omit<Judgement, 'foreign'>;

export interface JudgeOptions {
  readonly profile: Profile;
  /** false: only what the migration's own history tells (the quick first round of an editor). */
  readonly withCode: boolean;
  /** Of code, work out what these files need and take the rest as it was said last; it may be late by some edits. */
  readonly othersAsLastSaid?: boolean;
  /** Ask the type checker where `evolens.yml` wants it; takes seconds. */
  readonly mayAskTypes?: boolean;
}

/** Judges the files of one project. Keeps what it derived, so that judging again after an edit is cheap. */
export class Analyser {
  readonly code: CodeSources;
  readonly plans: PlanFiles;
  private readonly replay = new HistoryReplay();
  private readonly fault: (message: string) => void;
  private readonly flagHistory: FlagHistory;
  private typesRemark: string | null = null;

  constructor(
    readonly project: Project,
    private readonly ports: Ports,
  ) {
    this.fault = (message) => ports.log(message);
    this.code = new CodeSources(project, ports.revisions, this.fault);
    this.flagHistory = new FlagHistory(ports.revisions, () => ports.now());
    this.plans = new PlanFiles(project, this.code, () => ports.now());
  }

  /** Findings about the given files, or about everything when `files` is null. */
  judge(files: ReadonlySet<string> | null, options: JudgeOptions): Judgement {
    const settings: LevelSettings = {
      profile: options.profile,
      configured: this.project.configuration.rules,
    };
    const migrations = this.judgeMigrations(files, options, settings);
    const inPlans = options.withCode ? this.findingsOfPlans(files, settings) : [];
    const code = options.withCode ? this.judgeCode(files, settings, inPlans, options) : nothing;
    const plans =
      options.withCode && !this.project.options.isolated
        ? sum(judgePlans(this.plans, this.project, settings, files, inPlans))
        : nothing;
    const refused = this.refusedFiles(files);
    const inCode = options.mayAskTypes === true ? this.confirmed(code.findings) : code.findings;
    return {
      findings: [...migrations.findings, ...inCode, ...plans.findings].sort((a, b) =>
        byPlace(a.finding, b.finding),
      ),
      notAnalysed: [...migrations.notAnalysed, ...code.notAnalysed, ...plans.notAnalysed, ...refused],
      files: migrations.files + code.files + plans.files,
      statements: migrations.statements,
      foreign: this.project.foreign.count(files),
    };
  }

  private confirmed(findings: readonly JudgedFinding[]): readonly JudgedFinding[] {
    if (!this.project.configuration.confirmByTypes || findings.length === 0) return findings;
    const answer = confirmFindings(findings, this.code.index, (asked, queries) =>
      askChecker(this.project, asked, queries),
    );
    this.typesRemark = answer.remark;
    return answer.findings;
  }

  /** What a user should know about the last judgement beside its findings. */
  get remarks(): readonly string[] {
    return [...this.project.remarks, ...(this.typesRemark === null ? [] : [this.typesRemark])];
  }

  /** Every history that holds one of the files (all histories when null), read. */
  histories(files: ReadonlySet<string> | null): readonly History[] {
    const folders = this.project.migrationFolders.filter(
      (folder) => files === null || folder.files.some((entry) => files.has(entry.file)),
    );
    const inFolders = filesInFolders(this.project);
    const alone = standaloneFiles(this.project, files).filter((file) => !inFolders.has(file));
    return [
      ...folders.map((folder) => this.project.history(folder)),
      ...alone.map((file) => this.project.standalone(file)),
    ].filter((history) => history.migrations.length > 0);
  }

  /** SQL files that a judgement of these files passes over: in no history, no stage of an evolution, not named. */
  looseFiles(files: ReadonlySet<string> | null): readonly string[] {
    return looseFiles(this.project, files);
  }

  /** The risk of every migration that is not released. */
  assess(
    files: ReadonlySet<string> | null,
    options: JudgeOptions,
  ): { readonly judgement: Judgement; readonly analysis: Analysis } {
    const judgement = this.judge(files, options);
    const findings = judgement.findings.map((judged) => judged.finding);
    const histories = this.histories(files);
    const assessments = histories.flatMap((history) => this.assessOne(history, files, findings));
    const summary = {
      files: judgement.files,
      statements: judgement.statements,
      notAnalysed: judgement.notAnalysed.length,
      findings: findings.length,
      foreign: judgement.foreign,
    };
    return {
      judgement,
      analysis: {
        summary,
        findings,
        notAnalysed: judgement.notAnalysed,
        histories,
        assessments,
        remarks: this.remarks,
      },
    };
  }

  private assessOne(
    history: History,
    files: ReadonlySet<string> | null,
    findings: readonly Finding[],
  ): readonly Assessment[] {
    const facts = this.factsFor(history, true);
    return history.migrations.flatMap((migration, position) => {
      if (migration.released || (files !== null && !files.has(migration.file))) return [];
      return assessHistory({
        migration,
        contexts: contextsOf(facts, position),
        findings: findings.filter((finding) => finding.file === migration.file),
        configuration: this.project.configuration,
      });
    });
  }

  /** Contexts of every change of a migration file, for `explain` and hovers. */
  contexts(
    file: string,
  ): { readonly history: History; readonly contexts: ReturnType<typeof contextsOf> } | null {
    const history = this.histories(new Set([file]))[0];
    if (history === undefined) return null;
    const position = history.migrations.findIndex((migration) => migration.file === file);
    return position < 0 ? null : { history, contexts: contextsOf(this.factsFor(history, false), position) };
  }

  /** The histories that hold the file, or all of them, as they were replayed. */
  replayed(file: string | null): readonly ReplayedHistory[] {
    return this.histories(file === null ? null : new Set([file])).map((history) => ({
      history,
      replayed: this.replay.replay(history),
    }));
  }

  private factsFor(history: History, withCode: boolean): MigrationFacts {
    const code = this.code;
    const usable = withCode && !this.project.options.isolated;
    return {
      history,
      replayed: this.replay.replay(history),
      get code() {
        return usable ? code.index : null;
      },
      get released() {
        return usable ? code.releasedVersion : null;
      },
      plans: this.plans.all(usable),
      tables: this.project.configuration.tables,
    };
  }

  private judgeMigrations(
    files: ReadonlySet<string> | null,
    options: JudgeOptions,
    settings: LevelSettings,
  ): Judged {
    const parts = this.histories(files).flatMap((history) => {
      const facts = this.factsFor(history, options.withCode);
      return history.migrations.flatMap((migration, position) =>
        files !== null && !files.has(migration.file)
          ? []
          : [
              {
                file: migration.file,
                ...this.judgeMigration(facts, migration, position, options, settings),
              },
            ],
      );
    });
    return sum(onceForEachFile(parts).map((part) => ({ ...part, files: 1 })));
  }

  private judgeMigration(
    facts: MigrationFacts,
    migration: Migration,
    position: number,
    options: JudgeOptions,
    settings: LevelSettings,
  ): Judged {
    const statements = migration.script.statements.filter((one) => one.calledFrom === undefined);
    const entries = unreadOf(migration);
    const whole = runWholeMigrationRules({ history: facts.history, migration }, settings, this.fault);
    if (migration.released && whole.length === 0 && entries.length === 0)
      return { findings: [], notAnalysed: [], files: 1, statements: statements.length };
    const found = migration.released ? [] : runMigrationRules(facts, position, settings, this.fault);
    const length = migration.embedding?.source.length ?? migration.script.text.length;
    const directives = readDirectives(directiveComments(migration), length);
    const unread = findingsOfUnread(entries, settings, migration.released);
    const all = applyDirectives(
      migration.file,
      [...whole, ...found.map((entry) => entry.finding), ...unread],
      directives,
      settings,
      { complete: options.withCode && !migration.released, known: ruleIds },
    );
    const notAnalysed = withQuiet(entries, unread, all.kept);
    const outcome = { kept: all.kept.filter(isFinding) };
    const quiet = quietRepeats(outcome.kept, settings);
    const sources = new Map(found.map((entry) => [entry.finding, entry]));
    const asked = { project: this.project, now: () => this.ports.now(), fault: this.fault };
    const findings = outcome.kept.map((kept, index): JudgedFinding => {
      const finding = quiet[index] ?? kept;
      const source = sources.get(kept);
      const fixes = (): readonly Fix[] => fixesInMigration(finding, source ?? null, asked);
      if (source === undefined) return { finding, fixes };
      const { start, end } = source.context.statement;
      return { finding, fixes, statement: sourceRange(migration, { start, end }) };
    });
    return { findings, notAnalysed, files: 1, statements: statements.length };
  }

  private judgeCode(
    files: ReadonlySet<string> | null,
    settings: LevelSettings,
    inPlans: readonly Finding[],
    { othersAsLastSaid }: JudgeOptions,
  ): Judged {
    const isRunning = (file: string): boolean =>
      (isCodeFile(file) || isPrismaSchema(file)) && !this.project.codeMigrationFiles.has(file);
    const wanted = (files === null ? [...this.project.files] : [...files]).filter(isRunning);
    if (wanted.length === 0 || this.project.options.isolated) return nothing;
    const wantedSet = new Set(wanted);
    const { configuration } = this.project;
    const { flagHistory } = this;
    const code = this.code.index;
    const facts = {
      code,
      tables: configuration.tables,
      histories: this.historyEnds(),
      get flags() {
        return flagHistory.of(code.flagCalls, configuration.flags, configuration.base);
      },
    };
    const needed = othersAsLastSaid === true ? wanted : null;
    const found = [...runCodeRules(facts, settings, this.fault, needed), ...inPlans]
      .filter((finding) => wantedSet.has(finding.file))
      .sort(byPlace);
    const byFile = new Map<string, Finding[]>();
    for (const finding of found) byFile.set(finding.file, [...(byFile.get(finding.file) ?? []), finding]);
    const findings = wanted.flatMap((file) => this.judgeCodeFile(file, byFile.get(file) ?? [], settings));
    return { findings, notAnalysed: [], files: wanted.filter(isCodeFile).length, statements: 0 };
  }

  /** The histories of the root and what they end in; the same schemas while the migrations stay the same. */
  private historyEnds(): readonly HistoryEnd[] {
    return this.histories(null).flatMap((history) => {
      const last = this.replay.replay(history).at(-1);
      return last === undefined ? [] : [{ history, schema: last.after }];
    });
  }

  private judgeCodeFile(
    file: string,
    found: readonly Finding[],
    settings: LevelSettings,
  ): readonly JudgedFinding[] {
    const text = this.project.text(file);
    const comments = this.code.commentsOf(file);
    if (text === null || comments === null) return found.map((finding) => ({ finding, fixes: () => [] }));
    const directives = readDirectives(comments, text.length);
    const outcome = applyDirectives(file, found, directives, settings, { complete: true, known: ruleIds });
    return outcome.kept.map((finding) => {
      const alone = judgedAlone(finding, text);
      const fixes = (): readonly Fix[] => [
        ...fixesInCode(finding, this.surroundings(text), this.fault),
        ...alone.fixes(),
      ];
      return { finding, fixes };
    });
  }

  private surroundings(text: string): CodeSurroundings {
    return {
      code: this.code.index,
      plans: this.plans.all(false),
      text,
      textOf: (file) => this.project.text(file),
      ends: () => this.historyEnds(),
    };
  }

  /** What the rules of plans say, in the plans and in code. */
  private findingsOfPlans(files: ReadonlySet<string> | null, settings: LevelSettings): readonly Finding[] {
    if (this.project.options.isolated || this.plans.files.length === 0) return [];
    const concerns = (file: string): boolean => isPlanFile(file) || isCodeFile(file);
    if (files !== null && ![...files].some(concerns)) return [];
    return planFindings(this.plans, this.project, settings, this.fault);
  }

  private refusedFiles(files: ReadonlySet<string> | null): readonly NotAnalysed[] {
    const wanted = files ?? this.project.files;
    const entries: NotAnalysed[] = [];
    for (const file of wanted) {
      const reason = this.project.refused(file);
      if (reason !== null && file !== configurationFile && this.project.files.includes(file))
        entries.push({ file, range: { start: 0, end: 0 }, reason });
    }
    return entries;
  }
}

const nothing: Judged = { findings: [], notAnalysed: [], files: 0, statements: 0 };

function sum(parts: readonly Judged[]): Judged {
  return {
    findings: parts.flatMap((part) => part.findings),
    notAnalysed: parts.flatMap((part) => part.notAnalysed),
    files: parts.reduce((total, part) => total + part.files, 0),
    statements: parts.reduce((total, part) => total + part.statements, 0),
  };
}
