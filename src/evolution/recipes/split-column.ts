import { quote } from '../../sql/identifiers';
import { firstPart, joinedParts, restPart } from './columns/joined-text';
import { partsOf } from './columns/lists';
import { newColumn } from './columns/new-column';
import { replaceColumns } from './columns/replace';
import { evolvingColumn } from './evolving-table';
import { isRefused, type Answers, type DraftEvolution, type Ground, type Recipe, type Refusal } from './recipe'; // prettier-ignore

/**
 * One column becomes several. Without expressions a text is cut in two at its first separator. Heeds dualWrite,
 * oldReaders (generated-column), batchRows, pauseMilliseconds, keyColumns and bakeHours.
 */
export const splitColumn: Recipe = {
  kind: 'split-column',
  title: 'Split a column into several',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
  parameters: [
    { name: 'table', title: 'Table', takes: 'table', optional: false },
    { name: 'column', title: 'Column', takes: 'column', optional: false },
    { name: 'into', title: 'New columns, by commas', takes: 'name', optional: false },
    { name: 'types', title: 'Their types, by commas; the type of the column unless said', takes: 'type', optional: true },
    { name: 'using', title: 'Their values as expressions over the column, by semicolons', takes: 'expression', optional: true },
    { name: 'back', title: 'Value of the column as an expression over the new ones', takes: 'expression', optional: true },
    { name: 'separator', title: 'What stands between two texts; a space unless said', takes: 'value', optional: true },
    { name: 'indexed', title: 'New columns that get an index, by commas', takes: 'name', optional: true },
  ], // prettier-ignore
  answersOf: () => null,
  draft,
};

function draft(answers: Answers, ground: Ground): DraftEvolution | Refusal {
  const from = evolvingColumn(answers, ground);
  if (isRefused(from)) return from;
  const { column, dialect, written } = from;
  const into = partsOf(answers['into'], ',', dialect);
  if (into.length < 2) return { refused: 'Name at least two new columns.' };
  const types = partsOf(answers['types'], ',', dialect);
  if (types.length > 1 && types.length !== into.length)
    return { refused: `There are ${into.length} new columns and ${types.length} types.` };
  const ways = waysOf(answers, column.name, into, dialect);
  if (isRefused(ways)) return ways;
  return replaceColumns(from, ground, {
    kind: 'split-column',
    conversion: 'expressions',
    carries: false,
    indexed: partsOf(answers['indexed'], ',', dialect),
    old: [{ column, backward: ways.backward }],
    new: into.map((name, at) =>
      newColumn(name, types[at] ?? types[0] ?? column.type?.text ?? 'text', ways.forward[at] ?? 'NULL', {
        collation: types.length === 0 ? column.collation : null,
      }),
    ),
    wording: {
      name: `Split ${written}.${column.name} into ${into.join(', ')}`,
      title: `Split ${written}.${column.name} into ${into.join(', ')} in expand–contract steps`,
      why: `A released version that uses ${written}.${column.name} would fail the moment the column is gone.`,
      from: column.name,
      to: into.join(', '),
      declared:
        answers['using'] === undefined || dialect === 'postgres'
          ? []
          : [`the expressions over ${column.name} give a value or NULL, never an error, whatever it holds`],
    },
  });
}

function waysOf(
  answers: Answers,
  column: string,
  into: readonly string[],
  dialect: Ground['before']['dialect'],
): { readonly forward: readonly string[]; readonly backward: string } | Refusal {
  const separator = answers['separator'] ?? ' ';
  const forward = partsOf(answers['using'], ';', dialect);
  const name = (text: string): string => quote(text, dialect);
  if (forward.length === 0 && into.length === 2 && answers['back'] === undefined)
    return {
      forward: [firstPart(name(column), separator, dialect), restPart(name(column), separator, dialect)],
      backward: joinedParts(name(into[0] ?? ''), name(into[1] ?? ''), separator, dialect),
    };
  if (forward.length !== into.length)
    return { refused: `Give an expression for each of the ${into.length} new columns, by semicolons.` };
  if (answers['back'] === undefined)
    return { refused: 'Give the expression that makes the old value of the new ones: old versions read it.' };
  return { forward, backward: answers['back'] };
}
