import type { Undo } from '../../model/risk';
import type { ChangeOf, ObjectKind } from '../../model/schema-change';
import { findObject, findType } from '../../schema/lookup';
import { quote } from '../../sql/identifiers';
import { byDefinition, none, whole, type UndoOf } from './outcome';
import { named } from './written';

type TypeChange = ChangeOf<
  | 'create-enum'
  | 'add-enum-value'
  | 'rename-enum-value'
  | 'rename-type'
  | 'create-domain'
  | 'alter-domain'
  | 'drop-type'
>;

/** Undoing what is done to a type of Postgres. */
export function typeUndo(change: TypeChange, { before, after }: UndoOf): Undo | null {
  if (before === after && change.kind !== 'alter-domain') return null;
  const type = named(change.type, 'postgres');
  switch (change.kind) {
    case 'create-enum':
      return whole(`DROP TYPE ${type}`, 'It fails while a column is of the type.');
    case 'create-domain':
      return whole(`DROP DOMAIN ${type}`, 'It fails while a column is of the type.');
    case 'add-enum-value':
      return none(
        'Postgres cannot take a value out of an enum: a new type has to be made and every column of it rewritten.',
      );
    case 'rename-enum-value':
      return whole(`ALTER TYPE ${type} RENAME VALUE ${text(change.newValue)} TO ${text(change.value)}`);
    case 'rename-type': {
      const now = named({ schema: change.type.schema, name: change.newName.name }, 'postgres');
      return whole(`ALTER TYPE ${now} RENAME TO ${quote(change.type.name, 'postgres')}`);
    }
    case 'alter-domain':
      return domainUndo(change, type);
    case 'drop-type': {
      const old = findType(before, change.type);
      return old?.kind === 'enum'
        ? whole(`CREATE TYPE ${type} AS ENUM (${old.values.map(text).join(', ')})`)
        : byDefinition(change.type.name);
    }
  }
}

function domainUndo(change: ChangeOf<'alter-domain'>, type: string): Undo {
  const name = change.constraint?.name?.name ?? change.constraintName;
  if (change.action === 'add-constraint' && name !== undefined)
    return whole(`ALTER DOMAIN ${type} DROP CONSTRAINT ${quote(name, 'postgres')}`);
  if (change.action === 'set-not-null') return whole(`ALTER DOMAIN ${type} DROP NOT NULL`);
  if (change.action === 'drop-not-null')
    return whole(`ALTER DOMAIN ${type} SET NOT NULL`, 'It fails once a row holds NULL.');
  return whole(null, 'By ALTER DOMAIN with what the domain said before.');
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

type ObjectChange = ChangeOf<'create-object' | 'drop-object' | 'rename-object' | 'alter-object'>;

/** Undoing what is done to a view, function, trigger and the like. */
export function objectUndo(change: ObjectChange, { before }: UndoOf): Undo | null {
  const { dialect } = before;
  const words = wordsOf(change.object);
  const name = named(change.name, dialect);
  const table = change.table == null ? null : named(change.table, dialect);
  switch (change.kind) {
    case 'create-object': {
      const existed = findObject(before, change.object, change.name, change.table) !== null;
      if (existed && change.ifNotExists) return null;
      if (existed && change.replace) return byDefinition(change.name.name);
      if (isRoutine(change.object) && change.signature === undefined && dialect === 'postgres')
        return whole(null, `By DROP ${words} ${name} with the types of its arguments.`);
      const arguments_ =
        isRoutine(change.object) && dialect === 'postgres' ? `(${change.signature ?? ''})` : '';
      return whole(`DROP ${words} ${name}${arguments_}${onTable(change.object, table, dialect)}`);
    }
    case 'drop-object':
      if (change.object === 'sequence')
        return whole(null, 'A sequence made again begins anew: set it to the value it had.');
      return byDefinition(change.name.name);
    case 'rename-object': {
      const now = named({ schema: change.name.schema, name: change.newName.name }, dialect);
      return isRoutine(change.object)
        ? byDefinition(change.name.name)
        : whole(
            `ALTER ${words} ${now}${onTable(change.object, table, dialect)} RENAME TO ${quote(change.name.name, dialect)}`,
          );
    }
    case 'alter-object':
      return whole(null, `By ALTER ${words} with what ${change.name.name} said before.`);
  }
}

function isRoutine(object: ObjectKind): boolean {
  return object === 'function' || object === 'procedure';
}

/** Triggers, policies and rules of Postgres are named within their table. */
function onTable(object: ObjectKind, table: string | null, dialect: string): string {
  const isWithin = /^(?:trigger|policy|rule)$/.test(object) && dialect === 'postgres';
  return isWithin && table !== null ? ` ON ${table}` : '';
}

function wordsOf(object: ObjectKind): string {
  return object.replaceAll('-', ' ').toUpperCase();
}
