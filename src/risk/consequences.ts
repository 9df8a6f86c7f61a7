import type { ObjectKind, ObjectName, SchemaChange } from '../model/schema-change';
import type { ChangeInPlace } from './change-in-place';
import { columnOf, findColumn, findObject, findTable, sameName, sameObject } from '../schema/lookup';
import { laterChanges } from '../schema/changes-around';

/** What a change does that cannot be read off its kind alone. Each text says why it holds; null: no evidence. */
export interface Consequences {
  /** false for plain data changes (UPDATE, DELETE). */
  readonly changesSchema: boolean;
  readonly deletesData: string | null;
  readonly losesDetail: string | null;
  /** A released version that uses the object fails the moment the change runs. */
  readonly breaksReleased: string | null;
  readonly couples: string | null;
  readonly removesAbstraction: string | null;
}

const none: Consequences = {
  changesSchema: true,
  deletesData: null,
  losesDetail: null,
  breaksReleased: null,
  couples: null,
  removesAbstraction: null,
};

/** What a change in its place does to data and to released versions; null for what is no change of schema or data. */
export function consequencesOf(context: ChangeInPlace): Consequences | null {
  const { change } = context;
  switch (change.kind) {
    case 'insert':
    case 'transaction':
    case 'set-setting':
    case 'lock-table':
    case 'refresh-materialized-view':
    case 'reindex':
    case 'other':
      return null;
    case 'update':
    case 'delete':
      return dataConsequences(context, change);
    case 'drop-object':
      return objectConsequences(context, change);
    default:
      return onNewTable(context) ? none : schemaConsequences(context, change);
  }
}

type Change<K extends SchemaChange['kind']> = Extract<SchemaChange, { kind: K }>;

function dataConsequences(context: ChangeInPlace, change: Change<'update' | 'delete'>): Consequences {
  const still = { ...none, changesSchema: false };
  if (context.isNew(change.table)) return still;
  const { name } = change.table;
  if (change.kind === 'delete') {
    const which = change.where === 'some' ? 'rows' : 'every row';
    return { ...still, deletesData: `It deletes ${which} of ${name}.` };
  }
  const old = change.columns.filter((column) => !isNewColumn(context, change.table, column.name));
  if (change.columns.length > 0 && old.length === 0) return still;
  const columns = old.map((column) => column.name).join(', ');
  return {
    ...still,
    losesDetail: `It overwrites values of ${name}${columns === '' ? '' : ` (${columns})`}.`,
  };
}

function schemaConsequences(context: ChangeInPlace, change: SchemaChange): Consequences {
  switch (change.kind) {
    case 'drop-table':
      return dropTable(context, change);
    case 'truncate-table':
      return { ...none, deletesData: `It empties ${change.table.name}.` };
    case 'drop-column':
      return dropColumn(context, change);
    case 'rename-column':
    case 'redefine-column':
      return { ...none, ...renamedColumn(context, change), losesDetail: lossOf(context) };
    case 'rename-table':
    case 'move-table':
      return { ...none, breaksReleased: renamedTable(context, change) };
    case 'add-column':
      return addColumn(change);
    case 'alter-column-type':
    case 'change-table-setting':
      return { ...none, losesDetail: lossOf(context) };
    case 'add-constraint':
      return { ...none, couples: couplingOf(change) };
    case 'rename-enum-value':
      return { ...none, breaksReleased: `Released code that writes '${change.value}' fails.` };
    default:
      return none;
  }
}

function dropTable(context: ChangeInPlace, change: Change<'drop-table'>): Consequences {
  if (change.temporary || findTable(context.before, change.table)?.temporary === true) return none;
  const { name } = change.table;
  const successor = successorOf(context, change.table);
  if (successor !== null) {
    const missing = columnsMissing(context, change.table, successor);
    const columns = missing.map((column) => `${name}.${column}`).join(', ');
    const lost = [
      ...(missing.length === 0 ? [] : [`The rebuilt table leaves out ${columns}.`]),
      ...lostElsewhere(context, name),
    ];
    return {
      ...none,
      deletesData: lost.length === 0 ? null : lost.join(' '),
      breaksReleased: missing.length === 0 ? null : `Released code that names ${columns} fails.`,
    };
  }
  return {
    ...none,
    deletesData: `It deletes ${name} with all its rows.`,
    breaksReleased: `Released code that uses ${name} fails.`,
  };
}

/** SQLite with foreign keys on deletes every row before it drops a table, and what points at them goes along. */
function lostElsewhere({ effects }: ChangeInPlace, table: string): readonly string[] {
  return effects.effects
    .filter((effect) => effect.losesData && effect.table.toLowerCase() !== table.toLowerCase())
    .map((effect) => `Rows of ${effect.table} that point at it go with its rows.`);
}

/** The table that takes a dropped table's name later in the migration: SQLite rebuilds a table so. */
function successorOf(context: ChangeInPlace, dropped: ObjectName): ObjectName | null {
  const { dialect } = context.history.target;
  const rename = laterChanges(context, 'rename-table').find((later) =>
    sameObject(dialect, later.newName, dropped),
  );
  return rename !== undefined && context.isNew(rename.table) ? rename.table : null;
}

