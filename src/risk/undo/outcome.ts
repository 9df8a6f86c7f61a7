import type { Undo } from '../../model/risk';
import type { Schema } from '../../model/schema';

/** What the way back depends on: the schema on both sides of the change, and the server. */
export interface UndoOf {
  readonly before: Schema;
  readonly after: Schema;
  readonly version: number;
}

/** Everything comes back. `reason` says what may stand in the way, or what goes that was written since. */
export function whole(statement: string | null, reason: string | null = null): Undo {
  return { extent: 'whole', statement, reason };
}

/** Nothing gives it back. */
export function none(reason: string): Undo {
  return { extent: 'none', statement: null, reason };
}

/** By the definition that an earlier statement holds, where the schema does not keep all of it. */
export function byDefinition(what: string): Undo {
  return whole(null, `By the statement that made ${what} before.`);
}
