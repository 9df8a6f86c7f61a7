import type { DatabaseTarget } from '../../src/model/dialect';
import type { Effect } from '../../src/model/effect';
import type { Schema } from '../../src/model/schema';
import { effectsOf, type EffectContext } from '../../src/schema/effects/effects';
import { strongerLock } from '../../src/schema/effects/effect-list';
import { schemaInItsPass } from '../../src/schema/effects/postgres-passes';
import { emptySchema } from '../../src/schema/lookup';
import { applyChange, applyReading } from '../../src/schema/replay';
import type { SqlReader } from '../../src/sql/reader';

export interface Prediction {
  readonly effects: ReadonlyMap<string, Effect>;
  readonly after: Schema;
  readonly notRead: readonly string[];
  readonly transactional: boolean;
}

/** The schema after a script, each statement replayed. */
export function schemaOf(
  reader: SqlReader,
  sql: string,
  target: DatabaseTarget,
  start = emptySchema(target.dialect),
): Schema {
  return reader
    .readScript(sql, target.dialect)
    .statements.reduce(
      (schema, statement, index) =>
        applyReading(schema, statement.reading, { migration: 'setup', statement: index }),
      start,
    );
}

/** What our model says a script does to each table, all its changes taken together. */
export function predict(
  reader: SqlReader,
  before: Schema,
  sql: string,
  target: DatabaseTarget,
  known: Pick<EffectContext, 'foreignKeys'> = {},
): Prediction {
  const effects = new Map<string, Effect>();
  const notRead: string[] = [];
  let schema = before;
  let transactional = true;
  for (const [index, { reading }] of reader.readScript(sql, target.dialect).statements.entries()) {
    notRead.push(...reading.unread.map((unread) => unread.reason));
    const start = schema;
    const origin = { migration: 'change', statement: index };
    for (const [at, change] of reading.changes.entries()) {
      const found = target.dialect === 'postgres' ? schemaInItsPass(start, reading, at, origin) : null;
      const place = { target, createdInTransaction: () => false, ...known };
      const judged = effectsOf(change, found ?? schema, place);
      transactional &&= judged.transactional;
      for (const effect of judged.effects) {
        const earlier = effects.get(effect.table);
        effects.set(effect.table, earlier === undefined ? effect : both(earlier, effect));
      }
      schema = applyChange(schema, change, origin);
    }
  }
  return { effects, after: schema, notRead, transactional };
}

function both(one: Effect, other: Effect): Effect {
  return {
    ...one,
    lock: strongerLock(one.lock, other.lock),
    rewrite: one.rewrite || other.rewrite,
    scan: (one.scan || other.scan) && !(one.rewrite || other.rewrite),
    indexBuild: one.indexBuild || other.indexBuild,
    validates: one.validates || other.validates,
    losesData: one.losesData || other.losesData,
    canFail: one.canFail || other.canFail,
  };
}
