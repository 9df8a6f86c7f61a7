import type { Identifier, ObjectName } from '../../model/schema-change';
import { fold } from '../identifiers';
import type { Cursor } from './source';

/** The identifier at the position. A template beside a word (`${prefix}users`) belongs to it. */
export function readIdentifier(cursor: Cursor): Identifier | null {
  const from = cursor.at;
  if (!isNamePart(cursor)) return null;
  let token = cursor.token();
  cursor.at++;
  while (token !== undefined && cursor.token()?.start === token.end && isNamePart(cursor)) {
    const next = cursor.token();
    if (token.kind !== 'placeholder' && next?.kind !== 'placeholder') break;
    token = next;
    cursor.at++;
  }
  const range = cursor.rangeFrom(from);
  return { name: fold(cursor.slice(range), cursor.source.dialect), range };
}

/** A name with up to two qualifiers, of which the one nearest to it is its schema. */
export function readName(cursor: Cursor): ObjectName | null {
  const from = cursor.at;
  let last = readIdentifier(cursor);
  if (last === null) return null;
  let schema: string | null = null;
  while (cursor.seesSymbol('.')) {
    cursor.at++;
    const next = readIdentifier(cursor);
    if (next === null) break;
    schema = last.name;
    last = next;
  }
  return { name: last.name, schema, range: cursor.rangeFrom(from) };
}

/** The names in a list of columns, prefix lengths and directions left out. */
export function readColumnNames(cursor: Cursor | null): Identifier[] {
  if (cursor === null) return [];
  return cursor.list().flatMap((part) => readIdentifier(part) ?? []);
}

/** The inside of a string literal; null when there is none at the position. */
export function readString(cursor: Cursor): string | null {
  const token = cursor.token();
  if (token?.kind !== 'string') return null;
  cursor.at++;
  return stringValue(token.text);
}

/** What a string literal stands for: quotes and prefix removed, doubled quotes made single. */
export function stringValue(literal: string): string {
  if (literal.startsWith('$')) return literal.replace(/^\$\w*\$|\$\w*\$$/g, '');
  const open = literal.search(/['"]/);
  const mark = literal.charAt(open);
  const inside = literal.slice(open + 1, literal.endsWith(mark) ? -1 : undefined);
  return inside.replaceAll(mark + mark, mark);
}

function isNamePart(cursor: Cursor): boolean {
  const token = cursor.token();
  if (token === undefined) return false;
  if (token.kind === 'word' || token.kind === 'quoted') return true;
  if (token.kind === 'placeholder') return true;
  return (
    token.kind === 'string' &&
    (cursor.isMysql ? token.text.startsWith('"') : cursor.source.dialect === 'sqlite')
  );
}
