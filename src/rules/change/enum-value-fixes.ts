import type { Fix } from '../../model/finding';
import { findType } from '../../schema/lookup';
import { appendWords } from '../../sql/edits/append-words';
import { tokenize } from '../../sql/lexer';
import type { FixContext } from '../rule';
import { inFile } from './edits-in-file';
import { transactionOf } from './transaction';

/** ADD VALUE says that it belongs behind the last value. */
export function afterLastValue(context: FixContext): readonly Fix[] {
  const { change, statement, before } = context;
  if (change.kind !== 'add-enum-value' || statement.reading.reader !== 'libpg-query') return [];
  const last = findType(before, change.type)?.values.at(-1);
  if (last === undefined || last === change.value) return [];
  return [
    {
      title: `Say that it belongs behind '${last}'`,
      kind: 'safe',
      edits: inFile(context, appendWords(statement.reading, 'AFTER', { rest: ` ${literal(last)}` })),
    },
  ];
}

/** RENAME VALUE becomes ADD VALUE: both values exist, and versions that know only one of them run side by side. */
export function addBesideRenamed(context: FixContext): readonly Fix[] {
  const { change, statement, history } = context;
  if (change.kind !== 'rename-enum-value' || statement.reading.reader !== 'libpg-query') return [];
  if (history.target.version < 12 && transactionOf(context).runs !== 'no') return [];
  const { text } = statement.reading;
  const tokens = tokenize(text, 'postgres').filter((token) => token.kind !== 'comment');
  const start = tokens.find((token) => token.start >= change.type.range.end && /^rename$/i.test(token.text));
  const end = tokens.findLast((token) => token.text !== ';');
  if (start === undefined || end === undefined) return [];
  // Comments between the words would be lost.
  if (/--|\/\*/.test(text.slice(start.start, end.end))) return [];
  const lower = start.text === start.text.toLowerCase();
  const newText = lower
    ? `add value ${literal(change.newValue)} after ${literal(change.value)}`
    : `ADD VALUE ${literal(change.newValue)} AFTER ${literal(change.value)}`;
  return [
    {
      title: `Add '${change.newValue}' beside '${change.value}'; the rows follow once all versions know both`,
      kind: 'review',
      edits: inFile(context, [{ range: { start: start.start, end: end.end }, newText }]),
    },
  ];
}

function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
