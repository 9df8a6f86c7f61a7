import type { Fix } from '../../model/finding';
import type { TextEdit } from '../../model/text';
import { removeAction } from '../../sql/edits/remove-action';
import type { FixContext } from '../rule';
import { agree, dropAndAdd, type DropAndAdd } from './drop-and-add';
import { inFile } from './edits-in-file';
import { wholeStatement } from './whole-statement';

/**
 * DROP and ADD of a column become one RENAME COLUMN, which keeps the values. Offered where both stand in
 * statements of their own, or are two of at least three actions that do not touch, and the definitions agree.
 */
export function renameInPlace(context: FixContext): readonly Fix[] {
  const pair = dropAndAdd(context);
  const { change, migration, statement } = context;
  if (change.kind !== 'drop-column' || pair?.kind !== 'rename' || !agree(pair)) return [];
  const addStatement = migration.script.statements[pair.addedAt.statement];
  if (addStatement === undefined || statement.reading.reader !== 'libpg-query') return [];
  const written = (range: { start: number; end: number }, text: string): string =>
    text.slice(range.start, range.end);
  const { text } = statement.reading;
  const rename = `ALTER TABLE ${written(change.table.range, text)} RENAME COLUMN ${written(change.column.range, text)} TO ${written(pair.added.column.name.range, addStatement.reading.text)}`;
  const edits =
    addStatement === statement ? inOneStatement(context, pair, rename) : inTwo(context, pair, rename);
  if (edits === null) return [];
  return [
    {
      title: `Rename ${pair.dropped.name} to ${pair.added.column.name.name}, which keeps the values`,
      kind: 'review',
      edits,
    },
  ];
}

function inTwo(context: FixContext, pair: DropAndAdd, rename: string): readonly TextEdit[] | null {
  const { change, migration, statement } = context;
  const added = migration.script.statements[pair.addedAt.statement];
  if (added === undefined || added.reading.reader !== 'libpg-query') return null;
  const cutAdded = removeAction(added.reading, pair.added);
  const withoutAdd: readonly TextEdit[] =
    added.reading.changes.length === 1
      ? [{ file: migration.file, range: wholeStatement(migration.script, added), newText: '' }]
      : (cutAdded ?? []).map((edit) => ({
          file: migration.file,
          range: { start: added.start + edit.range.start, end: added.start + edit.range.end },
          newText: edit.newText,
        }));
  if (withoutAdd.length === 0) return null;
  if (statement.reading.changes.length === 1)
    return [
      ...withoutAdd,
      ...inFile(context, [{ range: { start: 0, end: statement.reading.text.length }, newText: rename }]),
    ];
  const cut = removeAction(statement.reading, change);
  return cut === null ? null : [...withoutAdd, ...inFile(context, cut), appended(context, rename)];
}

function inOneStatement(context: FixContext, pair: DropAndAdd, rename: string): readonly TextEdit[] | null {
  const { change, statement } = context;
  const { changes, text } = statement.reading;
  if (/--|\/\*/.test(text)) return null;
  if (changes.length === 2)
    return inFile(context, [{ range: { start: 0, end: text.length }, newText: rename }]);
  const first = removeAction(statement.reading, change);
  const second = removeAction(statement.reading, pair.added);
  if (first === null || second === null) return null;
  const all = [...first, ...second].sort((a, b) => a.range.start - b.range.start);
  const touch = all.some((edit, at) => edit.range.start < (all[at - 1]?.range.end ?? 0));
  // Two neighbours share a comma, and the first of all takes the comma behind it along.
  return touch || bothAtTheStart(context, pair) ? null : [...inFile(context, all), appended(context, rename)];
}

function bothAtTheStart({ change, statement }: FixContext, { added }: DropAndAdd): boolean {
  const [one, two] = statement.reading.changes;
  return (one === change && two === added) || (one === added && two === change);
}

function appended({ migration, statement }: FixContext, sql: string): TextEdit {
  const { end, next } = statement;
  const terminated = next > end && migration.script.text.slice(end, next).includes(';');
  const lineEnd = migration.script.text.includes('\r\n') ? '\r\n' : '\n';
  return {
    file: migration.file,
    range: { start: next, end: next },
    newText: `${terminated ? '' : ';'}${lineEnd}${sql};`,
  };
}
