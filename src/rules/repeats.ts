import type { Evidence, Finding } from '../model/finding';
import type { LevelSettings } from './levels';

/** Rules whose remedy is the same at each place and that lose nothing, most of them about waiting: one word about a migration is enough. */
const saidOnce: ReadonlySet<string> = new Set([
  'add-check-validating',
  'add-column-check',
  'add-column-constrained-domain',
  'add-column-default-rewrite',
  'add-column-generated-stored',
  'add-column-identity',
  'add-column-serial',
  'add-column-unique',
  'add-foreign-key-validating',
  'add-primary-key-blocking',
  'add-unique-constraint-blocking',
  'alter-column-type-constraint',
  'alter-column-type-rewrite',
  'backfill-unbatched',
  'backfill-with-schema-change',
  'constraint-breaks-old-writers',
  'create-index-blocking',
  'drop-default-in-use',
  'drop-index-blocking',
  'identifier-too-long',
  'index-after-alter-in-transaction',
  'index-replaced-by-drop-first',
  'lock-table',
  'reindex-blocking',
  'set-not-null-scanning',
  'validate-in-same-transaction',
]);

/** Rules that ask for the same (indexes with CONCURRENTLY, in a migration of their own): one word for all, by the first that is there. */
const indexes: readonly string[] = [
  'index-after-alter-in-transaction',
  'index-replaced-by-drop-first',
  'create-index-blocking',
  'drop-index-blocking',
];

const mostEvidence = 10;

/**
 * Findings of one migration with one warning for each rule about waiting: the first place keeps it and shows
 * the others as evidence, the others stay as info. Same length, same order. A level that is configured, and
 * the strict profile, are left alone.
 */
export function quietRepeats(findings: readonly Finding[], settings: LevelSettings): readonly Finding[] {
  if (settings.profile === 'strict') return findings;
  const repeated = findings.filter(
    ({ rule, severity }) =>
      saidOnce.has(rule) && severity === 'warning' && settings.configured[rule] === undefined,
  );
  if (repeated.length < 2) return findings;
  const among = new Set(repeated);
  const winners = new Map<string, Finding>();
  for (const finding of repeated) {
    const known = winners.get(subjectOf(finding));
    if (known === undefined || rank(finding) < rank(known)) winners.set(subjectOf(finding), finding);
  }
  return findings.map((finding) => {
    const winner = winners.get(subjectOf(finding));
    if (winner === undefined || !among.has(finding)) return finding;
    if (winner !== finding) return quieter(finding, winner);
    const others = repeated.filter((one) => one !== finding && subjectOf(one) === subjectOf(finding));
    return withOthers(finding, others);
  });
}

function subjectOf({ rule }: Finding): string {
  return indexes.includes(rule) ? 'indexes' : rule;
}

/** Among rules that ask for the same, the one whose lock is the worst speaks. */
function rank({ rule }: Finding): number {
  return indexes.indexOf(rule);
}

function quieter(finding: Finding, winner: Finding): Finding {
  const where =
    winner.rule === finding.rule
      ? 'This migration does the same further up, where the warning stands.'
      : `This migration is asked for the same where the warning stands (${winner.rule}).`;
  return { ...finding, severity: 'info', message: `${finding.message} ${where}` };
}

function withOthers(finding: Finding, others: readonly Finding[]): Finding {
  if (others.length === 0) return finding;
  const places = others.slice(0, mostEvidence).map(({ file, range, rule }): Evidence => {
    return {
      file,
      range,
      message: rule === finding.rule ? 'The same again.' : `The same holds here (${rule}).`,
    };
  });
  const count = others.length === 1 ? 'another place' : `${others.length} more places`;
  const same = others.every((one) => one.rule === finding.rule);
  const words = same
    ? `This migration does the same in ${count}.`
    : `The same remedy holds for ${count} of this migration.`;
  return {
    ...finding,
    message: `${finding.message} ${words}`,
    evidence: [...finding.evidence, ...places],
  };
}
