import type { Dialect } from '../../model/dialect';
import { quote } from '../../sql/identifiers';

/** Longest identifier: bytes in Postgres, characters in MySQL and MariaDB. */
const limits: Readonly<Record<Dialect, number>> = { postgres: 63, mysql: 64, mariadb: 64, sqlite: 255 };

/**
 * `stem` + `tail`, cut in the middle when it is longer than the dialect allows: the tail stays whole and a
 * short hash of the stem takes the place of what is cut, so that two long names do not become one.
 */
export function limited(stem: string, tail: string, dialect: Dialect): string {
  const limit = limits[dialect];
  const length = (text: string): number =>
    dialect === 'postgres' ? new TextEncoder().encode(text).length : Array.from(text).length;
  if (length(stem + tail) <= limit) return stem + tail;
  const mark = `_${hashOf(stem)}`;
  let kept = '';
  for (const character of stem) {
    if (length(kept + character + mark + tail) > limit) break;
    kept += character;
  }
  return kept + mark + tail;
}

/** A possibly qualified name, quoted where it must be. */
export function qualified(schema: string | null, name: string, dialect: Dialect): string {
  return schema === null ? quote(name, dialect) : `${quote(schema, dialect)}.${quote(name, dialect)}`;
}

/** A string literal. Postgres takes backslashes as they are, MySQL and MariaDB do not. */
export function literal(text: string, dialect: Dialect): string {
  const doubled = text.replaceAll("'", "''");
  return `'${dialect === 'postgres' ? doubled : doubled.replaceAll('\\', '\\\\')}'`;
}

/** The name of an index or constraint on the new column: the old name with the column exchanged, else with the new column added. */
export function mirroredName(
  oldName: string,
  from: string,
  to: string,
  taken: (name: string) => boolean,
  dialect: Dialect,
): string {
  const exchanged = oldName.includes(from) ? oldName.replace(from, to) : `${oldName}_${to}`;
  for (let turn = 1; ; turn++) {
    const name = limited(exchanged, turn === 1 ? '' : `_${turn}`, dialect);
    if (name !== oldName && !taken(name)) return name;
  }
}

/** FNV-1a in six letters of base 36: only to tell names apart. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(36).slice(0, 6);
}
