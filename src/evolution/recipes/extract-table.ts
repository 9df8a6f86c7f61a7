import { columnOf, findTable, sameName } from '../../schema/lookup';
import { quote } from '../../sql/identifiers';
import { carryAcross } from './across/carry';
import type { Moved } from './across/moved';
import { columnsNamed, evolvingTable, parsedName } from './evolving-table';
import { typeOf } from './move-column';
import { limited, qualified } from './names';
import { isRefused, type Answers, type DraftEvolution, type Ground, type Recipe, type Refusal } from './recipe'; // prettier-ignore

/**
 * Columns become a table of their own, with a row for every row, by the primary key. Heeds dualWrite, batchRows,
 * pauseMilliseconds and bakeHours.
 */
export const extractTable: Recipe = {
  kind: 'extract-table',
  title: 'Extract columns into a table of their own',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
  parameters: [
    { name: 'table', title: 'Table', takes: 'table', optional: false },
    { name: 'columns', title: 'Columns, by commas', takes: 'columns', optional: false },
    { name: 'to', title: 'Name of the new table', takes: 'name', optional: false },
    { name: 'key', title: 'Its column that points back; named after the table unless said', takes: 'name', optional: true },
  ], // prettier-ignore
  answersOf: () => null,
  draft,
};

function draft(answers: Answers, ground: Ground): DraftEvolution | Refusal {
  const from = evolvingTable(answers, ground);
  if (isRefused(from)) return from;
  const { dialect, written, table } = from;
  const columns = columnsNamed(from, answers['columns']);
  if (columns === null) return { refused: `Name columns of ${written} that exist.` };
  const primary = table.constraints.find((one) => one.type === 'primary-key');
  const [key] = primary?.columns ?? [];
  const keyColumn = key === undefined ? null : columnOf(dialect, table, key);
  if (primary?.columns.length !== 1 || key === undefined || keyColumn?.type == null)
    return { refused: `${written} needs a primary key of one column, by which the new table points back.` };
  if (columns.some((column) => sameName(dialect, column.name, key)))
    return { refused: 'The primary key stays where it is.' };
  const name = parsedName(answers['to'] ?? '');
  if (name.name === '') return { refused: 'The new table needs a name.' };
  const placed = { schema: name.schema ?? table.schema, name: name.name };
  if (findTable(ground.before, placed) !== null) return { refused: `There is a table ${name.name} already.` };
  const toKey = answers['key'] ?? limited(`${table.name}_${key}`, '', dialect);
  if (columns.some((column) => sameName(dialect, column.name, toKey)))
    return { refused: `The new table has a column ${toKey} already: name the one that points back.` };
  const target = qualified(placed.schema, placed.name, dialect);
  const parts = [
    `${quote(toKey, dialect)} ${keyType(keyColumn.type.text)} NOT NULL PRIMARY KEY${dialect === 'mysql' || dialect === 'mariadb' ? '' : ` REFERENCES ${from.sql} (${quote(key, dialect)}) ON DELETE CASCADE ON UPDATE CASCADE`}`,
    ...columns.map((column) => {
      const preset = column.default === null ? '' : ` DEFAULT ${column.default.text}`;
      return `${quote(column.name, dialect)} ${typeOf(column, from)}${column.nullable ? '' : ' NOT NULL'}${preset}`;
    }),
    ...(dialect === 'mysql' || dialect === 'mariadb'
      ? [`FOREIGN KEY (${quote(toKey, dialect)}) REFERENCES ${from.sql} (${quote(key, dialect)}) ON DELETE CASCADE ON UPDATE CASCADE`] // prettier-ignore
      : []),
  ];
  const moved: Moved = {
    ...from,
    kind: 'extract-table',
    columns: columns.map((column) => ({ column, to: column.name })),
    key,
    toKey,
    target,
    targetWritten: placed.schema === null ? placed.name : `${placed.schema}.${placed.name}`,
    targetTable: null,
    creates: `CREATE TABLE ${target} (\n  ${parts.join(',\n  ')}\n)`,
    about: `to_${placed.name}`,
    options: ground.options,
    typeOf: (column) => typeOf(column, from),
  };
  const list = columns.map((column) => column.name).join(', ');
  return carryAcross(moved, ground, {
    name: `Extract ${list} of ${written} into ${moved.targetWritten}`,
    title: `Extract ${list} of ${written} into ${moved.targetWritten} in expand–contract steps`,
    why: `A released version that uses ${list} of ${written} would fail the moment they are gone.`,
    from: list,
    to: moved.targetWritten,
    declared: [],
  });
}

/** The type of a key that numbers itself is that of its numbers. */
function keyType(text: string): string {
  const serial: Readonly<Record<string, string>> = { serial: 'integer', bigserial: 'bigint', smallserial: 'smallint', serial4: 'integer', serial8: 'bigint', serial2: 'smallint' }; // prettier-ignore
  return serial[text.toLowerCase()] ?? text;
}
