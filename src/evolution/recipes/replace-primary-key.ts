import { columnOf, findTable, sameName, writtenName } from '../../schema/lookup';
import type { Column, Constraint, Schema } from '../../model/schema';
import type { ChangeOf } from '../../model/schema-change';
import { columnsNamed, evolvingTable, type EvolvingTable } from './evolving-table';
import { listed, newKeyStages } from './keys/new-key';
import { widenedKey } from './keys/widened-postgres';
import { widenedTables } from './keys/widened-mysql';
import { wider } from './keys/wider-type';
import type { Answers, DraftEvolution, Ground, Recipe, Refusal } from './recipe';
import { isRefused } from './recipe';

/**
 * Gives a primary key a wider type (int to bigint), with the columns that refer to it, or makes other columns that exist
 * the key. Nobody is kept from writing meanwhile. Heeds the options of the backfill and `bakeHours`.
 */
export const replacePrimaryKey: Recipe = {
  kind: 'replace-primary-key',
  title: 'Replace or widen a primary key',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
  parameters: [
    { name: 'table', title: 'Table', takes: 'table', optional: false },
    { name: 'columns', title: 'Columns that become the key; left out: the key gets another type', takes: 'columns', optional: true },
    { name: 'column', title: 'Column of the key that gets another type', takes: 'column', optional: true },
    { name: 'type', title: 'New type; bigint if left out', takes: 'type', optional: true },
  ], // prettier-ignore
  answersOf(change, before) {
    if (change.kind !== 'alter-column-type' && change.kind !== 'redefine-column') return null;
    const { column, table } = change;
    const type = newType(change, before);
    const key = findTable(before, table)?.constraints.find((one) => one.type === 'primary-key');
    const inKey = key?.columns.some((one) => sameName(before.dialect, one, column.name)) ?? false;
    return inKey && type !== null ? { table: writtenName(table), column: column.name, type } : null;
  },
  draft(answers, ground) {
    const on = evolvingTable(answers, ground);
    if (isRefused(on)) return on;
    const old = on.table.constraints.find((one) => one.type === 'primary-key');
    if (old === undefined)
      return { refused: `No primary key of ${on.written} is known from the history: plan add-primary-key to give it one.` };
    return answers['columns'] === undefined
      ? widened(on, old, answers, ground)
      : replaced(on, old, answers['columns'], ground);
  },
}; // prettier-ignore

/** What the column becomes when nothing but its type is said to change; null: more changes. */
function newType(change: ChangeOf<'alter-column-type'> | ChangeOf<'redefine-column'>, { dialect }: Schema): string | null {
  if (change.kind === 'alter-column-type') return change.using === null ? change.type.text : null;
  const { definition, column } = change;
  return sameName(dialect, definition.name.name, column.name) ? (definition.type?.text ?? null) : null;
} // prettier-ignore

function replaced(on: EvolvingTable, old: Constraint, given: string, ground: Ground): DraftEvolution | Refusal {
  const columns = columnsNamed(on, given);
  if (columns === null)
    return { refused: `Not all of the columns ${given} are known from the history: add them first, optional or with a default, then plan the key.` };
  const key = { ...on, ground, columns, keyName: old.name, old };
  const stages = newKeyStages(key);
  if (isRefused(stages)) return stages;
  const list = listed(key);
  const was = old.columns.join(', ');
  return {
    kind: 'replace-primary-key',
    name: `Make ${list} the primary key of ${on.written}`,
    title: `Make ${list} the primary key of ${on.written} in expand–contract steps`,
    why: `Exchanging the key in one step reads all rows of ${on.written} and builds its index while nobody can write, and foreign keys and upserts that rest on ${was} lose what they rest on.`,
    table: on.written,
    from: `primary key (${was})`,
    to: `primary key (${list})`,
    old: [],
    new: [],
    triggers: on.triggers,
    stages,
  };
} // prettier-ignore

function widened(on: EvolvingTable, old: Constraint, answers: Answers, ground: Ground): DraftEvolution | Refusal {
  const { dialect, written } = on;
  const type = answers['type'] ?? 'bigint';
  const column = keyColumnNamed(on, old, answers['column']);
  if (column === null)
    return { refused: `The primary key of ${written} is ${old.columns.join(', ')}: name with column which of them gets another type.` };
  if (dialect === 'sqlite')
    return {
      refused: /int/i.test(column.type?.name ?? '')
        ? `Nothing has to be widened: integers of SQLite hold 64 bits whatever the type is called, so ${written}.${column.name} takes all that ${type} does.`
        : `A column of SQLite takes values of any type: to have ${written}.${column.name} declared as ${type}, rebuild the table (evolens plan rebuild-table).`,
    };
  const fits = wider(column.type?.name, type);
  if (!fits)
    return {
      refused: `A key of type ${column.type?.text ?? 'unknown'} is not widened to ${type}: only smaller integers to larger ones are. For another type, add a column of it, fill it (evolens plan backfill), and plan replace-primary-key with that column as columns.`,
    };
  return dialect === 'postgres'
    ? widenedKey(on, column, type, ground)
    : widenedTables(on, column, type, ground);
} // prettier-ignore

/** The column of the key that is meant; null: it has several and none is named, or the one named is not in it. */
function keyColumnNamed({ dialect, table }: EvolvingTable, old: Constraint, given: string | undefined): Column | null {
  const name = given ?? (old.columns.length === 1 ? old.columns[0] : undefined);
  const inKey = old.columns.some((one) => sameName(dialect, one, name ?? ''));
  return name === undefined || !inKey ? null : columnOf(dialect, table, name);
} // prettier-ignore
