import type { Severity } from '../../model/finding';
import { growsWithTable } from '../../schema/effects/describe';
import type { QualifiedName } from '../../schema/lookup';
import type { ChangeContext } from '../rule';
import { earlierChanges } from './changes-around';
import { nameOf } from './words';

/** Rows from which waiting for a table is felt, and below which it is over before anybody notices. */
const large = 1_000_000;
const small = 10_000;

/**
 * The severity of a hazard of waiting, by what the team declares of its tables: one step up for a large or
 * critical one, info where every table is declared small. `usual` where nothing is declared.
 */
export function weighed(context: ChangeContext, tables: readonly QualifiedName[], usual: Severity): Severity {
  const declared = tables.map((table) => context.declared(table));
  const isHeavy = declared.some(
    (table) =>
      (table?.rows ?? 0) >= large || table?.criticality === 'critical' || table?.criticality === 'high',
  );
  if (isHeavy) return usual === 'info' ? 'warning' : 'error';
  const isLight =
    declared.length > 0 && declared.every((table) => table?.rows !== undefined && table.rows < small);
  return isLight ? 'info' : usual;
}

/** Whether the change is over at once: nothing it does takes longer the larger the table is. */
export function isBrief({ effects }: ChangeContext): boolean {
  return !effects.effects.some(growsWithTable);
}

/** What is declared of the table, and whether the wait for its lock is bounded: sentences, or empty. */
export function circumstances(context: ChangeContext, table: QualifiedName): string {
  return [declaredWords(context, table), timeoutWords(context)].filter((part) => part !== '').join(' ');
}

function declaredWords(context: ChangeContext, table: QualifiedName): string {
  const declared = context.declared(table);
  const facts = [
    ...(declared?.rows === undefined ? [] : [`to hold about ${declared.rows.toLocaleString('en')} rows`]),
    ...(declared?.criticality === undefined ? [] : [`${declared.criticality} in criticality`]),
  ];
  return facts.length === 0 ? '' : `${nameOf(table)} is declared ${facts.join(' and ')}.`;
}

/** The migration set lock_timeout (Postgres) or lock_wait_timeout before, to something that is not off. */
export function waitsBounded(context: ChangeContext): string | null {
  const last = earlierChanges(context, 'set-setting').findLast((change) =>
    /^(?:session\.|@@(?:session\.)?)?(?:lock_timeout|lock_wait_timeout)$/i.test(change.setting),
  );
  const value = last?.value?.trim().replace(/^'|'$/g, '') ?? null;
  return value === null || /^0\s*(?:ms|s|min|h|d|us)?$|^default$/i.test(value) ? null : value;
}

function timeoutWords(context: ChangeContext): string {
  const timeout = waitsBounded(context);
  return timeout === null
    ? ''
    : `lock_timeout is ${timeout} here, so it gives up rather than queue for the lock; once it has the lock, it holds it.`;
}
