import { sha1 } from './sha1';

/*
 * The names that TypeORM gives to constraints and indexes which have none of their own: its
 * DefaultNamingStrategy (src/naming-strategy/DefaultNamingStrategy.ts). `table` may have its schema before it.
 */

export function primaryKeyName(table: string, columns: readonly string[]): string {
  return `PK_${hashed(table, sorted(columns)).slice(0, 27)}`;
}

export function uniqueName(table: string, columns: readonly string[]): string {
  return `UQ_${hashed(table, sorted(columns)).slice(0, 27)}`;
}

export function foreignKeyName(table: string, columns: readonly string[]): string {
  return `FK_${hashed(table, sorted(columns)).slice(0, 27)}`;
}

export function indexName(table: string, columns: readonly string[], where: string): string {
  const key = where === '' ? sorted(columns) : `${sorted(columns)}_${where}`;
  return `IDX_${hashed(table, key).slice(0, 26)}`;
}

export function checkName(table: string, expression: string): string {
  return `CHK_${hashed(table, expression).slice(0, 26)}`;
}

export function exclusionName(table: string, expression: string): string {
  return `XCL_${hashed(table, expression).slice(0, 26)}`;
}

function sorted(columns: readonly string[]): string {
  return [...columns].sort().join('_');
}

function hashed(table: string, key: string): string {
  return sha1(`${table.split('.').at(-1) ?? table}_${key}`);
}
