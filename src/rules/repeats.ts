import type { Evidence, Finding } from '../model/finding';
import type { LevelSettings } from './levels';

/** Rules whose remedy is the same at each place, most of them about waiting: one word about a migration is enough. */
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
  'index-after-alter-in-transaction',
  'index-replaced-by-drop-first',
  'reindex-blocking',
  'set-not-null-scanning',
  'validate-in-same-transaction',
]);

/** Rules that ask for the same as another, so that one word is enough for both. */
const saidBy: Readonly<Record<string, string>> = {
  'index-after-alter-in-transaction': 'create-index-blocking',
};

const mostEvidence = 10;

/**
 * Findings of one migration with one warning for each rule about waiting: the first place keeps it and shows
 * the others as evidence, the others stay as info. Same length, same order. A level that is configured, and
 * the strict profile, are left alone.
 */
export function quietRepeats(findings: readonly Finding[], settings: LevelSettings): readonly Finding[] {
  if (settings.profile === 'strict') return findings;
  const repeated = (finding: Finding): boolean =>
    saidOnce.has(finding.rule) &&
    finding.severity === 'warning' &&
    settings.configured[finding.rule] === undefined;
  const subject = (finding: Finding): string => saidBy[finding.rule] ?? finding.rule;
  const first = new Map<string, Finding>();
  for (const finding of findings)
    if (repeated(finding) && !first.has(subject(finding))) first.set(subject(finding), finding);
  return findings.map((finding) => {
    const winner = first.get(subject(finding));
    if (winner === undefined || !repeated(finding)) return finding;
    if (winner === finding)
      return withOthers(
        finding,
        findings.filter((one) => one !== finding && subject(one) === subject(finding) && repeated(one)),
      );
    return {
      ...finding,
      severity: 'info',
      message: `${finding.message} This migration does the same further up, where the warning stands.`,
    };
  });
}

function withOthers(finding: Finding, others: readonly Finding[]): Finding {
  if (others.length === 0) return finding;
  const places = others
    .slice(0, mostEvidence)
    .map(({ file, range }): Evidence => ({ file, range, message: 'The same again.' }));
  const count = others.length === 1 ? 'another place' : `${others.length} more places`;
  return {
    ...finding,
    message: `${finding.message} This migration does the same in ${count}.`,
    evidence: [...finding.evidence, ...places],
  };
}
