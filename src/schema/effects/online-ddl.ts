import type { AlterAlgorithm, LockMode } from '../../model/effect';
import type { ColumnType } from '../../model/schema-change';

/** How MySQL or MariaDB carries out one action: the best algorithm it accepts and the lock that goes with it. */
export interface OnlineDdl {
  readonly algorithm: AlterAlgorithm;
  /** NONE: reads and writes go on; SHARED: reads only. */
  readonly lock: LockMode;
  /** The rows are written anew, in place or by copying. */
  readonly rewrite: boolean;
  /** MySQL: the row of the manual's tables that says so, as `Column Operations: Adding a column`. */
  readonly row?: string;
  /** Where else it is written. */
  readonly source?: string;
  /** Neither run nor written anywhere. */
  readonly proof?: 'assumed';
}

export const instant: OnlineDdl = { algorithm: 'INSTANT', lock: 'NONE', rewrite: false };
export const inPlace: OnlineDdl = { algorithm: 'INPLACE', lock: 'NONE', rewrite: false };
export const inPlaceShared: OnlineDdl = { algorithm: 'INPLACE', lock: 'SHARED', rewrite: false };
export const rebuild: OnlineDdl = { algorithm: 'INPLACE', lock: 'NONE', rewrite: true };
export const rebuildShared: OnlineDdl = { algorithm: 'INPLACE', lock: 'SHARED', rewrite: true };
export const copy: OnlineDdl = { algorithm: 'COPY', lock: 'SHARED', rewrite: true };

/** utf8mb4, the default of both, needs up to four bytes a character. */
const bytesPerCharacter: Readonly<Record<string, number>> = {
  latin1: 1,
  ascii: 1,
  binary: 1,
  utf8: 3,
  utf8mb3: 3,
  ucs2: 2,
  utf16: 4,
};

/** The most bytes a value of a character type takes. */
export function bytesOf(type: ColumnType): number {
  const perCharacter =
    type.name === 'varbinary' ? 1 : (bytesPerCharacter[type.characterSet?.toLowerCase() ?? ''] ?? 4);
  return (type.arguments[0] ?? 0) * perCharacter;
}

/**
 * Whether a server is at least that version. Minor versions are counted, not decimals: 10.11 comes after 10.6
 * (and 10.1, the number that 10.10 is written as, is taken for 10.10).
 */
export function atLeast(version: number, major: number, minor: number): boolean {
  const [ownMajor = 0, written = 0] = String(version).split('.').map(Number);
  const ownMinor = ownMajor === 10 && written === 1 ? 10 : written;
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}

/** Reads the rows while nobody writes, and rebuilds the table for the first FULLTEXT index, which adds a column. */
export function specialIndex(method: string, hasFulltext: boolean): OnlineDdl {
  return method === 'fulltext' && !hasFulltext ? rebuildShared : inPlaceShared;
}

const numbersOfDisplayWidth: ReadonlySet<string> = new Set([
  'tinyint',
  'smallint',
  'mediumint',
  'int',
  'integer',
  'bigint',
]);

const synonyms: Readonly<Record<string, string>> = {
  integer: 'int',
  int4: 'int',
  int8: 'bigint',
  int2: 'smallint',
  dec: 'decimal',
  numeric: 'decimal',
  fixed: 'decimal',
  bool: 'tinyint',
  boolean: 'tinyint',
  'character varying': 'varchar',
  character: 'char',
  'double precision': 'double',
  nvarchar: 'varchar',
  real: 'double',
};

export function mysqlTypeName(type: ColumnType): string {
  const name = type.name.toLowerCase();
  return synonyms[name] ?? name;
}

/** What a change of type means for the stored rows. */
export type StoredChange = 'none' | 'longer' | 'longer-length-byte' | 'more-values' | 'other';

/** Compares two MySQL types by how their values are stored; unknown before is `other`. */
export function storedChange(from: ColumnType | null, to: ColumnType | null): StoredChange {
  if (from === null || to === null) return from === to ? 'none' : 'other';
  const name = mysqlTypeName(from);
  if (name !== mysqlTypeName(to) || from.unsigned !== to.unsigned || !sameSet(from, to)) return 'other';
  if (from.values !== null && to.values !== null) return valuesChange(name, from.values, to.values);
  if (numbersOfDisplayWidth.has(name)) return 'none';
  if (name === 'varchar' || name === 'varbinary') return lengthChange(from, to);
  return from.arguments.join() === to.arguments.join() ? 'none' : 'other';
}

function sameSet(from: ColumnType, to: ColumnType): boolean {
  return (
    to.characterSet === null ||
    from.characterSet === null ||
    from.characterSet.toLowerCase() === to.characterSet.toLowerCase()
  );
}

function lengthChange(from: ColumnType, to: ColumnType): StoredChange {
  const was = bytesOf(from);
  const is = bytesOf(to.characterSet === null ? { ...to, characterSet: from.characterSet } : to);
  if (is === was) return 'none';
  if (is < was) return 'other';
  return was <= 255 && is > 255 ? 'longer-length-byte' : 'longer';
}

/** Values appended at the end keep the numbers of the others, while the storage size stays. */
function valuesChange(name: string, from: readonly string[], to: readonly string[]): StoredChange {
  if (from.length > to.length || !from.every((value, at) => to[at] === value)) return 'other';
  if (from.length === to.length) return 'none';
  const size = (count: number): number => (name === 'set' ? Math.ceil(count / 8) : count < 256 ? 1 : 2);
  return size(from.length) === size(to.length) ? 'more-values' : 'other';
}

/** Whether a value that fits the type before may not fit, or not wholly, the type after. */
export function narrows(from: ColumnType | null, to: ColumnType | null): boolean {
  if (from === null || to === null) return false;
  const rank = ['tinyint', 'smallint', 'mediumint', 'int', 'bigint'];
  const was = rank.indexOf(mysqlTypeName(from));
  const is = rank.indexOf(mysqlTypeName(to));
  if (was >= 0 && is >= 0) return is < was || (from.unsigned !== to.unsigned && !(from.unsigned && is > was));
  const texts = ['tinytext', 'text', 'mediumtext', 'longtext'];
  const textSize = [texts.indexOf(mysqlTypeName(from)), texts.indexOf(mysqlTypeName(to))] as const;
  if (textSize[1] >= 0) return textSize[0] > textSize[1];
  const change = storedChange(from, to);
  if (change !== 'other') return false;
  if (from.values !== null && to.values !== null)
    return from.values.some((value) => !to.values?.includes(value));
  if (mysqlTypeName(from) === mysqlTypeName(to))
    return (
      from.arguments.some((number, at) => (to.arguments[at] ?? 0) < number) ||
      from.characterSet !== to.characterSet
    );
  return !(
    mysqlTypeName(to) === 'varchar' &&
    mysqlTypeName(from) === 'char' &&
    (to.arguments[0] ?? 0) >= (from.arguments[0] ?? 1)
  );
}
