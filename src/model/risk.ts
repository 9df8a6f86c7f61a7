import type { Door, Evidence } from './finding';
import type { Place } from './text';

/** One addend of the irreversibility score (product.md: the risk model). */
export interface ScoreInput {
  readonly points: number;
  readonly reason: string;
}

export type IndicatorGroup = 'data' | 'consistency' | 'coordination' | 'reversibility';

/** One of the thirteen boxes. An unticked box means "no evidence", never "no". */
export interface Indicator {
  readonly id: string;
  readonly group: IndicatorGroup;
  readonly title: string;
  /** Non-empty: ticked. */
  readonly evidence: readonly string[];
}

export type Grade = 'low' | 'medium' | 'high' | 'critical';

/** One of the four questions of the blast radius, with what the answer rests on. */
export interface BlastAnswer {
  readonly question: 'what-breaks' | 'who-is-hit' | 'recoverable' | 'who-pays';
  readonly grade: Grade | null;
  readonly because: string;
}

export interface FailureEstimate {
  readonly pattern: string;
  readonly probability: number;
  readonly recoveryHours: number;
  readonly inputs: readonly string[];
}

/** Probability × impact × blast radius. */
export interface RiskFigure {
  readonly value: number;
  /** money: in the currency of the declared figures; relative: 0 to 1. */
  readonly unit: 'money' | 'relative';
  readonly inputs: readonly string[];
}

/** The risk of one change of one migration. */
export interface Assessment extends Place {
  readonly migration: string;
  readonly title: string;
  readonly door: Door;
  readonly irreversibility: { readonly score: number; readonly inputs: readonly ScoreInput[] };
  readonly indicators: readonly Indicator[];
  readonly blastRadius: readonly BlastAnswer[];
  readonly failure: FailureEstimate;
  readonly risk: RiskFigure;
  /** One line: how to go back, or that there is no way back. */
  readonly rollback: string;
  readonly rules: readonly string[];
  readonly references: readonly Evidence[];
}

/** Whether a change can be undone, and how. */
export interface Undo {
  /** whole: shape and data come back; shape: the shape does, data or detail does not; none: not even that. */
  readonly extent: 'whole' | 'shape' | 'none';
  /** SQL that gives the shape back; null when there is none, or what is known does not suffice to write it. */
  readonly statement: string | null;
  /** What does not come back, or what may stand in the way, as a sentence; null: nothing. */
  readonly reason: string | null;
}
