import type { Column } from '../../model/schema';
import { columnOf, findTable, sameName } from '../../schema/lookup';
import { holdsNoNull } from '../../schema/not-null-proof';
import { nameOf, sentences } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const backfillMissing: MigrationRule = {
  meta: {
    id: 'backfill-missing',
    family: 'evolution',
    title:
      'A column that was added later must not be NULL any more, and nothing filled the rows that were there before.',
    level: 'warning',
    dialects: ['postgres', 'mysql', 'mariadb'],
    since: '0.3.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-NOT-NULL',
    ],
  },
  kinds: ['set-not-null', 'add-constraint', 'validate-constraint', 'redefine-column'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (!('table' in change) || change.table === null || context.isNew(change.table)) return [];
    const table = findTable(context.before, change.table);
    if (table === null) return [];
    const { dialect } = context.before;
    const column = requiredColumns(context)
      .map((name) => columnOf(dialect, table, name))
      .find(
        (one) =>
          one !== null &&
          one.createdBy.migration !== table.createdBy.migration &&
          one.createdBy.migration !== context.migration.id &&
          !holdsNoNull(context.before, table, one.name) &&
          isLeftEmpty(one) &&
          !isFilled(context, one),
      );
    if (column === null || column === undefined) return [];
    const added = context.placeOf(column.createdBy);
    const adding = context.history.migrations.find(({ id }) => id === column.createdBy.migration);
    const isPending = adding?.released === false;
    return [
      {
        range: change.range,
        // A released version had the time to fill it, or somebody did by hand.
        ...(isPending ? {} : { severity: 'info' as const }),
        confidence: isPending ? 'high' : 'low',
        evidence: added === null ? [] : [{ ...added, message: `${column.name} is added here, empty.` }],
        message: {
          what: `Column ${column.name} of ${nameOf(change.table)} was added after its table, without a value for the rows that were there, and must not be NULL from here on.`,
          why: sentences(
            'No migration in between fills it, so the statement fails on the first row from before.',
            isPending ? 'Both run in one rollout, so no version of the code can have filled it either.' : '',
          ),
          remedy: `Fill it first: in batches by key, outside the migration, with a query that counts the rows left (${column.name} IS NULL), and demand it when that is zero.`,
        },
      },
    ];
  },
};

/** Columns that every row must have a value in after the change; a constraint that is not validated asks nothing of old rows. */
function requiredColumns({ change, before }: ChangeContext): readonly string[] {
  switch (change.kind) {
    case 'set-not-null':
      return [change.column.name];
    case 'redefine-column':
      return change.definition.notNull === null ? [] : [change.column.name];
    case 'add-constraint': {
      const { type, enforced, validated, expression, columns } = change.constraint;
      if (!enforced || !validated) return [];
      if (type === 'not-null') return columns.map((column) => column.name);
      return type === 'check' ? (expression?.provesNotNull ?? []) : [];
    }
    case 'validate-constraint': {
      const table = findTable(before, change.table);
      const { name } = change.constraint;
      const found = table?.constraints.find((one) => sameName(before.dialect, one.name, name));
      return found?.type === 'check' ? (found.expression?.provesNotNull ?? []) : [];
    }
    default:
      return [];
  }
}

function isLeftEmpty(column: Column): boolean {
  return (
    column.default === null && column.generated === null && column.identity === null && !column.autoIncrement
  );
}

/** A migration since then writes the column, or holds what could not be read; or a plan says that its backfill ran. */
function isFilled(context: ChangeContext, column: Column): boolean {
  const { history, migration, change, plans, before } = context;
  if (!('table' in change) || change.table === null) return true;
  const { table } = change;
  const from = history.migrations.findIndex(({ id }) => id === column.createdBy.migration);
  const to = history.migrations.findIndex(({ id }) => id === migration.id);
  const since = history.migrations
    .slice(Math.max(0, from), to + 1)
    .flatMap(({ script }) => script.statements);
  const names = (text: string): boolean => text.toLowerCase().includes(column.name.toLowerCase());
  const written = since.some(({ reading }) =>
    reading.changes.some(
      (one) =>
        (one.kind === 'update' &&
          sameName(before.dialect, one.table.name, table.name) &&
          one.columns.some(({ name }) => sameName(before.dialect, name, column.name))) ||
        (one.kind === 'insert' && one.source === 'query' && names(reading.text)),
    ),
  );
  const unread = since.some(({ reading }) => reading.unread.length > 0 && names(reading.text));
  const planned = plans.some(
    ({ plan }) =>
      plan.new.some(
        (shape) => shape.column !== null && sameName(before.dialect, shape.column, column.name),
      ) && plan.stages.some(({ name }) => name === 'backfill'),
  );
  return written || unread || planned;
}
