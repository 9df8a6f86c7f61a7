import type { Schema } from '../model/schema';
import type { ColumnType } from '../model/schema-change';
import { findType } from './lookup';

/** Whether the type is a domain with NOT NULL or a CHECK, of its own or of a domain it is based on. */
export function isConstrainedDomain(schema: Schema, type: ColumnType | null): boolean {
  const found = type === null ? null : findType(schema, type);
  return found?.kind === 'domain' && (found.hasConstraints || isConstrainedDomain(schema, found.base));
}
