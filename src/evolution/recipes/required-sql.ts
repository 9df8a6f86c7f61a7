import type { EvolvingColumn } from './evolving-table';
import { columnDefinition } from './mysql/column-definition';
import { createRowTrigger, dropRowTrigger } from './postgres/fill-trigger';
import type { Ground } from './recipe';
import { ofRow } from './row-expression';

/** The SQL that makes a column required, stage by stage. */
export interface RequiredSql {
  /** Fills rows that arrive without a value; empty when no value is known. */
  readonly expand: readonly string[];
  readonly expandRollback: readonly string[];
  /** Refuses rows without a value without looking at those that exist; empty where expand does, or the database cannot. */
  readonly hold: readonly string[];
  readonly holdRollback: readonly string[];
  readonly verify: readonly string[];
  readonly verifyRollback: readonly string[];
  readonly contract: readonly string[];
  readonly contractRollback: readonly string[];
}

/** `value`: what rows without one get; null: nobody fills them. */
export function requiredSql(on: EvolvingColumn, ground: Ground, value: string | null): RequiredSql {
  return on.dialect === 'postgres' ? postgres(on, value) : mysql(on, ground, value);
}

function postgres(on: EvolvingColumn, value: string | null): RequiredSql {
  const { sql, name, column } = on;
  const check = on.ownPlain(column.name, '_not_null');
  const add = `ALTER TABLE ${sql} ADD CONSTRAINT ${check} CHECK (${name} IS NOT NULL) NOT VALID`;
  const drop = `ALTER TABLE ${sql} DROP CONSTRAINT ${check}`;
  const validate = `ALTER TABLE ${sql} VALIDATE CONSTRAINT ${check}`;
  const trigger = {
    table: sql,
    function: on.own(column.name, '_required'),
    // Triggers fire in the order of their names: `zz_` puts ours behind those that change the row first.
    trigger: on.ownPlain(column.name, '_required', 'zz_'),
    on: 'INSERT OR UPDATE',
    when: `NEW.${name} IS NULL`,
    body: `NEW.${name} := ${ofRow(value ?? 'NULL', on.table, 'NEW', 'postgres')};`,
  };
  const create = value === null ? [] : createRowTrigger(trigger);
  const undo = value === null ? [] : dropRowTrigger(trigger);
  return {
    // The trigger fires before the check is looked at, so no row that a version writes is refused.
    expand: value === null ? [] : [...create, add],
    expandRollback: value === null ? [] : [drop, ...undo],
    hold: value === null ? [add] : [],
    holdRollback: value === null ? [drop] : [],
    verify: [validate],
    verifyRollback: [drop, add],
    // SET NOT NULL reads no row where a validated check proves it.
    contract: [`ALTER TABLE ${sql} ALTER COLUMN ${name} SET NOT NULL`, drop, ...undo],
    contractRollback: [...create, add, validate, `ALTER TABLE ${sql} ALTER COLUMN ${name} DROP NOT NULL`],
  };
}

function mysql(on: EvolvingColumn, ground: Ground, value: string | null): RequiredSql {
  const { sql, name, column } = on;
  const given = ofRow(value ?? 'NULL', on.table, 'NEW', on.dialect);
  const trigger = (event: 'INSERT' | 'UPDATE'): string => on.own(column.name, `_${event.toLowerCase()}`);
  const create = (['INSERT', 'UPDATE'] as const).map(
    (event) =>
      `CREATE TRIGGER ${trigger(event)} BEFORE ${event} ON ${sql} FOR EACH ROW\n  SET NEW.${name} = COALESCE(NEW.${name}, ${given})`,
  );
  const drop = (['INSERT', 'UPDATE'] as const).map((event) => `DROP TRIGGER ${trigger(event)}`);
  const modify = (nullable: boolean): string =>
    `ALTER TABLE ${sql} MODIFY COLUMN ${name} ${columnDefinition(on, ground, { nullable, preset: column.default?.text ?? null })}, ALGORITHM=INPLACE, LOCK=NONE`;
  const filled = value === null ? [] : create;
  const undone = value === null ? [] : drop;
  return {
    expand: filled,
    expandRollback: undone,
    hold: [],
    holdRollback: [],
    verify: [],
    verifyRollback: [],
    contract: [modify(false), ...undone],
    contractRollback: [...filled, modify(true)],
  };
}
