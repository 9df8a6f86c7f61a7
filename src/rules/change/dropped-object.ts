import type { ObjectKind } from '../../model/schema-change';
import { findObject, findType, sameObject, type QualifiedName } from '../../schema/lookup';
import type { ChangeContext } from '../rule';
import { laterChanges } from './changes-around';
import { isFromHere } from './made-here';

/** A view, function, type, … that is dropped by name. */
export interface DroppedObject {
  readonly kind: ObjectKind;
  readonly name: QualifiedName;
  /** Whether the history shows where it was made. */
  readonly known: boolean;
}

/** The object this change drops; null for other changes and for objects that this migration made. */
export function droppedObject(context: ChangeContext): DroppedObject | null {
  const { change, before } = context;
  if (change.kind === 'drop-type') {
    const type = findType(before, change.type);
    return isFromHere(context, type) ? null : { kind: 'type', name: change.type, known: type !== null };
  }
  if (change.kind !== 'drop-object') return null;
  const object = findObject(before, change.object, change.name, change.table);
  if (isFromHere(context, object)) return null;
  return { kind: change.object, name: change.name, known: object !== null };
}

/** Whether something of that name stands there again later in the migration: made anew, or renamed to it. */
export function comesBack(context: ChangeContext, { name }: DroppedObject): boolean {
  const { dialect } = context.before;
  return laterChanges(context).some((later) => {
    switch (later.kind) {
      case 'create-object':
        return sameObject(dialect, later.name, name);
      case 'create-table':
        return sameObject(dialect, later.table, name);
      case 'create-enum':
      case 'create-domain':
        return sameObject(dialect, later.type, name);
      case 'rename-type':
        return sameObject(dialect, { schema: later.type.schema, name: later.newName.name }, name);
      case 'rename-object':
        return sameObject(dialect, { schema: later.name.schema, name: later.newName.name }, name);
      case 'rename-table':
        return sameObject(dialect, later.newName, name);
      default:
        return false;
    }
  });
}
