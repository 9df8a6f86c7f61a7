import type { ChangeContext } from '../rule';
import { earlierChanges } from './changes-around';

/** The time zone of the session as far as the migration sets it before this change: UTC, another one, or not said. */
export function sessionTimeZone(context: ChangeContext): 'utc' | 'other' | 'unknown' {
  const last = earlierChanges(context, 'set-setting').findLast((change) =>
    /^time\s*zone$/i.test(change.setting),
  );
  if (last === undefined || last.value === null) return 'unknown';
  const zone = last.value.trim().replace(/^'|'$/g, '');
  return /^(utc|gmt|etc\/utc|etc\/gmt|zulu|0)$/i.test(zone) ? 'utc' : 'other';
}
