import type { Dialect } from '../../model/dialect';
import type { Column } from '../../model/schema';

/**
 * A line of schema.prisma for a column: its type, native type and column name. null: Prisma has no type for it.
 * Source: Prisma schema reference, "Model field scalar types" and its native type mappings.
 */
export function prismaFieldOf(column: Column, field: string, dialect: Dialect): string | null {
  const { type } = column;
  if (type === null) return null;
  const scalar = scalarOf(type.name, type.text, dialect);
  const map = field === column.name ? '' : ` @map("${column.name}")`;
  const mark = type.isArray ? '[]' : column.nullable ? '?' : '';
  if (scalar === null) return `${field} Unsupported("${type.text.replaceAll('"', '\\"')}")${mark}${map}`;
  const literal = column.default?.isLiteral === true ? defaultOf(column.default.text, scalar.type) : null;
  const preset = literal === null ? '' : ` @default(${literal})`;
  const native = scalar.native === null ? '' : ` @db.${scalar.native}`;
  return `${field} ${scalar.type}${mark}${preset}${native}${map}`;
}

interface Scalar {
  readonly type: string;
  /** null: what Prisma takes without being told. */
  readonly native: string | null;
}

function scalarOf(name: string, text: string, dialect: Dialect): Scalar | null {
  const size = /\(([^)]*)\)/.exec(text)?.[1]?.replace(/\s+/g, '') ?? null;
  const sized = (native: string): string =>
    size === null ? native : `${native}(${size.replace(',', ', ')})`;
  const isPostgres = dialect === 'postgres';
  const scalar = (type: string, native: string | null): Scalar => ({
    type,
    native: dialect === 'sqlite' ? null : native,
  });
  switch (name) {
    case 'text':
    case 'string':
      return scalar('String', isPostgres ? null : 'Text');
    case 'varchar':
    case 'character varying':
      return scalar('String', !isPostgres && size === '191' ? null : sized('VarChar'));
    case 'char':
    case 'bpchar':
    case 'character':
      return scalar('String', sized('Char'));
    case 'citext':
      return scalar('String', 'Citext');
    case 'mediumtext':
    case 'longtext':
    case 'tinytext':
      return scalar('String', `${name.charAt(0).toUpperCase()}${name.slice(1, -4)}Text`);
    case 'uuid':
      return scalar('String', 'Uuid');
    case 'int':
    case 'int4':
    case 'integer':
      return scalar('Int', null);
    case 'int2':
    case 'smallint':
      return scalar('Int', 'SmallInt');
    case 'int8':
    case 'bigint':
      return scalar('BigInt', null);
    case 'bool':
    case 'boolean':
      return scalar('Boolean', null);
    case 'tinyint':
      return size === '1' ? scalar('Boolean', null) : scalar('Int', 'TinyInt');
    case 'float8':
    case 'double precision':
    case 'double':
      return scalar('Float', null);
    case 'float4':
    case 'real':
      return scalar('Float', isPostgres ? 'Real' : null);
    case 'float':
      return scalar('Float', isPostgres ? null : 'Float');
    case 'numeric':
    case 'decimal':
      return scalar('Decimal', size === null ? null : sized('Decimal'));
    case 'json':
      return scalar('Json', isPostgres ? 'Json' : null);
    case 'jsonb':
      return scalar('Json', null);
    case 'bytea':
    case 'blob':
      return scalar('Bytes', isPostgres ? null : 'Blob');
    case 'date':
      return scalar('DateTime', 'Date');
    case 'timestamp':
    case 'timestamp without time zone':
      return scalar('DateTime', isPostgres ? (size === '3' ? null : sized('Timestamp')) : sized('Timestamp'));
    case 'timestamptz':
    case 'timestamp with time zone':
      return scalar('DateTime', sized('Timestamptz'));
    case 'datetime':
      return scalar('DateTime', size === '3' ? null : sized('DateTime'));
    default:
      return null;
  }
}

/** A literal of SQL as Prisma writes it; null: it cannot be said there. */
function defaultOf(text: string, type: string): string | null {
  const bare = text.trim().replace(/::[\w\s"().]+$/, '');
  if (/^null$/i.test(bare)) return null;
  if (type === 'Boolean') return /^(?:true|1|'t'|'1')$/i.test(bare) ? 'true' : 'false';
  if (/^-?\d+(?:\.\d+)?$/.test(bare)) return bare;
  const string = /^'((?:[^']|'')*)'$/.exec(bare)?.[1];
  return string === undefined || (type !== 'String' && type !== 'Json')
    ? null
    : `"${string.replaceAll("''", "'").replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
