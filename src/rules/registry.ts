import type { ContractRule, EngineRule, MigrationRule, QueryRule, RuleMeta } from './rule';
import { suppressionUnused } from './suppression/suppression-unused';
import { suppressionWithoutReason } from './suppression/suppression-without-reason';

/** Static imports, so that bundles hold them; sorted by id. A test compares this list with folders and pages. */
export const migrationRules: readonly MigrationRule[] = [];

export const queryRules: readonly QueryRule[] = [];

export const contractRules: readonly ContractRule[] = [];

export const engineRules: readonly EngineRule[] = [suppressionUnused, suppressionWithoutReason];

/** Metadata of every rule, sorted by id. */
export const allRules: readonly RuleMeta[] = [
  ...migrationRules,
  ...queryRules,
  ...contractRules,
  ...engineRules,
]
  .map((rule) => rule.meta)
  .sort((a, b) => (a.id < b.id ? -1 : 1));

export const ruleIds: ReadonlySet<string> = new Set(allRules.map((meta) => meta.id));
