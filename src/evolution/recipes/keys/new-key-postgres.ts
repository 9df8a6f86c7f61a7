import { chooseIndexName } from '../../../schema/generated-names';
import { draftStage } from '../draft-stage';
import { limited, qualified } from '../names';
import { buildOnline, type WantedIndex } from '../online-index';
import type { DraftStage, Guard, Refusal } from '../recipe';
import type { KeyStages, NewKey } from './new-key';
import { addReferring, dropReferring, referringTo, validateReferring } from './referring';

/** Checks prove that no row is without a key, the index is built while rows are written, and one brief transaction joins both. */
export function postgresKey(key: NewKey, guard: Guard): KeyStages | Refusal {
  const { table, written, old } = key;
  if (table.partitionBy !== null)
    return {
      refused: `${written} is partitioned, and no index on all of it is built while rows are written: plan the key of each partition, then add that of ${written}, which takes them over without building anything.`,
    };
  if (table.partitionOf !== null && old !== null)
    return {
      refused: `${written} is a partition: its key belongs to the partitioned table, so plan that of the others first and exchange it there.`,
    };
  const empty = key.columns.filter((column) => column.nullable);
  const checks = empty.map((column) => ({
    name: key.ownPlain(column.name, '_not_null'),
    column: key.quoted(column.name),
  }));
  const alter = `ALTER TABLE ${key.sql}`;
  const add = checks.map((one) => `${alter} ADD CONSTRAINT ${one.name} CHECK (${one.column} IS NOT NULL) NOT VALID`); // prettier-ignore
  const drop = checks.map((one) => `${alter} DROP CONSTRAINT ${one.name}`);
  const validate = checks.map((one) => `${alter} VALIDATE CONSTRAINT ${one.name}`);
  const required = checks.map((one) => `${alter} ALTER COLUMN ${one.column} SET NOT NULL`);
  const optional = checks.map((one) => `${alter} ALTER COLUMN ${one.column} DROP NOT NULL`);
  const verify =
    checks.length === 0
      ? []
      : [
          draftStage('verify', {
            label: 'hold',
            statements: add,
            guard,
            rollback: drop,
            rollbackNote: 'Rows without a key are taken again.',
          }),
          draftStage('verify', {
            statements: validate,
            verification: guard.count,
            rollback: [...drop, ...add],
            rollbackNote: 'Nothing to undo: no row is without a key.',
          }),
        ];
  const join = [...required, ...drop];
  const contract =
    old === null
      ? [indexStage(key, key.keyName, key.columns.map((one) => one.name), guard, 'index'), added(key, join, [...add, ...validate], optional)] // prettier-ignore
      : exchanged(key, guard, join);
  return { verify, contract };
}

function indexStage(key: NewKey, name: string, columns: readonly string[], guard: Guard | null, label: string): DraftStage {
  return draftStage('contract', { label, ...buildOnline(key, plainIndex(key, name, columns)), guard });
} // prettier-ignore

function plainIndex({ quoted }: NewKey, name: string, columns: readonly string[]): WantedIndex {
  return { name, columns: columns.map(quoted), unique: true, method: 'btree', includes: [], nullsNotDistinct: false, tail: '', where: null }; // prettier-ignore
}

/** No row is read: the index is there, and checks have proven that no key is NULL. */
function added(key: NewKey, join: readonly string[], checks: readonly string[], optional: readonly string[]): DraftStage {
  const name = key.quoted(key.keyName);
  const alter = `ALTER TABLE ${key.sql}`;
  const spare = limited(`evolens_${key.keyName}`, '_spare', 'postgres');
  const again = buildOnline(key, plainIndex(key, spare, key.columns.map((one) => one.name)));
  return draftStage('contract', {
    label: 'key',
    statements: [...join, `${alter} ADD CONSTRAINT ${name} PRIMARY KEY USING INDEX ${name}`],
    // The index goes with its constraint: another one, built before, takes its place and its name.
    rollback: [
      ...again.statements,
      ...checks,
      `${alter} DROP CONSTRAINT ${name}`,
      ...optional,
      `ALTER INDEX ${qualified(key.table.schema, spare, 'postgres')} RENAME TO ${name}`,
    ],
    rollbackNote: 'The index stays without the key; it is built once more for that.',
    rollbackFrame: 'no-transaction',
  });
} // prettier-ignore

/** The old key becomes a unique constraint, so that foreign keys and upserts that name it go on. */
function exchanged(key: NewKey, guard: Guard, join: readonly string[]): readonly DraftStage[] {
  const { ground, table, sql } = key;
  const oldColumns = key.old?.columns ?? [];
  const spare = limited(`evolens_${key.keyName}`, '_new', 'postgres');
  const unique = chooseIndexName(ground.before, table, oldColumns, 'key');
  const referring = referringTo(ground.before, table, oldColumns);
  const locked = [...new Set([sql, ...referring.map((one) => one.sql)])].join(', ');
  const [name, asUnique] = [key.quoted(key.keyName), key.quoted(unique)];
  return [
    indexStage(key, spare, key.columns.map((one) => one.name), guard, 'index'), // prettier-ignore
    indexStage(key, unique, oldColumns, null, 'old-key'),
    draftStage('contract', {
      label: 'key',
      statements: [
        `LOCK TABLE ${locked} IN ACCESS EXCLUSIVE MODE`,
        ...referring.map(dropReferring),
        ...join,
        `ALTER TABLE ${sql} DROP CONSTRAINT ${key.quoted(key.old?.name ?? '')}`,
        `ALTER TABLE ${sql} ADD CONSTRAINT ${asUnique} UNIQUE USING INDEX ${asUnique}`,
        `ALTER TABLE ${sql} ADD CONSTRAINT ${name} PRIMARY KEY USING INDEX ${key.quoted(spare)}`,
        ...referring.map((one) => addReferring(one, sql, ground)),
      ],
      application: `Nothing to do: ${oldColumns.join(', ')} stays unique and required.`,
      rollbackNote: `The way back is the same evolution with ${oldColumns.join(', ')} as the key: nothing is lost, both stay unique.`,
    }),
    ...(referring.length === 0
      ? []
      : [
          draftStage('contract', {
            label: 'validate',
            statements: referring.map(validateReferring),
            rollbackNote: 'Nothing to undo: the foreign keys hold for all rows.',
          }),
        ]),
  ];
}
