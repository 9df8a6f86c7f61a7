import { columnOf, findColumn, findTable, tableKey } from '../../schema/lookup';
import { givesValue } from '../change/default-value';
import { insertsWithout, type LeavingOut } from '../change/insert-sites';
import { isMadeHere } from '../change/made-here';
import { listed, nameOf, releasedVersion } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

const mostEvidence = 10;

export const notNullWithoutWriter: MigrationRule = {
  meta: {
    id: 'not-null-without-writer',
    family: 'migration',
    title: 'A column becomes NOT NULL while inserts in the code leave it out.',
    level: 'error',
    dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
    since: '0.3.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/errcodes-appendix.html (23502 not_null_violation)',
      'https://dev.mysql.com/doc/refman/8.4/en/data-type-defaults.html',
    ],
  },
  kinds: ['set-not-null', 'redefine-column', 'add-constraint', 'add-column'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (!('table' in change) || change.table === null || context.isNew(change.table)) return [];
    const { table } = change;
    return requiredColumns(context).flatMap((column) => {
      if (hasValueInTheEnd(context, column) || isFilledByTrigger(context)) return [];
      const found = insertsWithout(context, table, column);
      if (found.length === 0) return [];
      const files = [...new Set(found.map(({ query }) => query.file))];
      const releasedOnly = found.every(({ onlyIn }) => onlyIn !== null);
      return [
        {
          range: change.range,
          confidence: found.some(({ query }) => query.confidence === 'high')
            ? ('high' as const)
            : ('medium' as const),
          evidence: found.slice(0, mostEvidence).map(evidenceOf(column)),
          message: {
            what: `${nameOf(table)}.${column} takes no NULL from here on, while ${found.length === 1 ? 'an insert' : `${found.length} inserts`} in ${listed(files, 3)}${releasedOnly ? ` of ${releasedVersion(context)}` : ''} ${found.length === 1 ? 'leaves' : 'leave'} it out.`,
            why: 'The column has no default, so these inserts fail the moment the migration has run.',
            remedy: `Let every writer fill ${column} and release that first, or give the column a default.`,
          },
        },
      ];
    });
  },
};

const evidenceOf =
  (column: string) =>
  ({ query, onlyIn }: LeavingOut) => ({
    file: query.file,
    range: query.range,
    message: `${query.call} writes no ${column}${onlyIn === null ? '' : ` in ${onlyIn}`}.`,
  });

/** Columns that could be NULL before and cannot after this change. */
function requiredColumns(context: ChangeContext): readonly string[] {
  const { change } = context;
  switch (change.kind) {
    case 'add-column':
      return change.column.notNull === null || change.ifNotExists ? [] : [change.column.name.name];
    case 'set-not-null':
      return nullableBefore(context, [change.column.name]);
    case 'redefine-column':
      return change.definition.notNull === null || givesValue(change.definition.default)
        ? []
        : nullableBefore(context, [change.column.name]);
    case 'add-constraint': {
      const { type, enforced, expression, columns } = change.constraint;
      if (!enforced) return [];
      if (type === 'not-null')
        return nullableBefore(
          context,
          columns.map(({ name }) => name),
        );
      return type === 'check' ? nullableBefore(context, expression?.provesNotNull ?? []) : [];
    }
    default:
      return [];
  }
}

/** A column that this migration makes is the matter of constraint-breaks-old-writers. */
function nullableBefore(context: ChangeContext, names: readonly string[]): readonly string[] {
  const { change, before } = context;
  if (!('table' in change) || change.table === null) return [];
  const { table } = change;
  return names.filter(
    (name) => findColumn(before, table, name)?.nullable === true && !isMadeHere(context, table, name),
  );
}

/** A default, an identity or an expression fills it once every migration has run; or it is gone, or unknown. */
function hasValueInTheEnd({ change, final }: ChangeContext, name: string): boolean {
  if (!('table' in change) || change.table === null) return true;
  const table = findTable(final, change.table);
  const column = table === null ? null : columnOf(final.dialect, table, name);
  if (column === null || (column.nullable && change.kind !== 'add-constraint')) return true;
  return (
    column.default !== null || column.generated !== null || column.identity !== null || column.autoIncrement
  );
}

/** A trigger of the table may fill what a writer leaves out. */
function isFilledByTrigger({ change, final }: ChangeContext): boolean {
  if (!('table' in change) || change.table === null) return false;
  const key = tableKey(final.dialect, change.table);
  return [...final.objects.values()].some(({ object, table }) => object === 'trigger' && table === key);
}
