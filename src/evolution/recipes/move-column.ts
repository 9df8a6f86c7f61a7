import type { Column, Table } from '../../model/schema';
import { columnOf, findTable, referencedKey, sameName, tableKey, writtenName } from '../../schema/lookup';
import { quote } from '../../sql/identifiers';
import { carryAcross } from './across/carry';
import type { Moved } from './across/moved';
import { columnsNamed, evolvingTable, parsedName, type EvolvingTable } from './evolving-table';
import { qualified } from './names';
import { isRefused, type Answers, type DraftEvolution, type Ground, type Recipe, type Refusal } from './recipe'; // prettier-ignore

/**
 * Columns go to a table that exists, one row to one row, by a foreign key between the two whose columns are unique on
 * both sides. Heeds dualWrite, batchRows, pauseMilliseconds and bakeHours.
 */
export const moveColumn: Recipe = {
  kind: 'move-column',
  title: 'Move columns to another table',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
  parameters: [
    { name: 'table', title: 'Table', takes: 'table', optional: false },
    { name: 'columns', title: 'Columns, by commas', takes: 'columns', optional: false },
    { name: 'to', title: 'The table they go to', takes: 'table', optional: false },
    { name: 'into', title: 'Their names there, by commas; the same unless said', takes: 'name', optional: true },
  ], // prettier-ignore
  answersOf: () => null,
  draft,
};

function draft(answers: Answers, ground: Ground): DraftEvolution | Refusal {
  const from = evolvingTable(answers, ground);
  if (isRefused(from)) return from;
  const { before } = ground;
  const columns = columnsNamed(from, answers['columns']);
  if (columns === null) return { refused: `Name columns of ${from.written} that exist.` };
  const target = findTable(before, parsedName(answers['to'] ?? ''));
  if (target === null) return { refused: `The table ${answers['to'] ?? ''} is not known from the history.` };
  const pair = pairOf(from, target, before.dialect);
  if (pair === null)
    return {
      refused: `No foreign key ties one row of ${from.written} to one row of ${writtenName(target)}: it needs one of a single column that is unique on both sides.`,
    };
  const into = (answers['into'] ?? '').split(',').map((one) => one.trim()).filter((one) => one !== ''); // prettier-ignore
  if (into.length > 0 && into.length !== columns.length)
    return { refused: `There are ${columns.length} columns and ${into.length} names.` };
  const names = columns.map((column, at) => into[at] ?? column.name);
  const taken = names.find((name) => columnOf(before.dialect, target, name) !== null);
  if (taken !== undefined) return { refused: `${writtenName(target)} already has a column ${taken}.` };
  const moved: Moved = {
    ...from,
    kind: 'move-column',
    columns: columns.map((column, at) => ({ column, to: names[at] ?? column.name })),
    ...pair,
    target: qualified(target.schema, target.name, before.dialect),
    targetWritten: writtenName(target),
    targetTable: target,
    creates: null,
    about: `to_${target.name}`,
    options: ground.options,
    typeOf: (column) => typeOf(column, from),
  };
  const list = columns.map((column) => column.name).join(', ');
  return carryAcross(moved, ground, {
    name: `Move ${list} of ${from.written} to ${moved.targetWritten}`,
    title: `Move ${list} of ${from.written} to ${moved.targetWritten} in expand–contract steps`,
    why: `A released version that uses ${list} of ${from.written} would fail the moment they are gone.`,
    from: list,
    to: names.map((name) => `${moved.targetWritten}.${name}`).join(', '),
    declared: [],
  });
}

/** The type as SQL, collation included. */
export function typeOf({ type, collation }: Column, { dialect }: EvolvingTable): string {
  const text = type?.text ?? '';
  if (collation === null || /\bcollate\b/i.test(text)) return text;
  return `${text} COLLATE ${dialect === 'postgres' ? quote(collation, dialect) : collation}`;
}

/** The columns that tie one row to one row, whichever of the tables holds the foreign key. */
function pairOf(
  { table }: EvolvingTable,
  target: Table,
  dialect: Ground['before']['dialect'],
): { readonly key: string; readonly toKey: string } | null {
  const tied = (holder: Table, other: Table): { held: string; there: string } | null => {
    for (const { type, columns, references } of holder.constraints) {
      if (type !== 'foreign-key' || references === null || columns.length !== 1) continue;
      if (referencedKey(dialect, references) !== tableKey(dialect, other)) continue;
      const [held] = columns;
      const there =
        references.columns[0] ?? other.constraints.find((one) => one.type === 'primary-key')?.columns[0];
      if (held === undefined || there === undefined) continue;
      if (isUnique(holder, held, dialect) && isUnique(other, there, dialect)) return { held, there };
    }
    return null;
  };
  const inTarget = tied(target, table);
  if (inTarget !== null) return { key: inTarget.there, toKey: inTarget.held };
  const inSource = tied(table, target);
  return inSource === null ? null : { key: inSource.held, toKey: inSource.there };
}

function isUnique(table: Table, column: string, dialect: Ground['before']['dialect']): boolean {
  const alone = (names: readonly (string | null)[]): boolean =>
    names.length === 1 && names[0] !== null && sameName(dialect, names[0] ?? '', column);
  return (
    table.constraints.some(
      (one) => (one.type === 'primary-key' || one.type === 'unique') && alone(one.columns),
    ) ||
    table.indexes.some(
      (one) => one.unique && one.where === null && alone(one.columns.map((part) => part.column)),
    )
  );
}
