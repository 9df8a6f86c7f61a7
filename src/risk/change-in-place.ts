import type { CodeIndex } from '../model/code';
import type { ChangeEffects } from '../model/effect';
import type { Plan } from '../model/evolution';
import type { History, Migration } from '../model/migration';
import type { Schema } from '../model/schema';
import type { ObjectName, SchemaChange } from '../model/schema-change';
import type { Range } from '../model/text';

/** One schema change in its place, as far as its risk depends on it. The context that rules are given fits. */
export interface ChangeInPlace {
  readonly history: Pick<History, 'target'>;
  readonly migration: Pick<Migration, 'id' | 'file' | 'hasDown' | 'script'>;
  /** Index of its statement in the script, and of the change in the statement's reading. */
  readonly index: number;
  readonly changeIndex: number;
  readonly change: SchemaChange;
  readonly before: Schema;
  readonly effects: ChangeEffects;
  /** The table was created earlier in this migration, or is temporary. */
  readonly isNew: (table: ObjectName) => boolean;
  readonly code: CodeIndex | null;
  readonly plans: readonly { readonly file: string; readonly plan: Plan }[];
  readonly absolute: (range: Range) => Range;
}
