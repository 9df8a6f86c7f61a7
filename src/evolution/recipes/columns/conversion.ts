import type { Dialect } from '../../../model/dialect';
import type { ColumnType } from '../../../model/schema-change';
import { canonicalType, postgresTypeChange } from '../../../schema/effects/postgres-types';
import { mysqlTypeName, narrows, storedChange } from '../../../schema/effects/online-ddl';

/** What a change of type needs, where no person gave expressions. */
export type TypeChangeKind =
  /** The database does it in an instant: stages would gain nothing. */
  | 'instant'
  /** Every value fits and comes back as it was. */
  | 'widening'
  /** Values may not fit, or change. */
  | 'converting';

/** How a column gets from one type to another. SQLite keeps values as they are, whatever the type says. */
export function typeChangeKind(from: ColumnType, to: ColumnType, dialect: Dialect): TypeChangeKind {
  switch (dialect) {
    case 'postgres': {
      const change = postgresTypeChange(from, to);
      if (!change.rewrite && !change.canFail && !change.losesData && !change.needsUtc) return 'instant';
      const safe = !change.canFail && !change.losesData && !change.needsUtc;
      return safe && comesBack(canonicalType(from), canonicalType(to)) ? 'widening' : 'converting';
    }
    case 'mysql':
    case 'mariadb': {
      const change = storedChange(from, to);
      if (change !== 'other') return change === 'longer-length-byte' ? 'widening' : 'instant';
      return narrows(from, to) || !comesBack(mysqlTypeName(from), mysqlTypeName(to)) || from.unsigned !== to.unsigned
        ? 'converting'
        : 'widening'; // prettier-ignore
    }
    case 'sqlite':
      return 'converting';
  }
}

const integers = ['tinyint', 'smallint', 'mediumint', 'int', 'integer', 'bigint'];
const texts = [
  'char',
  'character',
  'character varying',
  'varchar',
  'tinytext',
  'text',
  'mediumtext',
  'longtext',
];

/** Whether what the new version writes within the old range comes back by plain conversion. */
function comesBack(from: string, to: string): boolean {
  const both = (list: readonly string[]): boolean => list.includes(from) && list.includes(to);
  return (
    both(integers) ||
    both(texts.slice(3)) ||
    (from === 'real' && to === 'double precision') ||
    (from === 'numeric' && to === 'numeric') ||
    (from === 'decimal' && to === 'decimal')
  );
}

/** Whether indexes, checks and defaults written for the one type mean the same for the other. */
export function sameFamily(from: ColumnType, to: ColumnType, dialect: Dialect): boolean {
  return familyOf(from, dialect) !== null && familyOf(from, dialect) === familyOf(to, dialect);
}

function familyOf(type: ColumnType, dialect: Dialect): string | null {
  if (type.isArray) return null;
  const name = dialect === 'postgres' ? canonicalType(type) : type.name.toLowerCase();
  if (
    /^(tinyint|smallint|mediumint|int|integer|bigint|numeric|decimal|real|double|double precision|float)$/.test(
      name,
    )
  )
    return 'number';
  if (/char|text|citext/.test(name)) return 'text';
  if (/^(date|datetime|timestamp)/.test(name)) return 'time';
  return null;
}
