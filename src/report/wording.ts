import type { Standing } from '../evolution/progress';
import type { BlastAnswer, RiskFigure } from '../model/risk';
import type { ForeignFiles } from '../model/workspace';
import type { Report } from './report';
import { counted } from './formats/plain';

export const questionWords: Readonly<Record<BlastAnswer['question'], string>> = {
  'what-breaks': 'What breaks?',
  'who-is-hit': 'Who is hit?',
  recoverable: 'Can it be recovered?',
  'who-pays': 'Who pays?',
};

export const groupWords = {
  data: 'Data',
  consistency: 'Consistency',
  coordination: 'Coordination',
  reversibility: 'Reversibility',
} as const;

/** What stands for a missing grade: never "low". */
export function gradeWord(grade: BlastAnswer['grade']): string {
  return grade ?? 'unknown';
}

/** What stands beside an unticked box: never "no". */
export const noEvidence = 'no evidence';

export function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}

export function riskWords(risk: RiskFigure): string {
  return risk.unit === 'money'
    ? `${Math.round(risk.value)} (declared currency)`
    : `${risk.value.toFixed(2)} (relative, 0 to 1)`;
}

export function hoursWords(hours: number): string {
  return hours === 0 ? 'instant' : hours < 1 ? `${Math.round(hours * 60)} min` : `${hours} h`;
}

/** The report in one sentence. */
export function headline({ summary }: Report): string {
  if (summary.migrations === 0) {
    return summary.findings === 0
      ? 'No migration waits for release, and there are no findings.'
      : `No migration waits for release; ${counted(summary.findings, 'finding')}.`;
  }
  const doors = summary.oneWay === 0 ? 'no one-way doors' : counted(summary.oneWay, 'one-way door');
  return `${counted(summary.migrations, 'migration')} not yet released: ${doors}, ${counted(summary.findings, 'finding')}.`;
}

export function unreadWords({ summary }: Report): string {
  return summary.notAnalysed === 0
    ? 'Everything was analysed.'
    : `${summary.notAnalysed} ${summary.notAnalysed === 1 ? 'place was' : 'places were'} not analysed, and ${summary.notAnalysed === 1 ? 'is' : 'are'} not called safe.`;
}

/** What was left alone because it is for a database that is not read here; nothing when there is none. */
export function foreignWords(foreign: readonly ForeignFiles[]): readonly string[] {
  const total = foreign.reduce((sum, one) => sum + one.files, 0);
  if (total === 0) return [];
  const each = foreign.map(({ database, files }, index) =>
    index === 0 ? `${counted(files, 'file')} in ${database}'s dialect` : `${files} in ${database}'s`,
  );
  const list = each.length === 1 ? each.join('') : `${each.slice(0, -1).join(', ')} and ${each.at(-1) ?? ''}`;
  return [`${list} ${total === 1 ? 'is not ours and was' : 'are not ours and were'} left alone.`];
}

const standingWords: Readonly<Record<Standing, string>> = {
  'not-due': 'not due',
  due: 'due',
  'in-work-tree': 'in work tree',
  'on-base': 'on base, held',
  complete: 'complete',
};

export function standingWord(standing: Standing): string {
  return standingWords[standing];
}
