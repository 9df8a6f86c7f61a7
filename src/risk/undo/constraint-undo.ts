import type { Undo } from '../../model/risk';
import type { ChangeOf } from '../../model/schema-change';
import { findConstraint, findIndex, findTable } from '../../schema/lookup';
import { quote } from '../../sql/identifiers';
import { byDefinition, whole, type UndoOf } from './outcome';
import { constraintText, indexText, named } from './written';

type ConstraintChange = ChangeOf<
  'add-constraint' | 'drop-constraint' | 'validate-constraint' | 'rename-constraint' | 'alter-constraint'
>;

/** Undoing what is done to a constraint. SQLite before 3.53 has no ALTER for any of it: the table is rebuilt. */
export function constraintUndo(change: ConstraintChange, facts: UndoOf): Undo | null {
  const { before, after } = facts;
  if (before === after && change.kind !== 'alter-constraint') return null;
  const { dialect } = before;
  const alter = (action: string): string => `ALTER TABLE ${named(change.table, dialect)} ${action}`;
  switch (change.kind) {
    case 'add-constraint': {
      const name = addedName(change, facts);
      return whole(name === null ? null : alter(dropWords(change, name, dialect)));
    }
    case 'drop-constraint': {
      const table = findTable(before, change.table);
      const old =
        change.constraint === null
          ? table?.constraints.find((constraint) => constraint.type === 'primary-key')
          : findConstraint(before, change.table, change.constraint.name);
      const text = old == null ? null : constraintText(old, dialect);
      const fails = 'It fails once a row violates the constraint.';
      return text === null ? byDefinition('it') : whole(alter(`ADD ${text}`), fails);
    }
    case 'rename-constraint':
      return whole(
        alter(
          `RENAME CONSTRAINT ${quote(change.newName.name, dialect)} TO ${quote(change.constraint.name, dialect)}`,
        ),
      );
    case 'validate-constraint':
      return whole(null, 'There is nothing to undo: it checks rows and changes none.');
    case 'alter-constraint':
      return whole(null, 'By the same statement with what the constraint said before.');
  }
}

/** The name written, or the one the database chose: the constraint that was not there before. */
function addedName(
  { table, constraint }: ChangeOf<'add-constraint'>,
  { before, after }: UndoOf,
): string | null {
  if (constraint.name !== null) return constraint.name.name;
  const old = new Set(findTable(before, table)?.constraints.map((one) => one.name));
  return (
    findTable(after, table)?.constraints.find((one) => one.type === constraint.type && !old.has(one.name))
      ?.name ?? null
  );
}

function dropWords(
  change: ChangeOf<'add-constraint'>,
  name: string,
  dialect: UndoOf['before']['dialect'],
): string {
  const quoted = quote(name, dialect);
  if (dialect === 'mysql' || dialect === 'mariadb')
    switch (change.constraint.type) {
      case 'primary-key':
        return 'DROP PRIMARY KEY';
      case 'unique':
        return `DROP INDEX ${quoted}`;
      case 'foreign-key':
        return `DROP FOREIGN KEY ${quoted}`;
      default:
        return `DROP CONSTRAINT ${quoted}`;
    }
  return `DROP CONSTRAINT ${quoted}`;
}

type IndexChange = ChangeOf<'create-index' | 'drop-index' | 'rename-index' | 'attach-index'>;

/** Undoing what is done to an index. */
export function indexUndo(change: IndexChange, { before, after }: UndoOf): Undo | null {
  if (before === after) return null;
  const { dialect } = before;
  const perTable = dialect === 'mysql' || dialect === 'mariadb';
  switch (change.kind) {
    case 'create-index': {
      const old = new Set(findTable(before, change.table)?.indexes.map((index) => index.name));
      const made = findTable(after, change.table)?.indexes.find((index) => !old.has(index.name));
      if (made === undefined) return null;
      const name = named({ schema: perTable ? null : change.table.schema, name: made.name }, dialect);
      const online = change.concurrently ? 'CONCURRENTLY ' : '';
      return whole(`DROP INDEX ${online}${name}${perTable ? ` ON ${named(change.table, dialect)}` : ''}`);
    }
    case 'drop-index': {
      const found = findIndex(before, change.index, perTable ? change.table : null);
      return found === null
        ? null
        : whole(
            indexText(found.table, found.index, dialect),
            found.index.unique ? 'It fails once rows hold the same values.' : null,
          );
    }
    case 'rename-index': {
      const now = named({ schema: change.index.schema, name: change.newName.name }, dialect);
      const old = quote(change.index.name, dialect);
      return whole(
        perTable && change.table !== null
          ? `ALTER TABLE ${named(change.table, dialect)} RENAME INDEX ${now} TO ${old}`
          : `ALTER INDEX ${now} RENAME TO ${old}`,
      );
    }
    case 'attach-index':
      return whole(null, 'An attached index cannot be detached: it goes with the index it belongs to.');
  }
}
