import { quote } from '../../sql/identifiers';
import type { Column } from '../../model/schema';
import { isBoolean } from './columns-to-json';
import { guardedConversion } from './columns/guarded-conversion';
import { hasMore, jsonType, memberOf, objectWith, restOf, type Member } from './columns/json';
import { partsOf } from './columns/lists';
import { newColumn } from './columns/new-column';
import { replaceColumns } from './columns/replace';
import type { NewColumn } from './columns/replacement';
import { typeOfText } from './columns/type-of-text';
import { evolvingColumn, type EvolvingColumn } from './evolving-table';
import { literal } from './names';
import { isRefused, type Answers, type DraftEvolution, type Ground, type Recipe, type Refusal } from './recipe'; // prettier-ignore

/**
 * Members of a JSON object become columns with types and indexes. What else the object holds goes to a JSON column of
 * the rest, or stops contract. Heeds dualWrite, batchRows, pauseMilliseconds, keyColumns and bakeHours.
 */
export const jsonToColumns: Recipe = {
  kind: 'json-to-columns',
  title: 'Turn members of a JSON column into columns',
  dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
  parameters: [
    { name: 'table', title: 'Table', takes: 'table', optional: false },
    { name: 'column', title: 'JSON column', takes: 'column', optional: false },
    { name: 'keys', title: 'Members, by commas', takes: 'name', optional: false },
    { name: 'into', title: 'New columns, by commas; named as the members unless said', takes: 'name', optional: true },
    { name: 'types', title: 'Their types, by commas; text unless said', takes: 'type', optional: true },
    { name: 'indexed', title: 'New columns that get an index, by commas', takes: 'name', optional: true },
    { name: 'rest', title: 'A JSON column for what else the object holds', takes: 'name', optional: true },
  ], // prettier-ignore
  answersOf: () => null,
  draft,
};

function draft(answers: Answers, ground: Ground): DraftEvolution | Refusal {
  const from = evolvingColumn(answers, ground);
  if (isRefused(from)) return from;
  const { column, dialect, written } = from;
  const keys = partsOf(answers['keys'], ',', dialect);
  const into = partsOf(answers['into'], ',', dialect);
  const types = partsOf(answers['types'], ',', dialect);
  if (keys.length === 0) return { refused: 'Name at least one member.' };
  const odd = keys.find((key) => /["\\]/.test(key));
  if (odd !== undefined) return { refused: `The member ${odd} has a quote or backslash in its name.` };
  if (into.length > 0 && into.length !== keys.length)
    return { refused: `There are ${keys.length} members and ${into.length} new columns.` };
  if (types.length > 1 && types.length !== keys.length)
    return { refused: `There are ${keys.length} members and ${types.length} types.` };
  const added = keys.map((key, at) => memberColumn(from, key, into[at] ?? key, types[at] ?? types[0] ?? 'text')); // prettier-ignore
  const refused = added.find(isRefused);
  if (refused !== undefined) return refused;
  const columns = added.flatMap((one) => (isRefused(one) ? [] : [one]));
  const members = columns.map((one) => one.member);
  const json = quote(column.name, dialect);
  const rest = answers['rest'];
  const kept = rest === undefined ? [] : [newColumn(rest, jsonType(dialect), restOf(json, members, dialect))];
  const failed = columns.map((one) => one.failed).filter((one) => one !== null);
  return replaceColumns(from, ground, {
    kind: 'json-to-columns',
    conversion: 'expressions',
    carries: false,
    indexed: partsOf(answers['indexed'], ',', dialect),
    lost: rest === undefined ? hasMore(json, members, dialect) : null,
    failed: failed.length === 0 ? null : failed.map((one) => `(${one})`).join(' OR '),
    old: [{ column, backward: back(column, members, rest ?? null, dialect) }],
    new: [...columns.map((one) => one.column), ...kept],
    wording: {
      name: `Turn ${keys.join(', ')} of ${written}.${column.name} into columns`,
      title: `Turn ${keys.join(', ')} of ${written}.${column.name} into columns in expand–contract steps`,
      why: `A released version that uses ${written}.${column.name} would fail the moment the column is gone.`,
      from: column.name,
      to: [...columns.map((one) => one.column.name), ...(rest === undefined ? [] : [rest])].join(', '),
      declared: [],
    },
  });
}

interface MemberColumn {
  readonly column: NewColumn;
  readonly member: Member;
  readonly failed: string | null;
}

function memberColumn(
  { column, dialect }: EvolvingColumn,
  key: string,
  name: string,
  type: string,
): MemberColumn | Refusal {
  const text = memberOf(quote(column.name, dialect), key, dialect);
  const read = typeOfText(type);
  const boolean = isBoolean({ type: read });
  const preset = presetOf(column, key, dialect);
  const made = (forward: string, failed: string | null): MemberColumn => ({
    column: newColumn(name, type, forward, { default: preset }),
    member: { key, column: name, boolean },
    failed,
  });
  if (dialect === 'postgres') return made(text, null);
  if (dialect === 'sqlite') {
    const forward = /char|text|clob/i.test(type) ? text : `CAST(${text} AS ${type})`;
    return made(boolean ? text : forward, null);
  }
  const truth = `CASE ${text} WHEN 'true' THEN 1 WHEN '1' THEN 1 WHEN 'false' THEN 0 WHEN '0' THEN 0 END`;
  const forward = boolean
    ? truth
    : guardedConversion(typeOfText('longtext'), read, `(${text})`, quote(name, dialect))?.forward;
  if (forward === undefined)
    return { refused: `No conversion of text to ${type} is known that never fails: take a text column first, and change its type in an evolution of its own.` }; // prettier-ignore
  return made(forward, `(${text}) IS NOT NULL AND (${forward}) IS NULL`);
}

/** The member of a default that is a constant object; null: it has none. */
function presetOf({ default: preset }: Column, key: string, dialect: EvolvingColumn['dialect']): string | null {
  const constant = /^'((?:[^']|'')*)'(?:::jsonb?)?$/.exec(preset?.text.replace(/^\((.*)\)$/s, '$1').trim() ?? ''); // prettier-ignore
  if (constant === null) return null;
  try {
    const value: unknown = JSON.parse((constant[1] ?? '').replaceAll("''", "'"));
    const member: unknown =
      typeof value === 'object' && value !== null ? Object.entries(value).find(([name]) => name === key)?.[1] : null;
    if (typeof member === 'string') return literal(member, dialect);
    return typeof member === 'number' || typeof member === 'boolean' ? String(member) : null;
  } catch {
    return null;
  }
} // prettier-ignore

/** The object from the columns; NULL only where it was NULL, may be, and every column is. */
function back(
  column: Column,
  members: readonly Member[],
  rest: string | null,
  dialect: EvolvingColumn['dialect'],
): string {
  const names = [...members.map((one) => one.column), ...(rest === null ? [] : [rest])];
  const empty = names.map((name) => `${quote(name, dialect)} IS NULL`).join(' AND ');
  const json = quote(column.name, dialect);
  const made = objectWith(rest === null ? json : quote(rest, dialect), members, dialect);
  const typed = dialect === 'postgres' ? `(${made})::${column.type?.text ?? 'jsonb'}` : made;
  return column.nullable ? `CASE WHEN ${empty} AND ${json} IS NULL THEN NULL ELSE ${typed} END` : typed;
}
