import type { DatabaseTarget } from '../../model/dialect';
import type { ChangeEffects } from '../../model/effect';
import type { Schema } from '../../model/schema';
import type { ObjectName, SchemaChange } from '../../model/schema-change';

/** What the effects of a change depend on besides the change and the schema before it. */
export interface EffectContext {
  readonly target: DatabaseTarget;
  /** The table came into being in the same transaction (or is temporary): nobody else sees it, and it is small. */
  createdInTransaction(table: ObjectName): boolean;
}

/** What a change does to the tables it touches, in its place after the schema `before`. */
export function effectsOf(_change: SchemaChange, _before: Schema, _context: EffectContext): ChangeEffects {
  return { effects: [], transactional: true, assumptions: [] };
}
