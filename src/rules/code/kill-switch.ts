import type { FlagSettings } from '../rule';

/** Names that say themselves that the flag is there to switch something off in an emergency. */
const byName =
  /kill[-_.]?switch|(?:^|[-_.])kill(?:[-_.]|$)|circuit[-_.]?breaker|maintenance|emergency|break[-_.]?glass/i;

/** A flag that stays for good: declared so by the team, or named so. `*` of a declaration stands for any part. */
export function isKillSwitch(flag: string, { killSwitches }: FlagSettings): boolean {
  return byName.test(flag) || killSwitches.some((declared) => patternOf(declared).test(flag));
}

function patternOf(declared: string): RegExp {
  const parts = declared.split('*').map((part) => part.replace(/[^\w]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`);
}
