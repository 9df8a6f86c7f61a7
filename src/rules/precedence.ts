import type { Finding } from '../model/finding';

/** For each winner the rules it replaces on the same change (rules/sql.md of the catalogue: which id wins). */
const replaces: Readonly<Record<string, readonly string[]>> = {
  'rename-column': ['drop-column-still-declared', 'drop-column-still-used', 'contract-without-expand'],
  'rename-table': ['contract-without-expand'],
  'drop-column-still-declared': ['drop-column-still-used', 'drop-column', 'contract-without-expand'],
  'drop-column-still-used': ['drop-column', 'contract-without-expand'],
  'drop-column': ['contract-without-expand'],
  'drop-table': ['contract-without-expand'],
};

/**
 * One hazard, one finding: of findings made for the same change the stronger rule stays, and takes the
 * others' evidence and first sentence along as notes. `findings` are those of one change.
 */
export function mergeByPrecedence(findings: readonly Finding[]): readonly Finding[] {
  const rules = new Set(findings.map((finding) => finding.rule));
  const isLoser = (finding: Finding): boolean =>
    [...rules].some((rule) => replaces[rule]?.includes(finding.rule) === true);
  return findings
    .filter((finding) => !isLoser(finding))
    .map((winner) => {
      const losers = findings.filter((finding) => replaces[winner.rule]?.includes(finding.rule) === true);
      return losers.reduce(absorb, winner);
    });
}

function absorb(winner: Finding, loser: Finding): Finding {
  const known = new Set(winner.evidence.map((evidence) => `${evidence.file}:${evidence.range.start}`));
  const added = loser.evidence.filter((evidence) => !known.has(`${evidence.file}:${evidence.range.start}`));
  const note = `Also ${loser.rule}: ${firstSentence(loser.message)}`;
  return { ...winner, message: `${winner.message} ${note}`, evidence: [...winner.evidence, ...added] };
}

function firstSentence(message: string): string {
  return /^.*?[.](?=\s+[A-Z]|$)/s.exec(message)?.[0] ?? message;
}
