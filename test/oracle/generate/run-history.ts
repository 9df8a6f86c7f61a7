import type { Dialect } from '../../../src/model/dialect';
import { emptySchema } from '../../../src/schema/lookup';
import type { Schema } from '../../../src/model/schema';
import type { SqlReader } from '../../../src/sql/reader';
import type { Difference } from '../catalogue/difference';
import { difference } from '../catalogue/difference';
import { replayed } from '../catalogue/replayed';
import { Random } from './random';

export interface RandomRun {
  readonly dialect: Dialect;
  readonly reader: SqlReader;
  readonly seed: number;
  /** How many changes the database must have taken. */
  readonly wanted: number;
  readonly change: (random: Random, schema: Schema, at: number) => string;
  readonly run: (statement: string) => Promise<void>;
  readonly theirs: () => Promise<readonly string[]>;
  readonly ours: (schema: Schema) => readonly string[];
  /** Statements that the history starts with. */
  readonly start?: readonly string[];
}

export interface Outcome {
  /** What the database took. */
  readonly history: readonly string[];
  readonly refused: number;
  /** After the last change of `history`. */
  readonly difference: Difference;
}

/** Random changes one by one, until enough are taken or our schema and the catalogue say different things. */
export async function runRandomHistory(run: RandomRun): Promise<Outcome> {
  const random = new Random(run.seed);
  const history: string[] = [];
  let schema = emptySchema(run.dialect);
  let refused = 0;
  for (let at = 1; history.length < run.wanted; at++) {
    const statement = run.start?.[at - 1] ?? run.change(random, schema, at);
    if (statement === '') continue;
    try {
      await run.run(statement);
    } catch {
      refused++;
      continue;
    }
    history.push(statement);
    schema = replayed(run.reader, schema, statement, run.dialect);
    const found = difference(run.ours(schema), await run.theirs());
    if (found.onlyOurs.length + found.onlyTheirs.length > 0) return { history, refused, difference: found };
  }
  return { history, refused, difference: { onlyOurs: [], onlyTheirs: [] } };
}

/** The end of a history and what it made different, for people. */
export function told({ history, difference: { onlyOurs, onlyTheirs } }: Outcome): string {
  return [
    ...history,
    `-- after ${String(history.length)} changes`,
    ...onlyOurs.map((line) => `-- only ours: ${line}`),
    ...onlyTheirs.map((line) => `-- only theirs: ${line}`),
  ].join(';\n');
}
