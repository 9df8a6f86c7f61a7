import type { EvolvingEnum } from './enum-columns';
import { enumType } from './enum-columns';
import type { EvolvingColumn } from './evolving-table';
import { columnDefinition } from './mysql/column-definition';
import { literal } from './names';
import type { DraftStage, Ground } from './recipe';
import { draftStage } from './draft-stage';

/** Adds a value that no version writes yet. `place`: BEFORE or AFTER a value (Postgres), or ''. */
export function addValue(
  on: EvolvingEnum,
  ground: Ground,
  value: string,
  place: string,
): Pick<DraftStage, 'statements' | 'frame' | 'rollback' | 'rollbackNote'> {
  if (on.type !== null)
    return {
      statements: [
        `ALTER TYPE ${on.type.sql} ADD VALUE ${literal(value, 'postgres')}${place === '' ? '' : ` ${place}`}`,
      ],
      // A transaction that adds a value may not use it, and before Postgres 12 may not add it.
      frame: 'no-transaction',
      rollback: [],
      rollbackNote: 'The value stays: Postgres cannot take it away, and unused it does nothing.',
    };
  return {
    statements: on.columns.map((column) => modify(column, ground, [...on.values, value], 'INSTANT')),
    frame: 'transaction',
    rollback: on.columns.map((column) => modify(column, ground, on.values, null)),
    rollbackNote: 'The table is copied while nobody writes it; unused, the value does no harm either.',
  };
}

/** Stages that forbid a value that no row holds any more. */
export function forbidValue(
  on: EvolvingEnum,
  ground: Ground,
  value: string,
  said: Pick<DraftStage, 'preconditions' | 'guard'>,
): readonly DraftStage[] {
  if (on.type === null)
    return [
      draftStage('contract', {
        ...said,
        statements: on.columns.map((column) =>
          modify(column, ground, on.values.filter((one) => one !== value), 'COPY'),
        ),
        application: 'Writers wait while the table is copied: choose a quiet hour for a large one.',
        rollback: on.columns.map((column) => modify(column, ground, on.values, null)),
        rollbackNote: 'The value may be written again; the table is copied once more.',
      }),
    ]; // prettier-ignore
  const checks = on.columns.map((column) => {
    const name = column.ownPlain(column.column.name, `_not_${value.replace(/\W+/g, '_')}`);
    return {
      add: `ALTER TABLE ${column.sql} ADD CONSTRAINT ${name} CHECK (${column.name} <> ${literal(value, 'postgres')}) NOT VALID`,
      validate: `ALTER TABLE ${column.sql} VALIDATE CONSTRAINT ${name}`,
      drop: `ALTER TABLE ${column.sql} DROP CONSTRAINT ${name}`,
    };
  });
  return [
    draftStage('contract', {
      ...said,
      label: 'forbid',
      statements: checks.map((check) => check.add),
      application: `Nothing to do. Postgres cannot take a value out of an enum: a check forbids it.`,
      rollback: checks.map((check) => check.drop),
      rollbackNote: 'The value may be written again.',
    }),
    draftStage('contract', {
      ...said,
      label: 'validate',
      statements: checks.map((check) => check.validate),
      rollback: [...checks.map((check) => check.drop), ...checks.map((check) => check.add)],
      rollbackNote: 'The check holds for new rows only, as before.',
    }),
  ];
}

function modify(
  on: EvolvingColumn,
  ground: Ground,
  values: readonly string[],
  algorithm: 'INSTANT' | 'COPY' | null,
): string {
  const { column } = on;
  const definition = columnDefinition(on, ground, {
    nullable: column.nullable,
    preset: column.default?.text ?? null,
    type: enumType(values, on),
  });
  const asked =
    algorithm === null ? '' : `, ALGORITHM=${algorithm}${algorithm === 'COPY' ? ', LOCK=SHARED' : ''}`;
  return `ALTER TABLE ${on.sql} MODIFY COLUMN ${on.name} ${definition}${asked}`;
}
