import { atomically } from '../atomic';
import type { ColumnSql } from '../column-sql';
import { literal } from '../names';
import type { RenamedColumn } from '../renamed-column';
import { backfill } from './backfill';
import { columnNames, type ColumnNames } from './column-names';
import { addColumn, addConstraints, indexFiles, validateConstraints } from './column-shape';
import { columnTriggers, dropTriggers, sharesDefault } from './column-triggers';

/** The stages of a column rename as Postgres runs them. */
export function postgresColumnSql(facts: RenamedColumn): ColumnSql {
  const names = columnNames(facts);
  const script = (statements: readonly string[]): string => statements.map((one) => `${one};`).join('\n');
  const validation = validateConstraints(facts, names);
  const differing = `NOT record_image_eq(ROW(${names.to}), ROW(${names.from}))`;
  return {
    expand: script([
      ...addColumn(facts, names),
      ...columnTriggers(facts, names),
      ...addConstraints(facts, names),
    ]),
    expandRollback: `${atomically(
      [...dropTriggers(names), `ALTER TABLE ${names.table} DROP COLUMN ${names.to}`],
      'autocommit',
    )}\n`,
    indexes: indexFiles(facts, names),
    backfill: backfill(facts, names),
    verify: validation.length === 0 ? null : `${script(validation)}\n`,
    verifyRollback: '-- Nothing to undo: validated constraints hold for both columns.\n',
    contract: `${atomically(contractStatements(facts, names, differing), facts.transaction)}\n`,
    verification: `SELECT count(*) FROM ${names.table} WHERE ${differing}`,
  };
}

function contractStatements(facts: RenamedColumn, names: ColumnNames, differing: string): readonly string[] {
  const { table } = names;
  const message = literal(
    `${facts.table.name}.${facts.from} and ${facts.to} differ: run the backfill first`,
    'postgres',
  );
  // MESSAGE takes the text as it is; the format string of RAISE would read % in a name.
  const guard =
    `IF EXISTS (SELECT 1 FROM ${table} WHERE ${differing}) THEN\n` +
    `  RAISE EXCEPTION USING MESSAGE = ${message};\nEND IF`;
  return [
    facts.transaction === 'unknown'
      ? guard
      : `DO $guard$\nBEGIN\n  ${guard.replaceAll('\n', '\n  ')};\nEND\n$guard$`,
    ...dropTriggers(names),
    ...(facts.column.nullable
      ? []
      : [
          `ALTER TABLE ${table} ALTER COLUMN ${names.to} SET NOT NULL`,
          `ALTER TABLE ${table} DROP CONSTRAINT ${names.notNull}`,
        ]),
    ...(facts.column.default !== null && !sharesDefault(facts)
      ? [`ALTER TABLE ${table} ALTER COLUMN ${names.to} SET DEFAULT ${facts.column.default.text}`]
      : []),
    `ALTER TABLE ${table} DROP COLUMN ${names.from}`,
  ];
}
