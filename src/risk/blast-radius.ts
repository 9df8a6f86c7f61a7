import type { BlastAnswer, Grade } from '../model/risk';

export const grades: readonly Grade[] = ['low', 'medium', 'high', 'critical'];

/** What the team declares about a table. */
export interface DeclaredTable {
  readonly rows?: number | undefined;
  readonly criticality?: Grade | undefined;
  readonly users?: 'under-1' | '1-10' | '10-50' | 'over-50' | undefined;
  readonly payer?: 'internal' | 'free' | 'paying' | 'regulated' | undefined;
  readonly owner?: string | undefined;
}

/** What analysis found about who uses the object of a change. Counts are null when the code was not read. */
export interface BlastFacts {
  readonly table: string | null;
  readonly files: number | null;
  /** Route groups (controllers, routers) that reach the table, and how many there are in all. */
  readonly groupsReached: number | null;
  readonly groups: number;
  /** Packages or services of the workspace that name it. */
  readonly services: number | null;
  readonly recovery: 'by-itself' | 'by-rollback' | 'by-hand' | 'not-at-all';
  readonly recoveryReason: string;
  readonly declared: DeclaredTable | null;
}

/** Fewer route groups than this say nothing about "all". */
const groupsForAll = 4;

/** The four answers. A grade is null where nothing is known, and the text says what to declare. */
export function blastRadiusOf(facts: BlastFacts): readonly BlastAnswer[] {
  return [whatBreaks(facts), whoIsHit(facts), recoverable(facts), whoPays(facts)];
}

function whatBreaks(facts: BlastFacts): BlastAnswer {
  const question = 'what-breaks';
  const seen = seenBreakage(facts);
  const declared = facts.declared?.criticality ?? null;
  if (declared !== null && (seen === null || grades.indexOf(declared) > grades.indexOf(seen.grade))) {
    const also = seen === null ? '' : ` ${seen.because}`;
    return {
      question,
      grade: declared,
      because: `${facts.table ?? 'The table'} is declared ${declared}.${also}`,
    };
  }
  if (seen === null) {
    return {
      question,
      grade: null,
      because: 'The code was not read, and nothing is declared for the table.',
    };
  }
  return { question, ...seen };
}

function seenBreakage(facts: BlastFacts): { grade: Grade; because: string } | null {
  const { files, groupsReached, groups, services } = facts;
  if (files === null || groupsReached === null || services === null) return null;
  if (files === 0 && groupsReached === 0) {
    return { grade: 'low', because: 'No code of this workspace names it; code elsewhere is not known.' };
  }
  const reached = `${groupsReached} of ${count(groups, 'group')} of routes ${groupsReached === 1 ? 'reaches' : 'reach'} the table`;
  const because = `Named in ${count(files, 'file')}; ${groups === 0 ? 'no routes are known' : reached}.`;
  if (groups >= groupsForAll && groupsReached === groups) return { grade: 'critical', because };
  if (services > 1) return { grade: 'high', because: `${because} ${services} services use it.` };
  // Without routes the files are all there is to go by.
  const wide = groups === 0 ? files > 1 : groupsReached > 1;
  return { grade: wide ? 'medium' : 'low', because };
}

const userGrades = { 'under-1': 'low', '1-10': 'medium', '10-50': 'high', 'over-50': 'critical' } as const;
const userWords = {
  'under-1': 'under 1 %',
  '1-10': '1 to 10 %',
  '10-50': '10 to 50 %',
  'over-50': 'over 50 %',
} as const;

function whoIsHit({ declared, table }: BlastFacts): BlastAnswer {
  const question = 'who-is-hit';
  if (declared?.users === undefined) return { question, grade: null, because: unknown(table, 'users') };
  return {
    question,
    grade: userGrades[declared.users],
    because: `Declared: ${userWords[declared.users]} of the users.`,
  };
}

const recoveryGrades = {
  'by-itself': 'low',
  'by-rollback': 'medium',
  'by-hand': 'high',
  'not-at-all': 'critical',
} as const;

function recoverable({ recovery, recoveryReason }: BlastFacts): BlastAnswer {
  return { question: 'recoverable', grade: recoveryGrades[recovery], because: recoveryReason };
}

const payerGrades = { internal: 'low', free: 'medium', paying: 'high', regulated: 'critical' } as const;
const payerWords = {
  internal: 'internal users',
  free: 'users of the free tier',
  paying: 'paying customers',
  regulated: 'regulated or financial business',
} as const;

function whoPays({ declared, table }: BlastFacts): BlastAnswer {
  const question = 'who-pays';
  if (declared?.payer === undefined) return { question, grade: null, because: unknown(table, 'payer') };
  return {
    question,
    grade: payerGrades[declared.payer],
    because: `Declared: ${payerWords[declared.payer]}.`,
  };
}

/** The gravest known grade; null when none is known. */
export function worstGrade(answers: readonly BlastAnswer[]): Grade | null {
  const worst = Math.max(
    ...answers.map((answer) => (answer.grade === null ? -1 : grades.indexOf(answer.grade))),
    -1,
  );
  return grades[worst] ?? null;
}

/** What the grades ask for. Unknown answers are never taken as low. */
export function askedByBlastRadius(answers: readonly BlastAnswer[]): string {
  switch (worstGrade(answers)) {
    case 'critical':
      return 'Be ready for an incident before starting.';
    case 'high':
      return 'Roll out in stages.';
    case 'medium':
      return 'Watch it, and have a rollback plan.';
    default:
      return answers.some((answer) => answer.grade === null)
        ? 'Nothing speaks against going on, as far as it is known.'
        : 'Go on.';
  }
}

function unknown(table: string | null, key: string): string {
  return table === null ? 'It is about no table.' : `Not declared: tables.${table}.${key} in evolens.yml.`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
