import type { Finding, Fix, NotAnalysed } from '../model/finding';
import type { Summary } from '../model/workspace';

/** What `check` says about one root. Files are relative to that root; `prefix` leads to it from the current folder. */
export interface CheckResult {
  readonly prefix: string;
  readonly summary: Summary;
  readonly findings: readonly { readonly finding: Finding; readonly fixes: readonly Fix[] }[];
  readonly notAnalysed: readonly NotAnalysed[];
  readonly remarks: readonly string[];
  /** Text of a file of the root, for turning offsets into positions; '' when it does not exist. */
  textOf(file: string): string;
}
