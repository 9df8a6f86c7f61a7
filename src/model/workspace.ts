import type { CodeIndex } from './code';
import type { Assessment } from './risk';
import type { Finding, NotAnalysed } from './finding';
import type { History } from './migration';

/** What is known of the code that runs in production while a change is rolled out. */
export interface ReleasedVersion {
  /** As the user knows it: `origin/main`, `v1.4.0`. */
  readonly name: string;
  readonly code: CodeIndex;
}

/** How many files were left alone because they are for a database that is not read here. */
export interface ForeignFiles {
  /** Its name, for messages: `ClickHouse`. */
  readonly database: string;
  readonly files: number;
}

export interface Summary {
  readonly files: number;
  readonly statements: number;
  readonly notAnalysed: number;
  readonly findings: number;
  /** By database, sorted; empty when there are none. */
  readonly foreign: readonly ForeignFiles[];
}

/** Everything one analysis of a root says. Findings are in stable order: file, position, rule. */
export interface Analysis {
  readonly summary: Summary;
  readonly findings: readonly Finding[];
  readonly notAnalysed: readonly NotAnalysed[];
  readonly histories: readonly History[];
  readonly assessments: readonly Assessment[];
  /** What could not be judged and why (no git, shallow clone, …): shown once, never a finding. */
  readonly remarks: readonly string[];
}
