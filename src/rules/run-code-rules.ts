import type { CodeIndex } from '../model/code';
import type { Finding } from '../model/finding';
import type { Place } from '../model/text';
import { severityOf, type LevelSettings } from './levels';
import { contractRules, queryRules } from './registry';
import type { Draft, RuleMeta } from './rule';
import { messageText } from './run-migration-rules';

type CodeDraft = Draft & Pick<Place, 'file'>;

/** Findings of the rules about queries and contracts over a whole index, in order of file and place. */
export function runCodeRules(
  code: CodeIndex,
  settings: LevelSettings,
  fault: (message: string) => void,
): readonly Finding[] {
  const findings: Finding[] = [];
  const add = (meta: RuleMeta, make: () => readonly CodeDraft[]): void => {
    if (severityOf(meta, undefined, settings) === null) return;
    try {
      for (const draft of make()) findings.push(...findingOf(meta, draft, settings));
    } catch (error) {
      fault(`Rule ${meta.id} failed: ${String(error)}`);
    }
  };
  for (const rule of queryRules) {
    add(rule.meta, () =>
      code.loopedQueries
        .filter((looped) => looped.exemption === null)
        .flatMap((looped) => rule.check(looped, code)),
    );
  }
  for (const rule of contractRules) add(rule.meta, () => rule.check(code.routes, code));
  return findings.sort(byPlace);
}

function findingOf(meta: RuleMeta, draft: CodeDraft, settings: LevelSettings): Finding[] {
  const severity = severityOf(meta, draft.severity, settings);
  if (severity === null) return [];
  return [
    {
      file: draft.file,
      range: draft.range,
      rule: meta.id,
      severity,
      confidence: draft.confidence ?? 'medium',
      door: null,
      message: messageText(draft.message),
      evidence: draft.evidence ?? [],
    },
  ];
}

/** The stable order of findings: file, place, rule. */
export function byPlace(a: Finding, b: Finding): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return (
    a.range.start - b.range.start ||
    a.range.end - b.range.end ||
    (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0)
  );
}
