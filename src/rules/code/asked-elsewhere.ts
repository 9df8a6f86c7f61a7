import type { FlagCall } from '../../model/code';
import type { Evidence } from '../../model/finding';

/** Places that are shown of one flag; more would bury what is said. */
const most = 10;

/** The other calls that ask for a flag, as evidence of a finding at the first. */
export function askedElsewhere(calls: readonly FlagCall[]): readonly Evidence[] {
  return calls
    .slice(1, most + 1)
    .map(({ file, range }) => ({ file, range, message: 'It is asked here as well' }));
}
