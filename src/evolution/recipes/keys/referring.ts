import type { Constraint, Schema, Table } from '../../../model/schema';
import { referencesTo, sameName } from '../../../schema/lookup';
import { quote } from '../../../sql/identifiers';
import { qualified } from '../names';
import type { Ground } from '../recipe';
import { optionsOfConstraint } from '../written';

/** A foreign key that refers to a key which is exchanged (Postgres). */
export interface Referring {
  readonly child: Table;
  /** SQL of the table that has it. */
  readonly sql: string;
  readonly constraint: Constraint;
}

/** Foreign keys of any table, the own one included, that refer to all of the columns. */
export function referringTo(before: Schema, table: Table, columns: readonly string[]): readonly Referring[] {
  const { dialect } = before;
  return referencesTo(before, table)
    .filter(({ constraint }) => {
      const referenced = constraint.references?.columns ?? [];
      return columns.every((name) => referenced.some((one) => sameName(dialect, one, name)));
    })
    .map(({ table: child, constraint }) => ({
      child,
      sql: qualified(child.schema, child.name, dialect),
      constraint,
    }));
}

export function dropReferring({ sql, constraint }: Referring): string {
  return `ALTER TABLE ${sql} DROP CONSTRAINT ${quote(constraint.name, 'postgres')}`;
}

/** The same foreign key again; rows are not read for it, `validateReferring` does that later. */
export function addReferring({ sql, constraint }: Referring, target: string, { history }: Ground): string {
  const list = (columns: readonly string[]): string =>
    columns.map((one) => quote(one, 'postgres')).join(', ');
  const { columns = [], onDelete = null, onUpdate = null } = constraint.references ?? {};
  const options = optionsOfConstraint(history, constraint);
  const match = /^MATCH\s+FULL\b/i.exec(options)?.[0] ?? '';
  const parts = [
    match,
    onDelete === null ? '' : `ON DELETE ${onDelete.toUpperCase()}`,
    onUpdate === null ? '' : `ON UPDATE ${onUpdate.toUpperCase()}`,
    options.slice(match.length).trim(),
  ].filter((part) => part !== '');
  return `ALTER TABLE ${sql} ADD CONSTRAINT ${quote(constraint.name, 'postgres')} FOREIGN KEY (${list(constraint.columns)}) REFERENCES ${target} (${list(columns)})${parts.map((part) => ` ${part}`).join('')} NOT VALID`;
}

export function validateReferring({ sql, constraint }: Referring): string {
  return `ALTER TABLE ${sql} VALIDATE CONSTRAINT ${quote(constraint.name, 'postgres')}`;
}
