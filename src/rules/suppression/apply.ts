import type { Finding } from '../../model/finding';
import type { RuleMeta } from '../rule';
import { severityOf, type LevelSettings } from '../levels';
import { silences, type Directive } from './directives';
import { suppressionUnused } from './suppression-unused';
import { suppressionWithoutReason } from './suppression-without-reason';

/** One file's findings after its directives, with findings about the directives themselves. */
export interface Suppressed {
  readonly kept: readonly Finding[];
  readonly silenced: readonly Finding[];
}

/**
 * `complete` says that every rule that could speak about this file has spoken: only then can a directive be
 * called unused. `known` are the ids of all rules, so that a misspelt one is named.
 */
export function applyDirectives(
  file: string,
  findings: readonly Finding[],
  directives: readonly Directive[],
  settings: LevelSettings,
  options: { readonly complete: boolean; readonly known: ReadonlySet<string> },
): Suppressed {
  if (directives.length === 0) return { kept: findings, silenced: [] };
  const used = new Map<Directive, Set<string>>();
  const silenced: Finding[] = [];
  const kept: Finding[] = [];
  for (const finding of findings) {
    const matching = directives.filter((directive) => silences(directive, finding.rule, finding.range.start));
    for (const directive of matching)
      used.set(directive, (used.get(directive) ?? new Set()).add(finding.rule));
    (matching.length > 0 ? silenced : kept).push(finding);
  }
  const about = directives.flatMap((directive) => [
    ...withoutReason(file, directive, settings),
    ...(options.complete
      ? unused(file, directive, used.get(directive) ?? new Set(), settings, options.known)
      : []),
  ]);
  return { kept: [...kept, ...about], silenced };
}

function withoutReason(file: string, directive: Directive, settings: LevelSettings): Finding[] {
  if (directive.reason !== null && directive.rules.length > 0) return [];
  const message =
    directive.rules.length === 0
      ? 'This comment names no rule, so it silences nothing. A blanket silence would hide hazards that nobody has looked at. Write evolens-ignore <rule>: <reason>.'
      : `This comment silences ${directive.rules.join(', ')} without saying why. The next reader cannot tell whether the reason still holds. Add it after a colon.`;
  return finding(file, directive, suppressionWithoutReason.meta, message, settings);
}

function unused(
  file: string,
  directive: Directive,
  used: ReadonlySet<string>,
  settings: LevelSettings,
  known: ReadonlySet<string>,
): Finding[] {
  const idle = directive.rules.filter((rule) => !used.has(rule) && rule !== suppressionUnused.meta.id);
  if (idle.length === 0) return [];
  const unknown = idle.filter((rule) => !known.has(rule));
  const message =
    unknown.length > 0
      ? `There is no rule named ${unknown.join(', ')}. The comment silences nothing under that name. Correct the id or remove it.`
      : `Nothing is reported here under ${idle.join(', ')}. A silence that is left behind would also hide the next such hazard. Remove it.`;
  return finding(file, directive, suppressionUnused.meta, message, settings);
}

function finding(
  file: string,
  directive: Directive,
  meta: RuleMeta,
  message: string,
  settings: LevelSettings,
): Finding[] {
  const severity = severityOf(meta, undefined, settings);
  if (severity === null) return [];
  return [
    {
      file,
      range: directive.range,
      rule: meta.id,
      severity,
      confidence: 'high',
      door: null,
      message,
      evidence: [],
    },
  ];
}