function columnsMissing(context: ChangeInPlace, old: ObjectName, successor: ObjectName): readonly string[] {
  const kept = findTable(context.before, successor);
  if (kept?.columnsKnown !== true) return [];
  const columns = findTable(context.before, old)?.columns ?? [];
  return columns
    .map((column) => column.name)
    .filter((name) => columnOf(context.history.target.dialect, kept, name) === null);
}

function dropColumn(context: ChangeInPlace, change: Change<'drop-column'>): Consequences {
  if (isNewColumn(context, change.table, change.column.name)) return none;
  const column = findColumn(context.before, change.table, change.column.name);
  const name = `${change.table.name}.${change.column.name}`;
  const breaksReleased = `Released code that names ${name} fails.`;
  // What a generated column held can be computed again from the columns it was made of.
  if (column?.generated != null) return { ...none, breaksReleased };
  return { ...none, deletesData: `It deletes the values of ${name}.`, breaksReleased };
}

function renamedColumn(
  context: ChangeInPlace,
  change: Change<'rename-column' | 'redefine-column'>,
): Pick<Consequences, 'breaksReleased'> {
  const { dialect } = context.history.target;
  const from = change.column.name;
  const to = change.kind === 'rename-column' ? change.newName.name : change.definition.name.name;
  const unchanged = sameName(dialect, from, to);
  if (unchanged || isNewColumn(context, change.table, from) || columnComesBack(context, change.table, from)) {
    return { breaksReleased: null };
  }
  return { breaksReleased: `Released code that names ${change.table.name}.${from} fails.` };
}

function renamedTable(context: ChangeInPlace, change: Change<'rename-table' | 'move-table'>): string | null {
  const { dialect } = context.history.target;
  if (change.kind === 'rename-table' && sameObject(dialect, change.table, change.newName)) return null;
  const comesBack =
    laterChanges(context, 'create-object').some(
      (later) => later.object === 'view' && sameObject(dialect, later.name, change.table),
    ) ||
    laterChanges(context, 'rename-table').some((later) => sameObject(dialect, later.newName, change.table));
  return comesBack ? null : `Released code that names ${change.table.name} fails.`;
}

function columnComesBack(
  context: ChangeInPlace,
  table: Change<'rename-column'>['table'],
  name: string,
): boolean {
  const { dialect } = context.history.target;
  return laterChanges(context).some(
    (later) =>
      (later.kind === 'add-column' &&
        later.column.generated !== null &&
        sameObject(dialect, later.table, table) &&
        sameName(dialect, later.column.name.name, name)) ||
      (later.kind === 'rename-column' &&
        sameObject(dialect, later.table, table) &&
        sameName(dialect, later.newName.name, name)),
  );
}

function addColumn(change: Change<'add-column'>): Consequences {
  const { column } = change;
  const filled =
    column.default !== null || column.generated !== null || column.identity !== null || column.autoIncrement;
  const required = column.notNull !== null || column.constraints.some((one) => one.type === 'primary-key');
  const reference = column.constraints.find((one) => one.references !== null)?.references ?? null;
  return {
    ...none,
    breaksReleased:
      required && !filled
        ? `Released code that inserts into ${change.table.name} without ${column.name.name} fails.`
        : null,
    couples: reference === null ? null : `It ties ${change.table.name} to ${reference.table.name}.`,
  };
}

function couplingOf(change: Change<'add-constraint'>): string | null {
  const { references } = change.constraint;
  return references === null ? null : `It ties ${change.table.name} to ${references.table.name}.`;
}

const emptiedWithContent: readonly ObjectKind[] = ['schema', 'database'];
const abstractions: readonly ObjectKind[] = ['view', 'function', 'procedure', 'trigger', 'rule'];

function objectConsequences(context: ChangeInPlace, change: Change<'drop-object'>): Consequences {
  const { dialect } = context.history.target;
  const before = findObject(context.before, change.object, change.name, change.table);
  const comesBack = laterChanges(context, 'create-object').some(
    (later) => later.object === change.object && sameObject(dialect, later.name, change.name),
  );
  if (comesBack || before?.createdBy.migration === context.migration.id) return none;
  if (emptiedWithContent.includes(change.object)) {
    return {
      ...none,
      deletesData: `It deletes the ${change.object} ${change.name.name} with what is in it.`,
    };
  }
  const removed = abstractions.includes(change.object);
  return {
    ...none,
    removesAbstraction: removed ? `It removes the ${change.object} ${change.name.name}.` : null,
  };
}

function lossOf(context: ChangeInPlace): string | null {
  const { change } = context;
  const lossy = context.effects.effects.find((effect) => effect.losesData);
  if (lossy === undefined) return null;
  const column =
    change.kind === 'alter-column-type' || change.kind === 'redefine-column' ? `.${change.column.name}` : '';
  return `It can cut values of ${lossy.table}${column} short.`;
}

function isNewColumn(context: ChangeInPlace, table: Change<'drop-column'>['table'], name: string): boolean {
  const column = findColumn(context.before, table, name);
  return column !== null && column.createdBy.migration === context.migration.id;
}

function onNewTable({ change, isNew }: ChangeInPlace): boolean {
  return 'table' in change && change.table !== null && isNew(change.table);
}
