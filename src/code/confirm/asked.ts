import type { LibraryName } from '../../model/code';
import type { Place } from '../../model/text';

/** A call, and what the index took it for. */
export interface AskedCall {
  readonly place: Place;
  /** It is a query of a library; or it enters the function in which `next` stands. */
  readonly expected: { readonly library: LibraryName } | { readonly next: Place };
}

/** confirmed: the checker sees the same. refuted: it sees something else. unknown: types are missing, or leave it open. */
export type Verdict = 'confirmed' | 'refuted' | 'unknown';

export interface CheckerLimits {
  /** Milliseconds in all. */
  readonly time: number;
  /** Characters of source text. */
  readonly characters: number;
}

/** The texts of a root, by file; packages that are installed stand under `node_modules`. */
export interface CheckerSource {
  textOf(file: string): string | null;
  /** The file of the workspace that a specifier means; null for a package. */
  resolve(from: string, specifier: string): string | null;
  /** Milliseconds of a clock. */
  now(): number;
}

export interface CheckerAnswer {
  /** In the order of what was asked. */
  readonly verdicts: readonly Verdict[];
  /** Files that were read for it. */
  readonly files: number;
  /** Why not everything was looked at, as a sentence; null when everything was. */
  readonly stopped: string | null;
}
