import { quote } from '../../../sql/identifiers';
import type { Replacement } from '../columns/replacement';
import type { Expressions } from './replacement-expressions';

/**
 * Triggers that keep old and new columns in step. A trigger of SQLite cannot change the row that is written, so it
 * updates it afterwards; the second update finds the columns in step and fires nothing more.
 */
export function replacementTriggers(facts: Replacement, expressions: Expressions): readonly string[] {
  const { inStep, sameOld, sameNew, sameAt, oldIsPreset, newIsPreset, forward, backward } = expressions;
  const added = (at: number): string => quote(facts.new[at]?.name ?? '', 'sqlite');
  const old = (at: number): string => quote(facts.old[at]?.column.name ?? '', 'sqlite');
  const trigger = (name: string, event: string, newWrote: string, unfilled: string | null): string => {
    // A row that is not backfilled yet: what the statement leaves alone comes from the old columns first.
    const kept = (at: number): string =>
      unfilled === null
        ? `NEW.${added(at)}`
        : `CASE WHEN ${unfilled} AND ${sameAt(at, 'NEW.', 'OLD.')} THEN ${forward(at, 'OLD.')} ELSE NEW.${added(at)} END`;
    const set = (assignments: readonly string[]): string =>
      `UPDATE ${facts.sql} SET ${assignments.join(', ')} WHERE rowid = NEW.rowid AND `;
    const follow = facts.new.map((_, at) => `${added(at)} = ${forward(at, 'NEW.')}`);
    // With the row as it is now, because what was left alone may have been filled a moment ago.
    const lead = facts.old.map((_, at) => `${old(at)} = ${backward(at, '')}`);
    const fill = unfilled === null ? [] : [`${set(facts.new.map((_, at) => `${added(at)} = ${kept(at)}`))}${newWrote};`]; // prettier-ignore
    return (
      `CREATE TRIGGER ${name} AFTER ${event} ON ${facts.sql} FOR EACH ROW WHEN NOT ${inStep('NEW.')}\nBEGIN\n` +
      [...fill, `${set(lead)}${newWrote};`, `${set(follow)}NOT ${newWrote};`]
        .map((one) => `  ${one}\n`)
        .join('') +
      'END'
    );
  };
  const names = triggerNames(facts);
  return [
    // A column that a statement leaves out arrives with its default: whoever wrote another value wins.
    trigger(names.insert, 'INSERT', `(${oldIsPreset('NEW.')} AND NOT ${newIsPreset('NEW.')})`, null),
    // Only the new columns changed: they were written by the new version. Else the old ones are the source of truth.
    trigger(
      names.update,
      'UPDATE',
      `(${sameOld('NEW.', 'OLD.')} AND NOT ${sameNew('NEW.', 'OLD.')})`,
      facts.new.length < 2 ? null : `NOT ${inStep('OLD.')}`,
    ),
  ];
}

export function dropReplacementTriggers(facts: Replacement): readonly string[] {
  const names = triggerNames(facts);
  return [`DROP TRIGGER ${names.insert}`, `DROP TRIGGER ${names.update}`];
}

function triggerNames(facts: Replacement): { readonly insert: string; readonly update: string } {
  return { insert: facts.own(facts.about, '_insert'), update: facts.own(facts.about, '_update') };
}
