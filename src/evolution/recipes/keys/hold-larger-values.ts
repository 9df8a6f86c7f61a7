import { draftStage, released } from '../draft-stage';
import type { DraftStage } from '../recipe';

/** The stage in which the application learns to hold the values of a wider key. `apart` counts rows that differ. */
export function holdLargerValues(type: string, label: string, apart: DraftStage['verification']): DraftStage {
  return draftStage('switch-reads', {
    application: `Release a version that can hold a ${type} wherever it holds ${label}: types, JSON numbers above 2^53, clients. Then set done.`,
    preconditions: [released('verify')],
    verification: apart,
    rollbackNote: 'Release the previous version again.',
  });
}
