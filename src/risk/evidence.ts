import type { Evidence } from '../model/finding';
import type { ChangeInPlace } from './change-in-place';
import { columnsTouched, tableOf } from './subject';
import type { Consequences } from './consequences';
import type { IndicatorEvidence } from './indicators';

/** What the change, the history and the code say about each of the thirteen boxes. */
export function indicatorEvidence(
  context: ChangeInPlace,
  consequences: Consequences,
  references: readonly Evidence[],
  owners: readonly string[],
): IndicatorEvidence {
  const { change } = context;
  const table = tableOf(context);
  const planned = table !== null && context.plans.some(({ plan }) => plan.table === table.name);
  const rewrites = change.kind === 'alter-column-type' || change.kind === 'redefine-column';
  const named = references.length > 0 ? [`${places(references.length)} in code.`] : [];
  return {
    'primary-store': changesStored(context, consequences),
    'format-in-place': rewrites ? [`The type of ${describeColumns(context)} changes in place.`] : [],
    'unrepeatable-backfill': change.kind === 'update' ? listed(consequences.losesDetail) : [],
    'deletes-data': listed(consequences.deletesData),
    'several-teams': owners.length > 1 ? [`Owned by ${owners.join(', ')}.`] : [],
    'deploy-order': listed(consequences.breaksReleased),
    'data-back': listed(consequences.deletesData ?? consequences.losesDetail),
    'old-path-removed':
      removesOldPath(context) && !planned ? [...named, 'No plan file proves a new path first.'] : [],
    'not-compatible': listed(consequences.breaksReleased),
  };
}

function changesStored(context: ChangeInPlace, { changesSchema }: Consequences): readonly string[] {
  const table = tableOf(context);
  if (table === null || context.isNew(table)) return [];
  return [
    `${changesSchema ? 'The shape' : 'The data'} of ${table.name} changes, a table that was there before.`,
  ];
}

function removesOldPath({ change }: ChangeInPlace): boolean {
  return ['drop-column', 'drop-table', 'rename-column', 'rename-table'].includes(change.kind);
}

function describeColumns(context: ChangeInPlace): string {
  const table = tableOf(context);
  return `${table?.name ?? 'a table'}.${columnsTouched(context).join(', ')}`;
}

function listed(text: string | null): readonly string[] {
  return text === null ? [] : [text];
}

function places(count: number): string {
  return count === 1 ? 'It is named in 1 place' : `It is named in ${count} places`;
}
