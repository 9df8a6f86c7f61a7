import { quote } from '../../../sql/identifiers';
import type { Replacement } from '../columns/replacement';
import type { Expressions } from './replacement-expressions';

export interface TriggerNames {
  readonly insert: string;
  readonly update: string;
}

export function triggerNames(facts: Replacement): TriggerNames {
  return { insert: facts.own(facts.about, '_insert'), update: facts.own(facts.about, '_update') };
}

/**
 * Triggers that keep old and new columns in step. Each body is one SET, so no runner needs DELIMITER; its assignments
 * run one after the other. Who wrote is decided first: 1 the old version, 2 the new one, 0 nobody has to follow.
 */
export function replacementTriggers(facts: Replacement, expressions: Expressions): readonly string[] {
  const names = triggerNames(facts);
  const { inStep, sameOld, sameNew, sameAt, oldIsPreset, newIsPreset, forward, backward } = expressions;
  const added = (at: number): string => `NEW.${quote(facts.new[at]?.name ?? '', facts.dialect)}`;
  const old = (at: number): string => `NEW.${quote(facts.old[at]?.column.name ?? '', facts.dialect)}`;
  const follow = [
    ...facts.new.map(
      (_, at) => `${added(at)} = IF(@evolens_wrote = 1, ${forward(at, 'NEW.')}, ${added(at)})`,
    ),
    ...facts.old.map((_, at) => `${old(at)} = IF(@evolens_wrote = 2, ${backward(at, 'NEW.')}, ${old(at)})`),
  ];
  // A column that a statement leaves out arrives with its default: whoever wrote another value wins.
  const inserted = `@evolens_wrote = CASE WHEN ${inStep('NEW.')} THEN 0 WHEN NOT (${oldIsPreset('NEW.')}) THEN 1 WHEN ${newIsPreset('NEW.')} THEN 1 ELSE 2 END`;
  // Only the new columns changed: they were written by the new version. Else the old ones are the source of truth.
  const updated = `@evolens_wrote = CASE WHEN ${inStep('NEW.')} THEN 0 WHEN (${sameOld('NEW.', 'OLD.')}) AND NOT (${sameNew('NEW.', 'OLD.')}) THEN 2 ELSE 1 END`;
  // A row that is not backfilled yet: what the statement leaves alone comes from the old columns first.
  const filled =
    facts.new.length < 2
      ? []
      : [
          `@evolens_unfilled = @evolens_wrote = 2 AND NOT ${inStep('OLD.')}`,
          ...facts.new.map(
            (_, at) =>
              `${added(at)} = IF(@evolens_unfilled AND ${sameAt(at, 'NEW.', 'OLD.')}, ${forward(at, 'OLD.')}, ${added(at)})`,
          ),
        ];
  const trigger = (name: string, event: string, assignments: readonly string[]): string =>
    `CREATE TRIGGER ${name} BEFORE ${event} ON ${facts.sql} FOR EACH ROW\n  SET ${assignments.join(',\n    ')}`;
  return [
    trigger(names.insert, 'INSERT', [inserted, ...follow]),
    trigger(names.update, 'UPDATE', [updated, ...filled, ...follow]),
  ];
}

export function dropReplacementTriggers(facts: Replacement): readonly string[] {
  const names = triggerNames(facts);
  return [`DROP TRIGGER ${names.insert}`, `DROP TRIGGER ${names.update}`];
}
