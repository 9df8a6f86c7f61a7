import { splitIntoSteps } from '../change/split-into-steps';
import { findColumn, sameName, type QualifiedName } from '../../schema/lookup';
import { givesValue } from '../change/default-value';
import { nameOf, releasedVersion, sentences, whoUses } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const constraintBreaksOldWriters: MigrationRule = {
  meta: {
    id: 'constraint-breaks-old-writers',
    family: 'migration',
    title: 'A column that is new here must have a value, which released writers do not give.',
    level: 'warning',
    dialects: ['postgres', 'mysql', 'mariadb'],
    since: '0.2.0',
    fix: 'stages',
    sources: [
      'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES',
      'measured: NOT VALID constraints are enforced for new rows',
    ],
  },
  kinds: ['add-constraint', 'set-not-null', 'redefine-column'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (!('table' in change) || change.table === null || context.isNew(change.table)) return [];
    const column = requiredColumns(context).find((name) => isNewWithoutValue(context, name));
    if (column === undefined || isFilledByTrigger(context, change.table)) return [];
    const isPending = change.kind === 'add-constraint' && !change.constraint.validated;
    return [
      {
        range: change.range,
        message: {
          what: `Column ${column} of ${nameOf(change.table)} is added by this migration without a default, and must not be NULL from here on.`,
          why: sentences(
            `Every INSERT of ${releasedVersion(context)} leaves it out and fails from then on.`,
            isPending ? 'NOT VALID only spares the rows that exist.' : '',
            whoUses(context, change.table),
          ),
          remedy: `Release writers that fill ${column} first, and demand it in a later migration; or give it a default.`,
        },
      },
    ];
  },

  fixes: splitIntoSteps,
};

/** Columns that cannot be NULL in a new row after the change. */
function requiredColumns({ change }: ChangeContext): readonly string[] {
  switch (change.kind) {
    case 'set-not-null':
      return [change.column.name];
    case 'redefine-column':
      return change.definition.notNull === null || givesValue(change.definition.default)
        ? []
        : [change.definition.name.name];
    case 'add-constraint': {
      const { type, enforced, expression, columns } = change.constraint;
      if (!enforced) return [];
      if (type === 'not-null') return columns.map((column) => column.name);
      return type === 'check' ? (expression?.provesNotNull ?? []) : [];
    }
    default:
      return [];
  }
}

/** The migration gives the table a trigger for each row: what a writer leaves out may be its work. */
function isFilledByTrigger({ before, siblings }: ChangeContext, table: QualifiedName): boolean {
  return siblings.some(
    ({ change }) =>
      change.kind === 'create-object' &&
      change.object === 'trigger' &&
      change.table !== null &&
      sameName(before.dialect, change.table.name, table.name),
  );
}

/** Made by this migration, nullable, and without a default once the migration is done. */
function isNewWithoutValue({ change, before, migration, siblings }: ChangeContext, name: string): boolean {
  if (!('table' in change) || change.table === null) return false;
  const column = findColumn(before, change.table, name);
  if (column?.createdBy.migration !== migration.id || !column.nullable) return false;
  const end = siblings.at(-1)?.after;
  const inTheEnd = end === undefined ? column : (findColumn(end, change.table, name) ?? column);
  return (
    !givesValue(inTheEnd.default) &&
    inTheEnd.generated === null &&
    inTheEnd.identity === null &&
    !inTheEnd.autoIncrement
  );
}
