import type { Level, Severity } from '../model/finding';
import type { RuleMeta } from './rule';

export type Profile = 'default' | 'strict';

/** How loud each rule is: what the configuration says, the profile, and the rule's own default. */
export interface LevelSettings {
  readonly profile: Profile;
  readonly configured: Readonly<Record<string, Level>>;
}

/**
 * The severity of a finding, or null when its rule is off. A level in the configuration is final; else the
 * facts of the case (`wanted`) may lower or raise the default. The strict profile shows rules that are off as info.
 */
export function severityOf(
  meta: RuleMeta,
  wanted: Severity | undefined,
  settings: LevelSettings,
): Severity | null {
  const configured = settings.configured[meta.id];
  if (configured !== undefined) return configured === 'off' ? null : configured;
  if (meta.level === 'off') return settings.profile === 'strict' ? (wanted ?? 'info') : null;
  return wanted ?? meta.level;
}

export function isOn(meta: RuleMeta, settings: LevelSettings): boolean {
  return severityOf(meta, undefined, settings) !== null;
}
