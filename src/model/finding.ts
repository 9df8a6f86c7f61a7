import type { Confidence } from './dialect';
import type { Place, TextEdit } from './text';

export const severities = ['error', 'warning', 'info'] as const;
export type Severity = (typeof severities)[number];
export type Level = Severity | 'off';

export type Door = 'one-way' | 'two-way';

export interface Evidence extends Place {
  readonly message: string;
}

/** safe: changes no behaviour the message does not name; review: needs a look; stages: writes an evolution; suppress: an ignore comment. */
export type FixKind = 'safe' | 'review' | 'stages' | 'suppress';

export interface Fix {
  readonly title: string;
  readonly kind: FixKind;
  readonly edits: readonly TextEdit[];
}

/** A reported hazard: plain data, the same for every face. */
export interface Finding extends Place {
  readonly rule: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly door: Door | null;
  /** What, why here, what to do: up to three sentences-groups joined by a space. */
  readonly message: string;
  readonly evidence: readonly Evidence[];
}

/** Something that was not understood, and is therefore not called safe. */
export interface NotAnalysed extends Place {
  readonly reason: string;
  /** Counted and reported, but not shown where it stands: silenced, off, or a finding of its own. */
  readonly quiet?: true;
}
