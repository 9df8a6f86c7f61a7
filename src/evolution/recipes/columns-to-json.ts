import { quote } from '../../sql/identifiers';
import type { Column } from '../../model/schema';
import { jsonType, memberOf, objectOf, type Member } from './columns/json';
import { newColumn } from './columns/new-column';
import { replaceColumns } from './columns/replace';
import { columnsNamed, evolvingTable } from './evolving-table';
import { isRefused, type Answers, type DraftEvolution, type Ground, type Recipe, type Refusal } from './recipe'; // prettier-ignore

/**
 * Several columns become members of one JSON object, named as the columns are. Heeds dualWrite, batchRows,
 * pauseMilliseconds, keyColumns and bakeHours.
 */
export const columnsToJson: Recipe = {
  kind: 'columns-to-json',
  title: 'Put columns into a JSON column',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
  parameters: [
    { name: 'table', title: 'Table', takes: 'table', optional: false },
    { name: 'columns', title: 'Columns, by commas', takes: 'columns', optional: false },
    { name: 'to', title: 'New JSON column', takes: 'name', optional: false },
  ],
  answersOf: () => null,
  draft,
};

function draft(answers: Answers, ground: Ground): DraftEvolution | Refusal {
  const from = evolvingTable(answers, ground);
  if (isRefused(from)) return from;
  const { dialect, written } = from;
  const columns = columnsNamed(from, answers['columns']);
  if (columns === null) return { refused: `Name columns of ${written} that exist.` };
  const unfit = columns.find(
    (column) => column.type?.isArray === true || /bytea|blob|binary/i.test(column.type?.text ?? ''),
  );
  if (unfit !== undefined)
    return { refused: `Values of ${unfit.name} (${unfit.type?.text ?? ''}) do not come back from JSON as they were.` }; // prettier-ignore
  const to = answers['to'] ?? '';
  const names = columns.map((column) => column.name);
  const members = columns.map((column): Member => ({
    key: column.name,
    column: column.name,
    boolean: isBoolean(column),
  }));
  const empty = names.map((name) => `${quote(name, dialect)} IS NULL`).join(' AND ');
  const json = quote(to, dialect);
  return replaceColumns(from, ground, {
    kind: 'columns-to-json',
    conversion: 'expressions',
    carries: false,
    old: columns.map((column) => ({ column, backward: back(json, column, dialect) })),
    new: [
      newColumn(to, jsonType(dialect), `CASE WHEN NOT (${empty}) THEN ${objectOf(members, dialect)} END`),
    ],
    wording: {
      name: `Put ${names.join(', ')} of ${written} into ${to}`,
      title: `Put ${names.join(', ')} of ${written} into ${to} in expand–contract steps`,
      why: `A released version that uses ${names.join(', ')} of ${written} would fail the moment the columns are gone.`,
      from: names.join(', '),
      to,
      declared: [],
    },
  });
}

/** A member that is missing is the default, where the column must have a value. */
function back(json: string, column: Column, dialect: Ground['before']['dialect']): string {
  const text = memberOf(json, column.name, dialect);
  const typed =
    isBoolean(column) && (dialect === 'mysql' || dialect === 'mariadb')
      ? `CASE ${text} WHEN 'true' THEN 1 WHEN '1' THEN 1 WHEN 'false' THEN 0 WHEN '0' THEN 0 END`
      : text;
  return column.nullable || column.default === null ? typed : `coalesce(${dialect === 'postgres' ? `(${typed})::${column.type?.text ?? 'text'}` : typed}, ${column.default.text})`; // prettier-ignore
}

export function isBoolean({ type }: Pick<Column, 'type'>): boolean {
  return /^(bool|boolean|tinyint\s*\(\s*1\s*\))$/i.test(type?.text.trim() ?? '');
}
