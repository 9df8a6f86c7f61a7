import type { Cursor } from './source';

/**
 * Notes that only one of MySQL and MariaDB knows the form that stands from the token `from` to the position. What it
 * says is read nevertheless: the statement may be for the other one. Nothing is noted in that one itself.
 */
export function onlyMariadb(cursor: Cursor, form: string, from: number): void {
  note(cursor, 'mysql', 'MariaDB', form, from);
}

/** As `onlyMariadb`, for what MySQL alone accepts. */
export function onlyMysql(cursor: Cursor, form: string, from: number): void {
  note(cursor, 'mariadb', 'MySQL', form, from);
}

function note(cursor: Cursor, other: 'mysql' | 'mariadb', owner: string, form: string, from: number): void {
  if (cursor.source.dialect !== other) return;
  const range = cursor.range(from, Math.max(cursor.at, from + 1));
  cursor.source.unread.push({ range, reason: `only ${owner} accepts ${form}` });
}

/** Takes the words when they stand here, and notes that they are MariaDB's: `IF NOT EXISTS` of its ALTER TABLE. */
export function takeOfMariadb(cursor: Cursor, ...words: readonly string[]): boolean {
  const from = cursor.at;
  if (!cursor.take(...words)) return false;
  onlyMariadb(cursor, `${words.join(' ')} here`, from);
  return true;
}

/** WAIT n and NOWAIT of MariaDB. */
export function takeWait(cursor: Cursor): void {
  if (!cursor.isMysql) return;
  const from = cursor.at;
  if (cursor.take('NOWAIT')) onlyMariadb(cursor, 'NOWAIT here', from);
  else if (cursor.word() === 'WAIT' && cursor.token(1)?.kind === 'number') {
    cursor.at += 2;
    onlyMariadb(cursor, 'WAIT here', from);
  }
}
