import type { Finding, Fix, NotAnalysed } from '../model/finding';
import type { Summary } from '../model/workspace';
import type { Analyser } from '../workspace/analyse';
import type { CheckArguments } from './arguments';

/** What `check` says about some files of one root, as plain data that can go from one thread to another. */
export interface CheckedFiles {
  readonly summary: Summary;
  readonly findings: readonly { readonly finding: Finding; readonly fixes: readonly Fix[] }[];
  readonly notAnalysed: readonly NotAnalysed[];
}

export type CheckChoices = Pick<CheckArguments, 'profile' | 'format'>;

/** Judges the files (all of the root when null). Only JSON shows fixes, so only for JSON they are made. */
export function checkFiles(
  analyser: Analyser,
  files: ReadonlySet<string> | null,
  { profile, format }: CheckChoices,
): CheckedFiles {
  const judgement = analyser.judge(files, { profile, withCode: true, mayAskTypes: true });
  return {
    summary: {
      files: judgement.files,
      statements: judgement.statements,
      notAnalysed: judgement.notAnalysed.length,
      findings: judgement.findings.length,
      foreign: judgement.foreign,
    },
    findings: judgement.findings.map((judged) => ({
      finding: judged.finding,
      fixes: format === 'json' ? judged.fixes() : [],
    })),
    notAnalysed: judgement.notAnalysed,
  };
}
