import type { ColumnSpec } from './specs';

/** The type of a column as TypeORM's driver for Postgres writes it (PostgresDriver.createFullType). */
export function postgresType(column: ColumnSpec): string {
  const { type, precision } = column;
  const bracket = precision === null ? '' : `(${precision})`;
  const suffix = column.isArray ? ' array' : '';
  const zoned = zonedTypes[type];
  if (zoned !== undefined) return `${zoned[0]}${bracket}${zoned[1]}${suffix}`;
  if (type === 'geometry' || type === 'geography') return `${type}${spatial(column)}${suffix}`;
  return `${sized(column, column.length)}${suffix}`;
}

const zonedTypes: Readonly<Record<string, readonly [string, string]>> = {
  'time without time zone': ['TIME', ''],
  'time with time zone': ['TIME', ' WITH TIME ZONE'],
  'timestamp without time zone': ['TIMESTAMP', ''],
  'timestamp with time zone': ['TIMESTAMP', ' WITH TIME ZONE'],
};

function spatial({ spatialFeatureType, srid }: ColumnSpec): string {
  if (spatialFeatureType === null) return '';
  return srid === null ? `(${spatialFeatureType})` : `(${spatialFeatureType},${srid})`;
}

/** The same for MySQL and MariaDB (MysqlDriver.createFullType); `varchar` and `varbinary` always have a length there. */
export function mysqlType(column: ColumnSpec, isMariadb: boolean): string {
  const length = column.length !== '' ? column.length : defaultLength(column, isMariadb);
  const width = length !== '' ? length : column.width;
  return `${sized(column, width)}${column.isArray ? ' array' : ''}`;
}

/** MySQL has no type for a UUID, MariaDB has (10.7). */
function defaultLength({ type, generationStrategy }: ColumnSpec, isMariadb: boolean): string {
  if (generationStrategy === 'uuid' && !isMariadb) return '36';
  return ['varchar', 'nvarchar', 'national varchar', 'varbinary'].includes(type) ? '255' : '';
}

/** The same for SQLite (AbstractSqliteDriver.createFullType). */
export function sqliteType(column: ColumnSpec): string {
  if (column.enum !== null) return 'varchar';
  return `${sized(column, column.length)}${column.isArray ? ' array' : ''}`;
}

function sized({ type, precision, scale }: ColumnSpec, length: string): string {
  if (length !== '') return `${type}(${length})`;
  if (precision === null) return type;
  return scale === null ? `${type}(${precision})` : `${type}(${precision},${scale})`;
}
