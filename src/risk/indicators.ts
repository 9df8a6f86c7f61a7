import type { Indicator, IndicatorGroup } from '../model/risk';
import { defaultNumbers, type RiskNumbers } from './numbers';

/** The thirteen boxes in the order they are shown. */
export const indicatorTitles = {
  'primary-store': ['data', 'Changes the primary store'],
  'format-in-place': ['data', 'Changes a data format in place'],
  'unrepeatable-backfill': ['data', 'Backfills data that cannot be regenerated'],
  'deletes-data': ['data', 'Deletes or archives data'],
  'dual-writes': ['consistency', 'Writes to several stores'],
  'consistency-model': ['consistency', 'Changes the consistency model'],
  'distributed-state': ['consistency', 'Migrates distributed state (locks, leases, coordination)'],
  'several-teams': ['coordination', 'Several teams must change together'],
  'external-clients': ['coordination', 'External clients must update'],
  'deploy-order': ['coordination', 'Services must deploy in a given order'],
  'data-back': ['reversibility', 'Going back needs data to be migrated back'],
  'old-path-removed': ['reversibility', 'The old path is removed before the new one is proven'],
  'not-compatible': ['reversibility', 'The new format is not backward compatible'],
} as const satisfies Readonly<Record<string, readonly [IndicatorGroup, string]>>;

export type IndicatorId = keyof typeof indicatorTitles;

/** Why boxes are ticked; a box that is missing or has an empty list is unticked: no evidence. */
export type IndicatorEvidence = Readonly<Partial<Record<IndicatorId, readonly string[]>>>;

/** All thirteen boxes, ticked where there is evidence. */
export function indicatorsOf(evidence: IndicatorEvidence): readonly Indicator[] {
  return (Object.keys(indicatorTitles) as IndicatorId[]).map((id) => {
    const [group, title] = indicatorTitles[id];
    return { id, group, title, evidence: evidence[id] ?? [] };
  });
}

export function tickedCount(indicators: readonly Indicator[]): number {
  return indicators.filter((indicator) => indicator.evidence.length > 0).length;
}

/** The share of boxes that are ticked, 0 to 1: the complexity of a change. */
export function complexityOf(indicators: readonly Indicator[]): number {
  return indicators.length === 0 ? 0 : tickedCount(indicators) / indicators.length;
}

/** What the number of ticked boxes asks for; null when it asks for nothing. */
export function askedByIndicators(
  indicators: readonly Indicator[],
  numbers: RiskNumbers = defaultNumbers,
): string | null {
  const ticked = tickedCount(indicators);
  if (ticked > numbers.indicators.runbookAbove) return 'Write the incident runbook first.';
  return ticked > numbers.indicators.rollbackPlanAbove ? 'Needs an explicit rollback plan.' : null;
}
