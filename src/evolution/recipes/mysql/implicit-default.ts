import type { Column } from '../../../model/schema';

/**
 * What a NOT NULL column without a default gets while two versions write, so that an INSERT of the new version
 * may leave it out: MariaDB refuses INSERT … SELECT before any trigger runs (measured on 10.11). null: the
 * type has no value that is always legal. The trigger replaces it in every row.
 */
export function implicitDefault(column: Pick<Column, 'type'>): string | null {
  const type =
    column.type?.text
      .toLowerCase()
      .replace(/\s*\(.*$/s, '')
      .split(/\s+/)[0] ?? '';
  if (
    /^(tinyint|smallint|mediumint|int|integer|bigint|bool|boolean|decimal|dec|numeric|fixed|float|double|real|bit)$/.test(
      type,
    )
  )
    return '0';
  if (/^(char|nchar|varchar|nvarchar|binary|varbinary|set)$/.test(type)) return "''";
  // An expression default: literals are not allowed for these types in MySQL.
  if (/^(tiny|medium|long)?(text|blob)$/.test(type)) return "('')";
  if (type === 'json') return "('{}')";
  switch (type) {
    case 'date':
      return "'1970-01-02'";
    case 'datetime':
    case 'timestamp':
      return "'1970-01-02 00:00:00'";
    case 'time':
      return "'00:00:00'";
    case 'year':
      return '1970';
    case 'enum':
      return firstOf(column.type?.values ?? []);
    default:
      return null;
  }
}

function firstOf(values: readonly string[]): string | null {
  const first = values[0];
  return first === undefined ? null : `'${first.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
