import type { Dialect } from '../../model/dialect';
import type { Tree } from './tree';

/** A client, driver or type of a configuration, as the libraries spell them. */
const spellings: readonly (readonly [Dialect, RegExp])[] = [
  ['mariadb', /^(?:mariadb|aurora-mariadb)$/i],
  ['mysql', /^(?:mysql2?|aurora-mysql|MySqlDriver)$/i],
  ['postgres', /^(?:pg|postgres(?:ql)?|pgnative|pg-native|aurora-postgres|PostgreSqlDriver|redshift)$/i],
  ['sqlite', /^(?:sqlite3?|better-sqlite3?|libsql|SqliteDriver|BetterSqliteDriver)$/i],
];
const mariadbDriver = /^MariaDbDriver$/i;

/**
 * The text of the configuration nearest to a folder, read and never executed; '' when there is none. Keys are
 * searched in it as text, so one that is computed is not seen.
 */
export function settingsNear(tree: Tree, folder: string, names: RegExp): string {
  return tree.nearest(folder, names) ?? '';
}

/** The value of `key: 'value'` or `"key": "value"`; null when it is not written as a literal. */
export function literalOf(text: string, key: string): string | null {
  const written = new RegExp(
    `(?:^|[\\s{,])['"]?${key}['"]?\\s*:\\s*(?:['"\`]([^'"\`]*)['"\`]|(\\w+))`,
    'm',
  ).exec(withoutComments(text));
  return written?.[1] ?? written?.[2] ?? null;
}

/** The dialect that a configuration names under one of the keys; null when they name none, or several. */
export function dialectIn(text: string, keys: readonly string[]): Dialect | null {
  const code = withoutComments(text);
  const found = new Set(
    keys.flatMap((key) =>
      [...code.matchAll(new RegExp(`(?:^|[\\s{,])['"]?${key}['"]?\\s*:\\s*['"\`]?([\\w-]+)`, 'gm'))].flatMap(
        (match) => spelled(match[1] ?? '') ?? [],
      ),
    ),
  );
  return found.size === 1 ? ([...found][0] ?? null) : null;
}

function spelled(word: string): Dialect | null {
  if (mariadbDriver.test(word)) return 'mariadb';
  return spellings.find(([, pattern]) => pattern.test(word))?.[0] ?? null;
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[^]*?\*\//g, ' ').replace(/(^|\s)\/\/.*$/gm, '$1');
}
