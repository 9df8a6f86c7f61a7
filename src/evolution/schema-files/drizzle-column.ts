import type { Dialect } from '../../model/dialect';
import type { Column } from '../../model/schema';

/** How Drizzle declares a type: the builder, its configuration, and the type as a snapshot has it. */
export interface DrizzleType {
  readonly builder: string;
  /** Without the name: `{ length: 20 }`; empty: none. */
  readonly config: string;
  readonly snapshot: string;
}

/**
 * The builder for a column's type; null: none that is sure to say the same.
 * Source: orm.drizzle.team/docs/column-types/pg, /mysql, /sqlite; types of snapshots as drizzle-kit 0.31 makes them.
 */
export function drizzleTypeOf({ type }: Column, dialect: Dialect): DrizzleType | null {
  if (type === null || type.isArray) return null;
  const size = /\(\s*(\d+)\s*\)/.exec(type.text)?.[1] ?? null;
  const plain = (builder: string, snapshot = builder): DrizzleType => ({ builder, config: '', snapshot });
  const sized = (builder: string): DrizzleType | null =>
    size === null ? null : { builder, config: `{ length: ${size} }`, snapshot: `${builder}(${size})` };
  if (dialect === 'sqlite') {
    const name = type.name.toLowerCase();
    return ['text', 'integer', 'real', 'numeric'].includes(name) ? plain(name) : null;
  }
  switch (type.name.toLowerCase()) {
    case 'int':
    case 'int4':
    case 'integer':
      return size !== null ? null : dialect === 'postgres' ? plain('integer') : plain('int');
    case 'bool':
    case 'boolean':
      return plain('boolean');
    case 'text':
      return plain('text');
    case 'varchar':
    case 'character varying':
      return sized('varchar') ?? (dialect === 'postgres' ? plain('varchar') : null);
    case 'smallint':
    case 'int2':
      return plain('smallint');
    case 'bigint':
    case 'int8':
      return { builder: 'bigint', config: "{ mode: 'number' }", snapshot: 'bigint' };
    case 'uuid':
    case 'jsonb':
      return plain(type.name.toLowerCase());
    case 'json':
    case 'date':
      return plain(type.name.toLowerCase());
    default:
      return null;
  }
}

/** A literal of SQL, as code and as a snapshot of Drizzle has it. */
export interface DrizzleDefault {
  readonly code: string;
  readonly snapshot: string | number | boolean;
}

/** null: not a literal that can be said of this builder for sure. */
export function drizzleDefaultOf(column: Column, builder: string): DrizzleDefault | null {
  const text =
    column.default?.isLiteral === true ? column.default.text.trim().replace(/::[\w\s"().]+$/, '') : '';
  if (
    /^(?:integer|int|smallint|serial|real|double|doublePrecision)$/.test(builder) &&
    /^-?\d+(?:\.\d+)?$/.test(text)
  )
    return { code: text, snapshot: Number(text) };
  if (builder === 'boolean' && /^(?:true|false)$/i.test(text))
    return { code: text.toLowerCase(), snapshot: text.toLowerCase() === 'true' };
  const inside = /^'((?:[^'\\]|'')*)'$/.exec(text)?.[1]?.replaceAll("''", "'");
  if (inside === undefined || !/^(?:text|varchar|char)$/.test(builder)) return null;
  return { code: `'${inside.replaceAll("'", "\\'")}'`, snapshot: `'${inside.replaceAll("'", "''")}'` };
}
