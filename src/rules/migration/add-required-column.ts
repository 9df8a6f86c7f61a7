import { columnOf, findTable } from '../../schema/lookup';
import { givesValue } from '../change/default-value';
import { nameOf, releasedVersion, sentences, whoUses } from '../change/words';
import { withoutNotNull } from '../change/without-not-null';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const addRequiredColumn: MigrationRule = {
  meta: {
    id: 'add-required-column',
    family: 'migration',
    title: 'A column is added that must have a value but has no default.',
    level: 'error',
    dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
    since: '0.1.0',
    fix: 'review',
    sources: [
      'measured: column contains null values',
      'https://dev.mysql.com/doc/refman/8.4/en/data-type-defaults.html',
      'https://www.sqlite.org/lang_altertable.html',
    ],
  },
  kinds: ['add-column'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'add-column' || context.isNew(change.table) || !isRequired(context)) return [];
    const { name } = change.column.name;
    const { dialect } = context.history.target;
    const fillsIn = dialect === 'mysql' || dialect === 'mariadb';
    return [
      {
        range: change.range,
        severity: fillsIn ? 'warning' : 'error',
        message: {
          what: `Column ${name} is added to ${nameOf(change.table)} as NOT NULL without a default.`,
          why: sentences(
            whatHappensToRows(dialect),
            `Every INSERT of ${releasedVersion(context)} that does not know the column ${fillsIn ? 'fails under strict SQL mode' : 'fails'} from then on.`,
            whoUses(context, change.table),
          ),
          remedy: `Add ${name} without NOT NULL${fillsIn ? ' or with the default you mean' : ' (or with a constant default)'}, release writers that fill it, backfill the rows, and make it NOT NULL afterwards.`,
        },
      },
    ];
  },

  fixes: withoutNotNull,
};

function isRequired(context: ChangeContext): boolean {
  const { change } = context;
  if (change.kind !== 'add-column') return false;
  const { column } = change;
  const table = findTable(context.before, change.table);
  if (
    change.ifNotExists &&
    table !== null &&
    columnOf(context.before.dialect, table, column.name.name) !== null
  )
    return false;
  const required =
    column.notNull !== null || column.constraints.some((constraint) => constraint.type === 'primary-key');
  return (
    required &&
    !givesValue(column.default) &&
    column.generated === null &&
    column.identity === null &&
    !column.autoIncrement
  );
}

function whatHappensToRows(dialect: ChangeContext['history']['target']['dialect']): string {
  if (dialect === 'sqlite') return 'SQLite refuses it as soon as the table holds a row.';
  if (dialect === 'postgres') return 'It fails as soon as the table holds a row.';
  return "Rows that exist silently get 0, '' or the like, which nobody can tell from a real value later.";
}
