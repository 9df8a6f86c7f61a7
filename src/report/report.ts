import type { Door, Finding, Severity } from '../model/finding';
import type { History } from '../model/migration';
import type { Assessment } from '../model/risk';
import type { Analysis, Summary } from '../model/workspace';
import { askedByBlastRadius, worstGrade } from '../risk/blast-radius';
import { combinedProbability } from '../risk/failure';
import { askedByIndicators, tickedCount } from '../risk/indicators';
import { askedByScore } from '../risk/irreversibility';
import { rolloutAdvice } from '../risk/rollout';
import { totalOf } from './formats/check-json';
import { foreignWords } from './wording';
import { Positions, type PlacesOfRoot, type ReadablePlace } from './positions';

/** One analysed root and the way to it. */
export interface ReportPart extends PlacesOfRoot {
  readonly analysis: Analysis;
}

export interface ReportEvidence extends ReadablePlace {
  readonly message: string;
}

export interface ReportFinding extends ReadablePlace {
  readonly rule: string;
  readonly severity: Severity;
  readonly confidence: Finding['confidence'];
  readonly door: Door | null;
  readonly message: string;
  readonly evidence: readonly ReportEvidence[];
}

/** The risk of one change, its places made readable, with what each figure asks for. */
export interface ReportChange
  extends ReadablePlace, Omit<Assessment, 'file' | 'range' | 'migration' | 'rules' | 'references'> {
  readonly ticked: number;
  readonly asks: readonly string[];
  readonly findings: readonly ReportFinding[];
  readonly references: readonly ReportEvidence[];
}

export interface ReportMigration {
  readonly id: string;
  readonly file: string;
  readonly dialect: string;
  readonly door: Door;
  /** That any of its changes fails. */
  readonly probability: number;
  readonly changes: readonly ReportChange[];
}

/** Everything a report shows: plain data, the same for every format. */
export interface Report {
  readonly createdAt: string;
  readonly summary: Summary & {
    readonly oneWay: number;
    readonly severities: Readonly<Record<Severity, number>>;
    /** Migrations that are not released. */
    readonly migrations: number;
  };
  /** One-way doors first, then the newest first. */
  readonly migrations: readonly ReportMigration[];
  /** Findings that belong to no change above: in code, in contracts, about comments. */
  readonly findings: readonly ReportFinding[];
  readonly notAnalysed: readonly (ReadablePlace & { readonly reason: string })[];
  readonly remarks: readonly string[];
  /** How to roll out, when a change asks for stages; else empty. */
  readonly rollout: readonly string[];
}

/** The report of one or several roots. `now` is printed, nothing depends on it. */
export function createReport(parts: readonly ReportPart[], now: Date): Report {
  const migrations = parts.flatMap((part) => migrationsOf(part));
  const all = parts.flatMap((part) => part.analysis.findings);
  const changes = migrations.flatMap((migration) => migration.changes);
  const total = totalOf(parts.map((part) => part.analysis.summary));
  return {
    createdAt: now.toISOString(),
    summary: {
      ...total,
      oneWay: changes.filter((change) => change.door === 'one-way').length,
      severities: {
        error: countOf(all, 'error'),
        warning: countOf(all, 'warning'),
        info: countOf(all, 'info'),
      },
      migrations: migrations.length,
    },
    migrations: [...migrations].sort(byWeight),
    findings: parts.flatMap((part) => findingsOutside(part)),
    notAnalysed: parts.flatMap((part) => {
      const positions = new Positions(part);
      return part.analysis.notAnalysed.map((one) => ({ ...positions.placeOf(one), reason: one.reason }));
    }),
    remarks: [
      ...new Set([...foreignWords(total.foreign), ...parts.flatMap((part) => part.analysis.remarks)]),
    ],
    rollout: changes.some(needsStages) ? rolloutAdvice() : [],
  };
}

function byWeight(one: ReportMigration, other: ReportMigration): number {
  if (one.door !== other.door) return one.door === 'one-way' ? -1 : 1;
  return one.id < other.id ? 1 : one.id > other.id ? -1 : 0;
}

function needsStages(change: ReportChange): boolean {
  const worst = worstGrade(change.blastRadius);
  return change.door === 'one-way' || worst === 'high' || worst === 'critical';
}

function migrationsOf(part: ReportPart): readonly ReportMigration[] {
  const { assessments, histories, findings } = part.analysis;
  const positions = new Positions(part);
  return [...groupedByFile(assessments)].flatMap(([file, own]) => {
    const inFile = findings.filter((finding) => finding.file === file);
    const changes = own.map((one) => changeOf(one, inFile, positions));
    const [first] = own;
    if (first === undefined) return [];
    return {
      id: first.migration,
      file: positions.fileOf(file),
      dialect: dialectOf(histories, file),
      door: own.some((one) => one.door === 'one-way') ? 'one-way' : 'two-way',
      probability: combinedProbability(own.map((one) => one.failure.probability)),
      changes,
    };
  });
}

function dialectOf(histories: readonly History[], file: string): string {
  const history = histories.find((one) => one.migrations.some((migration) => migration.file === file));
  return history === undefined ? '' : history.target.dialect;
}

function changeOf(assessment: Assessment, inFile: readonly Finding[], positions: Positions): ReportChange {
  const { title, door, irreversibility, indicators, blastRadius, failure, risk, rollback } = assessment;
  const asks = [
    askedByScore(assessment.irreversibility.score, assessment.door),
    askedByIndicators(assessment.indicators),
    askedByBlastRadius(assessment.blastRadius),
  ];
  return {
    ...positions.placeOf(assessment),
    title,
    door,
    irreversibility,
    indicators,
    blastRadius,
    failure,
    risk,
    rollback,
    ticked: tickedCount(assessment.indicators),
    asks: asks.flatMap((ask) => ask ?? []),
    findings: inFile
      .filter((finding) => belongsTo(finding, assessment))
      .map((finding) => findingOf(finding, positions)),
    references: assessment.references.map((one) => ({ ...positions.placeOf(one), message: one.message })),
  };
}

function belongsTo(finding: Finding, { file, range, rules }: Assessment): boolean {
  return (
    finding.file === file &&
    rules.includes(finding.rule) &&
    finding.range.start < range.end &&
    finding.range.end > range.start
  );
}

function findingsOutside(part: ReportPart): readonly ReportFinding[] {
  const { findings, assessments } = part.analysis;
  const positions = new Positions(part);
  const byFile = groupedByFile(assessments);
  return findings
    .filter((finding) => !(byFile.get(finding.file) ?? []).some((one) => belongsTo(finding, one)))
    .map((finding) => findingOf(finding, positions));
}

function groupedByFile(assessments: readonly Assessment[]): ReadonlyMap<string, readonly Assessment[]> {
  const groups = new Map<string, Assessment[]>();
  for (const one of assessments) groups.set(one.file, [...(groups.get(one.file) ?? []), one]);
  return groups;
}

function findingOf(finding: Finding, positions: Positions): ReportFinding {
  const { rule, severity, confidence, door, message } = finding;
  const evidence = finding.evidence.map((one) => ({ ...positions.placeOf(one), message: one.message }));
  return { ...positions.placeOf(finding), rule, severity, confidence, door, message, evidence };
}

function countOf(findings: readonly Finding[], severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length;
}
