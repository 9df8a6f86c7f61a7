import type { ColumnType, ObjectName } from '../../model/schema-change';
import { findTable, findType, sameObject } from '../../schema/lookup';
import type { ReplayedChange } from '../../schema/replay-history';
import { literalsOf } from '../../sql/literals';
import { isFromHere } from '../change/made-here';
import { rangeOfSibling } from '../change/sibling-places';
import { transactionOf } from '../change/transaction';
import { nameOf, sentences } from '../change/words';
import { useEnumValueLater } from '../change/use-enum-value-later';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const enumValueUsedBeforeCommit: MigrationRule = {
  meta: {
    id: 'enum-value-used-before-commit',
    family: 'migration',
    title: 'A new value of an enum is used in the transaction that adds it.',
    level: 'error',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: 'safe',
    sources: [
      'https://www.postgresql.org/docs/current/sql-altertype.html#SQL-ALTERTYPE-NOTES',
      'measured: unsafe use of new value of enum type',
    ],
  },
  kinds: ['add-enum-value'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'add-enum-value') return [];
    const type = findType(context.before, change.type);
    const transaction = transactionOf(context);
    if (transaction.runs === 'no' || isFromHere(context, type)) return [];
    const unsure =
      transaction.runs === 'unknown' ? { severity: 'warning' as const, confidence: 'medium' as const } : {};
    const condition =
      transaction.runs === 'unknown' ? 'If the runner opens a transaction, the migration' : 'The migration';
    const value = `Value '${change.value}' of ${nameOf(change.type)}`;
    if (!context.effects.transactional)
      return [
        {
          range: change.range,
          ...unsure,
          message: {
            what: `${value} is added inside a transaction.`,
            why: `${condition} fails: before Postgres 12 ALTER TYPE … ADD VALUE cannot run inside one.`,
            remedy: 'Put the statement into a migration of its own that runs outside a transaction.',
          },
        },
      ];
    const uses = usesOf(context);
    if (uses.length === 0) return [];
    return [
      {
        range: change.range,
        ...unsure,
        evidence: uses.slice(0, 10).flatMap((use) => {
          const range = rangeOfSibling(context, use);
          return range === null
            ? []
            : [{ file: context.migration.file, range, message: `'${change.value}' is used here.` }];
        }),
        message: {
          what: `${value} is added and used in the same transaction.`,
          why: sentences(
            `${condition} fails with "unsafe use of new value": until the transaction has committed, Postgres lets nobody use it, not even as a default or in a check.`,
          ),
          remedy: 'Put what uses the value into a following migration.',
        },
      },
    ];
  },

  fixes: (context) => useEnumValueLater(context, usesOf(context)[0]?.statement ?? null),
};

/** Later changes of the transaction that use the new value. */
function usesOf(context: ChangeContext): readonly ReplayedChange[] {
  const { change } = context;
  if (change.kind !== 'add-enum-value') return [];
  return transactionOf(context).later.filter((later) => usesValue(context, later, change.type, change.value));
}

/** The statement names the value as a string, and the type by name or by a column of it. */
function usesValue(
  { migration }: ChangeContext,
  { statement, change, before, after }: ReplayedChange,
  type: ObjectName,
  value: string,
): boolean {
  const reading = migration.script.statements[statement]?.reading;
  // A second ADD VALUE that is sorted next to the new one is no use of it.
  if (reading === undefined || change.kind === 'add-enum-value' || change.kind === 'rename-enum-value')
    return false;
  const { strings, names } = literalsOf(reading.text, 'postgres', reading.keyword === 'DO');
  if (!strings.has(value)) return false;
  if (names.has(type.name)) return true;
  const table = 'table' in change ? change.table : null;
  if (table === null) return false;
  const columns = (findTable(before, table) ?? findTable(after, table))?.columns ?? [];
  return columns.some((column) => isOf(column.type, type));
}

function isOf(type: ColumnType | null, name: ObjectName): boolean {
  return (
    type !== null &&
    sameObject('postgres', { schema: type.schema, name: type.name.replace(/(?:\[\])+$/, '') }, name)
  );
}
