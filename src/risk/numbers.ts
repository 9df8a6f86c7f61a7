/** How a change is brought to production; it decides the base rate of failure. */
export const rolloutPatterns = [
  'big-bang',
  'blue-green',
  'event-replay',
  'versioned-api',
  'canary',
  'expand-contract',
  'strangler',
  'branch-by-abstraction',
  'parallel-run',
  'feature-flag',
] as const;
export type RolloutPattern = (typeof rolloutPatterns)[number];

/** What a pattern is expected to cost: how often it fails, and hours until service is back. */
export interface PatternNumbers {
  readonly failure: number;
  readonly recoveryHours: number;
}

/** Points added to the irreversibility score. */
export interface ScoreNumbers {
  readonly deletesData: number;
  readonly lossyTransformation: number;
  readonly schemaChange: number;
  readonly exposesContract: number;
  readonly externalData: number;
  readonly longCommitment: number;
  readonly tightCoupling: number;
  readonly removesAbstraction: number;
  /** From this score on a change is a one-way door. */
  readonly oneWayFrom: number;
}

/** Every number of the risk model. The defaults are those of the product description; all can be replaced. */
export interface RiskNumbers {
  readonly score: ScoreNumbers;
  readonly patterns: Readonly<Record<RolloutPattern, PatternNumbers>>;
  /** No probability is said to be higher. */
  readonly probabilityCap: number;
  readonly cascade: { readonly strongest: number; readonly mean: number; readonly factor: number };
  /** How tightly two tables or a view and its table hang together, 0 to 1. */
  readonly coupling: { readonly foreignKey: number; readonly view: number };
  /** More ticked boxes than this ask for a rollback plan, more than that for an incident runbook. */
  readonly indicators: { readonly rollbackPlanAbove: number; readonly runbookAbove: number };
}

export const defaultNumbers: RiskNumbers = {
  score: {
    deletesData: 3,
    lossyTransformation: 2,
    schemaChange: 1,
    exposesContract: 2,
    externalData: 2,
    longCommitment: 3,
    tightCoupling: 1,
    removesAbstraction: 1,
    oneWayFrom: 3,
  },
  patterns: {
    'big-bang': { failure: 0.3, recoveryHours: 24 },
    'blue-green': { failure: 0.15, recoveryHours: 0.5 },
    'event-replay': { failure: 0.08, recoveryHours: 4 },
    'versioned-api': { failure: 0.06, recoveryHours: 1 },
    canary: { failure: 0.05, recoveryHours: 0.25 },
    'expand-contract': { failure: 0.04, recoveryHours: 2 },
    strangler: { failure: 0.03, recoveryHours: 1 },
    'branch-by-abstraction': { failure: 0.03, recoveryHours: 1.5 },
    'parallel-run': { failure: 0.02, recoveryHours: 0.1 },
    'feature-flag': { failure: 0.02, recoveryHours: 0 },
  },
  probabilityCap: 0.95,
  cascade: { strongest: 0.4, mean: 0.6, factor: 0.5 },
  coupling: { foreignKey: 0.5, view: 0.7 },
  indicators: { rollbackPlanAbove: 2, runbookAbove: 4 },
};
