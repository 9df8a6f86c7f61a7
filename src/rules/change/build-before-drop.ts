import type { Fix } from '../../model/finding';
import type { Statement } from '../../model/statement';
import type { TextEdit } from '../../model/text';
import { makeObjectName } from '../../schema/generated-names';
import { findIndex, sameName } from '../../schema/lookup';
import { qualifierOf } from '../../sql/edits/qualifier';
import { sliceOf } from '../../sql/edits/statement-edit';
import { quote } from '../../sql/identifiers';
import type { FixContext } from '../rule';
import { replacedIndex } from './replaced-index';
import { wholeStatement } from './whole-statement';

/**
 * The new index is built before the old one goes: the DROP moves behind the CREATE. Where both have one name, the old
 * index is renamed first (Postgres).
 */
export function buildBeforeDrop(context: FixContext): readonly Fix[] {
  const { change, statement, migration, before } = context;
  const replaced = replacedIndex(context);
  // In code the statements stand in strings of their own, which this does not move.
  if (change.kind !== 'drop-index' || replaced === null || migration.embedding !== null) return [];
  const built = migration.script.statements[replaced.built.statement];
  if (built === undefined || !isAlone(statement) || !isAlone(built)) return [];
  if (!/^DROP INDEX/.test(statement.reading.keyword)) return [];
  const newName = replaced.built.change.index.name;
  const hasSameName = newName !== null && sameName(before.dialect, newName.name, replaced.dropped.name);
  const edits = hasSameName ? renamedFirst(context, built) : movedBehind(context, built);
  return edits === null
    ? []
    : [{ title: 'Build the new index before the old one is dropped', kind: 'safe', edits }];
}

function isAlone({ reading }: Statement): boolean {
  return reading.changes.length === 1 && reading.unread.length === 0;
}

function movedBehind({ migration, statement }: FixContext, built: Statement): readonly TextEdit[] {
  const { script, file } = migration;
  const whole = wholeStatement(script, statement);
  const text = script.text.slice(whole.start, statement.end).trimStart();
  return [{ file, range: whole, newText: '' }, behind(file, built, text, script.text)];
}

function renamedFirst(context: FixContext, built: Statement): readonly TextEdit[] | null {
  const { change, migration, statement, before } = context;
  const { reading } = statement;
  if (change.kind !== 'drop-index' || reading.reader !== 'libpg-query') return null;
  const oldName = makeObjectName(change.index.name, null, 'old');
  if (findIndex(before, { schema: change.index.schema, name: oldName }) !== null) return null;
  const written = sliceOf(reading, change.index.range);
  const newWritten = qualifierOf(written) + quote(oldName, 'postgres');
  const guard = change.ifExists ? 'IF EXISTS ' : '';
  const dropped =
    reading.text.slice(0, change.index.range.start) + newWritten + reading.text.slice(change.index.range.end);
  return [
    {
      file: migration.file,
      range: { start: statement.start, end: statement.end },
      newText: `ALTER INDEX ${guard}${written} RENAME TO ${quote(oldName, 'postgres')}`,
    },
    behind(migration.file, built, dropped, migration.script.text),
  ];
}

function behind(file: string, built: Statement, text: string, script: string): TextEdit {
  const lineEnd = script.includes('\r\n') ? '\r\n' : '\n';
  const ended = script.slice(built.end, built.next).includes(';');
  return {
    file,
    range: { start: built.next, end: built.next },
    newText: `${ended ? '' : ';'}${lineEnd}${text};`,
  };
}
