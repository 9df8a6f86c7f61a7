import type { Finding } from '../model/finding';

/** What a finding says again that others say: the remedy is one for all of them. */
export interface SameAs {
  /** Equal for findings that say the same, also of different rules. */
  readonly key: string;
  /** It stands where the remedy is made: it takes the others along wherever they stand. */
  readonly leads?: boolean;
}

/** A finding, and what makes it one of several. */
export interface Gathered {
  readonly finding: Finding;
  readonly sameAs: SameAs | null;
}

const mostPlaces = 10;

/**
 * Findings in order of place, of which those of one key are told once: where the remedy is made, else at the first
 * place, with the others as related places. What is more than information stays by itself.
 */
export function gatherSame(entries: readonly Gathered[]): readonly Finding[] {
  const groups = new Map<string, Gathered[]>();
  for (const entry of entries) {
    const key = entry.finding.severity === 'info' ? entry.sameAs?.key : undefined;
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(entry);
    else groups.set(key, [entry]);
  }
  return entries.flatMap((entry) => {
    const key = entry.finding.severity === 'info' ? entry.sameAs?.key : undefined;
    const group = key === undefined ? undefined : groups.get(key);
    if (group === undefined || group.length === 1) return [entry.finding];
    const first = group.find(({ sameAs }) => sameAs?.leads === true) ?? group[0];
    return first === entry
      ? [
          withPlaces(
            entry.finding,
            group.filter((other) => other !== entry),
          ),
        ]
      : [];
  });
}

function withPlaces(finding: Finding, others: readonly Gathered[]): Finding {
  const places = others.slice(0, mostPlaces).map(({ finding: { file, range, rule } }) => ({
    file,
    range,
    message: rule === finding.rule ? 'The same here' : `Here it matters (${rule})`,
  }));
  const count = others.length === 1 ? 'one other place' : `${String(others.length)} other places`;
  return {
    ...finding,
    message: `${finding.message} It concerns ${count} as well.`,
    evidence: [...finding.evidence, ...places],
  };
}
