import { writtenName } from '../../schema/lookup';
import { columnsNamed, evolvingTable } from './evolving-table';
import { listed, newKeyStages } from './keys/new-key';
import type { DraftEvolution, Recipe, Refusal } from './recipe';
import { isRefused } from './recipe';

/**
 * Gives a table that has none a primary key of columns that exist. Writers and rows come first; the key is built while
 * others write where the database can. Heeds `bakeHours`.
 */
export const addPrimaryKey: Recipe = {
  kind: 'add-primary-key',
  title: 'Add a primary key',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
  parameters: [
    { name: 'table', title: 'Table', takes: 'table', optional: false },
    { name: 'columns', title: 'Columns that become the key together', takes: 'columns', optional: false },
    { name: 'name', title: 'Name of the constraint', takes: 'name', optional: true },
  ],
  answersOf(change) {
    if (change.kind !== 'add-constraint' || change.constraint.type !== 'primary-key') return null;
    const { constraint, table } = change;
    if (
      constraint.usingIndex !== null ||
      constraint.deferrable ||
      (constraint.index?.includes.length ?? 0) > 0
    )
      return null;
    const columns = constraint.columns.map((one) => one.name).join(', ');
    return {
      table: writtenName(table),
      columns,
      ...(constraint.name === null ? {} : { name: constraint.name.name }),
    };
  },
  draft(answers, ground): DraftEvolution | Refusal {
    const on = evolvingTable(answers, ground);
    if (isRefused(on)) return on;
    const { table, written, dialect } = on;
    const old = table.constraints.find((one) => one.type === 'primary-key');
    if (old !== undefined)
      return { refused: `${written} has a primary key already: ${old.columns.join(', ')}. To exchange it, plan replace-primary-key with the columns of the new one.` }; // prettier-ignore
    const columns = columnsNamed(on, answers['columns']);
    if (columns === null)
      return { refused: `Not all of the columns ${answers['columns'] ?? ''} are known from the history: add them first, optional or with a default, then plan the key.` }; // prettier-ignore
    const keyName = dialect === 'postgres' ? (answers['name'] ?? `${table.name}_pkey`) : 'PRIMARY';
    const key = { ...on, ground, columns, keyName, old: null };
    const stages = newKeyStages(key);
    if (isRefused(stages)) return stages;
    const list = listed(key);
    return {
      kind: 'add-primary-key',
      name: `Add the primary key ${list} to ${written}`,
      title: `Add the primary key ${list} to ${written} in expand–contract steps`,
      why: `Adding it in one step reads all rows of ${written} and builds its index while nobody can write, rows without ${list} stop it, and a released version that writes such rows would fail.`,
      table: written,
      from: null,
      to: `primary key (${list})`,
      old: [],
      new: [],
      triggers: on.triggers,
      stages,
    };
  },
};
