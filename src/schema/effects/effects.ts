import type { DatabaseTarget } from '../../model/dialect';
import type { ChangeEffects } from '../../model/effect';
import type { Schema } from '../../model/schema';
import type { ObjectName, SchemaChange } from '../../model/schema-change';
import { mariadbEffects } from './mariadb';
import { mysqlEffects } from './mysql';
import { postgresEffects } from './postgres';
import { sqliteEffects } from './sqlite';

/** What the effects of a change depend on besides the change and the schema before it. */
export interface EffectContext {
  readonly target: DatabaseTarget;
  /** The table came into being in the same transaction (or is temporary): nobody else sees it, and it is small. */
  createdInTransaction(table: ObjectName): boolean;
  /** PRAGMA foreign_keys, or foreign_key_checks, where the migration has set it; absent or null: not known. */
  readonly foreignKeys?: () => boolean | null;
}

/** What a change does to the tables it touches, in its place after the schema `before`. Never throws. */
export function effectsOf(change: SchemaChange, before: Schema, context: EffectContext): ChangeEffects {
  const setting = {
    before,
    version: context.target.version,
    isNew: (table: ObjectName) => context.createdInTransaction(table),
    foreignKeys: context.foreignKeys ?? (() => null),
  };
  switch (context.target.dialect) {
    case 'postgres':
      return postgresEffects(change, setting);
    case 'mysql':
      return mysqlEffects(change, setting);
    case 'mariadb':
      return mariadbEffects(change, setting);
    case 'sqlite':
      return sqliteEffects(change, setting);
  }
}
