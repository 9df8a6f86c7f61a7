import type { Finding, NotAnalysed } from '../model/finding';

/** What was said about one migration in one of its histories. */
export interface FileJudgement<T extends { readonly finding: Finding }> {
  readonly file: string;
  readonly findings: readonly T[];
  readonly notAnalysed: readonly NotAnalysed[];
  readonly statements: number;
}

const severities = { error: 2, warning: 1, info: 0 } as const;

/**
 * One judgement for each file. A file that runs in histories of several dialects is judged in each; what they say
 * alike is said once, as loud as the loudest. A comment silences nothing only when it does so in none of them.
 */
export function onceForEachFile<T extends { readonly finding: Finding }>(
  parts: readonly FileJudgement<T>[],
): readonly FileJudgement<T>[] {
  const byFile = new Map<string, FileJudgement<T>[]>();
  for (const part of parts) {
    const same = byFile.get(part.file);
    if (same === undefined) byFile.set(part.file, [part]);
    else same.push(part);
  }
  if (byFile.size === parts.length) return parts;
  return [...byFile.values()].flatMap((same) => (same.length === 1 ? same : merged(same)));
}

function merged<T extends { readonly finding: Finding }>(
  parts: readonly FileJudgement<T>[],
): FileJudgement<T>[] {
  const [first] = parts;
  if (first === undefined) return [];
  const loudest = new Map<string, T>();
  const counts = new Map<string, number>();
  for (const { findings } of parts)
    for (const one of findings) {
      const key = keyOf(one.finding);
      counts.set(key, (counts.get(key) ?? 0) + 1);
      const known = loudest.get(key);
      if (known === undefined || severities[one.finding.severity] > severities[known.finding.severity])
        loudest.set(key, one);
    }
  const isSaid = (key: string, { finding }: T): boolean =>
    finding.rule !== 'suppression-unused' || counts.get(key) === parts.length;
  const places = new Map(
    parts
      .flatMap((part) => part.notAnalysed)
      .map((entry) => [`${entry.range.start}:${entry.range.end}`, entry]),
  );
  return [
    {
      file: first.file,
      findings: [...loudest].filter(([key, one]) => isSaid(key, one)).map(([, one]) => one),
      notAnalysed: [...places.values()],
      statements: Math.max(...parts.map((part) => part.statements)),
    },
  ];
}

function keyOf({ rule, range }: Finding): string {
  return `${rule}:${range.start}:${range.end}`;
}
