import type { Effect } from '../../src/model/effect';
import type { Schema } from '../../src/model/schema';
import type { Measured, Measurement } from './measure-postgres';
import type { Prediction } from './predict';

/** What the rows that exist may make of a statement. */
const failsOnRows =
  /contains null values|is violated by some row|cannot be cast automatically|duplicate key|could not create unique|already exists/;

type Fact = 'rewrite' | 'scan' | 'indexBuild' | 'validates';

/**
 * What is said of a statement beyond what Postgres did with it, and the other way round, one line each; empty
 * when they agree. Null: Postgres refuses the statement, whatever the rows.
 */
export function differences(
  statement: string,
  measured: Measurement,
  predicted: Prediction,
  before: Schema,
): readonly string[] | null {
  if (predicted.notRead.length > 0) return predicted.notRead.map((reason) => `not read: ${reason}`);
  if (measured.error !== null) {
    if ([...predicted.effects.values()].some((effect) => effect.canFail)) return [];
    return failsOnRows.test(measured.error) && !/already exists/.test(measured.error)
      ? [`fails with "${measured.error}" and is not foreseen to`]
      : null;
  }
  const told = factsToldOf(statement);
  const ours = linesOf(predictedOnOldTables(predicted, before), told);
  const theirs = linesOf(measured.effects, told);
  return [
    ...ours.filter((line) => !theirs.includes(line)).map((line) => `said, not done: ${line}`),
    ...theirs.filter((line) => !ours.includes(line)).map((line) => `done, not said: ${line}`),
  ];
}

/** Effects on tables and views that others can see: those that were there before. */
export function predictedOnOldTables(predicted: Prediction, before: Schema): readonly Effect[] {
  const isView = (name: string): boolean =>
    [...before.objects.values()].some((object) => /view/.test(object.object) && object.name === name);
  return [...predicted.effects.values()].filter(
    (effect) => before.tables.has(effect.table) || isView(effect.table),
  );
}

/**
 * What Postgres tells about a statement. It says nothing of the rows an UPDATE or ALTER DOMAIN reads, and
 * the indexes it makes for TRUNCATE are empty.
 */
export function factsToldOf(statement: string): readonly Fact[] {
  if (/^(?:UPDATE|DELETE|ALTER DOMAIN)/.test(statement)) return ['rewrite', 'indexBuild'];
  return statement.startsWith('TRUNCATE')
    ? ['rewrite', 'scan', 'validates']
    : ['rewrite', 'scan', 'indexBuild', 'validates'];
}

/**
 * One readable line per table, in order. Reading locks are left out: every look at a table takes one.
 * A rewrite checks constraints as it goes, without a message of its own.
 */
export function linesOf(effects: readonly (Measured | Effect)[], told: readonly Fact[]): string[] {
  return effects
    .filter((effect) => effect.lock !== null && effect.lock !== 'ACCESS SHARE')
    .map((effect) => {
      const did = told.filter(
        (fact) => effect[fact] && !(effect.rewrite && (fact === 'scan' || fact === 'validates')),
      );
      return `${effect.table}: ${effect.lock ?? ''} ${did.join(' ')}`.trim();
    })
    .sort();
}
