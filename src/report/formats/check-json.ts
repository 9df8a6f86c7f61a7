import type { ForeignFiles, Summary } from '../../model/workspace';
import type { CheckResult } from '../check-result';
import { Positions } from '../positions';

/** The version of the JSON that `evolens check` prints; a change that breaks readers raises it. */
export const checkSchemaVersion = 1;

/** The JSON of `evolens check`, as docs/cli.md fixes it. Several roots make one document. */
export function checkJson(results: readonly CheckResult[]): string {
  const documents = results.map((result) => documentOf(result));
  const { foreign, ...summary } = totalOf(results.map((result) => result.summary));
  const whole = {
    schemaVersion: checkSchemaVersion,
    summary,
    findings: documents.flatMap((document) => document.findings),
    notAnalysed: documents.flatMap((document) => document.notAnalysed),
    ...(foreign.length > 0 && { foreign }),
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

/** The summary of several roots. */
export function totalOf(summaries: readonly Summary[]): Summary {
  const sum = (key: Exclude<keyof Summary, 'foreign'>): number =>
    summaries.reduce((total, summary) => total + summary[key], 0);
  return {
    files: sum('files'),
    statements: sum('statements'),
    notAnalysed: sum('notAnalysed'),
    findings: sum('findings'),
    foreign: totalForeign(summaries.flatMap((summary) => summary.foreign)),
  };
}

function totalForeign(all: readonly ForeignFiles[]): readonly ForeignFiles[] {
  const databases = [...new Set(all.map((one) => one.database))].sort();
  return databases.map((database) => ({
    database,
    files: all.reduce((total, one) => total + (one.database === database ? one.files : 0), 0),
  }));
}

function documentOf(result: CheckResult): { findings: readonly object[]; notAnalysed: readonly object[] } {
  const positions = new Positions(result);
  return {
    findings: result.findings.map(({ finding, fixes }) => ({
      rule: finding.rule,
      severity: finding.severity,
      confidence: finding.confidence,
      door: finding.door,
      ...positions.placeOf(finding),
      message: finding.message,
      evidence: finding.evidence.map((one) => ({ ...positions.placeOf(one), message: one.message })),
      fixes: fixes.map((fix) => ({
        title: fix.title,
        kind: fix.kind,
        edits: fix.edits.map((edit) => ({ ...positions.placeOf(edit), newText: edit.newText })),
      })),
    })),
    notAnalysed: result.notAnalysed.map((one) => ({ ...positions.placeOf(one), reason: one.reason })),
  };
}
