import type { Finding, Fix } from '../model/finding';
import type { Range } from '../model/text';
import { removeComment, suppressFix } from './suppress-fix';

/** A finding with its fixes, which are made when asked for. */
export interface JudgedFinding {
  readonly finding: Finding;
  /** The statement it is about, in the file; absent where there is none. */
  readonly statement?: Range;
  fixes(): readonly Fix[];
}

/** A finding whose only fix is to silence it, or to remove what silences nothing. `text` is that of its file. */
export function judgedAlone(finding: Finding, text: string): JudgedFinding {
  return {
    finding,
    fixes: () => [
      finding.rule === 'suppression-unused'
        ? removeComment(finding, text)
        : suppressFix(finding, text, finding.range.start),
    ],
  };
}
