import type { ChangeOf, ObjectKind } from '../../model/schema-change';
import { sameObject, type QualifiedName } from '../../schema/lookup';
import type { ChangeContext } from '../rule';

/** The latest statement before this change that makes or replaces the object. */
export interface Definition {
  readonly text: string;
  readonly change: ChangeOf<'create-object'>;
  /** Id of the migration and index of the statement, as an origin has them. */
  readonly migration: string;
  readonly statement: number;
}

/**
 * Where the object got the form it has before this change, or with `since` before this migration: the form that
 * released clients know. Null when the history does not show it.
 */
export function latestDefinition(
  { history, migration, index, before }: ChangeContext,
  kind: ObjectKind,
  name: QualifiedName,
  since: 'change' | 'migration' = 'change',
): Definition | null {
  const here = history.migrations.findIndex((one) => one.id === migration.id);
  for (let at = here; at >= 0; at--) {
    const one = history.migrations[at];
    if (one === undefined) continue;
    const { statements } = one.script;
    const end = at < here ? statements.length : since === 'change' ? index : 0;
    for (let position = end - 1; position >= 0; position--) {
      const reading = statements[position]?.reading;
      const change = reading?.changes.find(
        (candidate): candidate is ChangeOf<'create-object'> =>
          candidate.kind === 'create-object' &&
          candidate.object === kind &&
          sameObject(before.dialect, candidate.name, name),
      );
      if (reading !== undefined && change !== undefined)
        return { text: reading.text, change, migration: one.id, statement: position };
    }
  }
  return null;
}

/** The statement that made the object as it is, as written; null when the history does not show it. */
export function definitionText(context: ChangeContext, kind: ObjectKind, name: QualifiedName): string | null {
  return latestDefinition(context, kind, name)?.text ?? null;
}
