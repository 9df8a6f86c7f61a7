import { quote } from '../../sql/identifiers';
import { firstPart, joinedParts, restPart } from './columns/joined-text';
import { partsOf } from './columns/lists';
import { newColumn } from './columns/new-column';
import { replaceColumns } from './columns/replace';
import { columnsNamed, evolvingTable } from './evolving-table';
import { isRefused, type Answers, type DraftEvolution, type Ground, type Recipe, type Refusal } from './recipe'; // prettier-ignore

/**
 * Several columns become one. Without expressions two texts are joined with a separator. Heeds dualWrite, batchRows,
 * pauseMilliseconds, keyColumns and bakeHours.
 */
export const mergeColumns: Recipe = {
  kind: 'merge-columns',
  title: 'Merge several columns into one',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
  parameters: [
    { name: 'table', title: 'Table', takes: 'table', optional: false },
    { name: 'columns', title: 'Columns, by commas', takes: 'columns', optional: false },
    { name: 'to', title: 'New column', takes: 'name', optional: false },
    { name: 'type', title: 'Its type; that of the first column unless said', takes: 'type', optional: true },
    { name: 'using', title: 'Its value as an expression over the columns', takes: 'expression', optional: true },
    { name: 'back', title: 'Values of the columns as expressions over the new one, by semicolons', takes: 'expression', optional: true },
    { name: 'separator', title: 'What stands between two texts; a space unless said', takes: 'value', optional: true },
    { name: 'indexed', title: 'Whether the new column gets an index: its name', takes: 'name', optional: true },
  ], // prettier-ignore
  answersOf: () => null,
  draft,
};

function draft(answers: Answers, ground: Ground): DraftEvolution | Refusal {
  const from = evolvingTable(answers, ground);
  if (isRefused(from)) return from;
  const { dialect, written } = from;
  const columns = columnsNamed(from, answers['columns']);
  if (columns === null || columns.length < 2)
    return { refused: `Name at least two columns of ${written} that exist.` };
  const names = columns.map((column) => column.name);
  const to = answers['to'] ?? '';
  const type = answers['type'] ?? columns[0]?.type?.text ?? 'text';
  const ways = waysOf(answers, names, to, dialect);
  if (isRefused(ways)) return ways;
  return replaceColumns(from, ground, {
    kind: 'merge-columns',
    conversion: 'expressions',
    carries: false,
    indexed: partsOf(answers['indexed'], ',', dialect),
    old: columns.map((column, at) => ({ column, backward: ways.backward[at] ?? 'NULL' })),
    new: [newColumn(to, type, ways.forward)],
    wording: {
      name: `Merge ${names.join(', ')} of ${written} into ${to}`,
      title: `Merge ${names.join(', ')} of ${written} into ${to} in expand–contract steps`,
      why: `A released version that uses ${names.join(', ')} of ${written} would fail the moment the columns are gone.`,
      from: names.join(', '),
      to,
      declared:
        answers['using'] === undefined || dialect === 'postgres'
          ? []
          : [`the expression over ${names.join(', ')} gives a value or NULL, never an error, whatever they hold`], // prettier-ignore
    },
  });
}

function waysOf(
  answers: Answers,
  names: readonly string[],
  to: string,
  dialect: Ground['before']['dialect'],
): { readonly forward: string; readonly backward: readonly string[] } | Refusal {
  const separator = answers['separator'] ?? ' ';
  const name = (text: string): string => quote(text, dialect);
  const backward = partsOf(answers['back'], ';', dialect);
  if (answers['using'] === undefined && backward.length === 0 && names.length === 2)
    return {
      forward: joinedParts(name(names[0] ?? ''), name(names[1] ?? ''), separator, dialect),
      backward: [firstPart(name(to), separator, dialect), restPart(name(to), separator, dialect)],
    };
  if (answers['using'] === undefined) return { refused: 'Give the expression that makes the new value.' };
  if (backward.length !== names.length)
    return { refused: `Give an expression for each of the ${names.length} old columns, by semicolons: old versions read them.` }; // prettier-ignore
  return { forward: answers['using'], backward };
}
