import { isConstrainedDomain } from '../../schema/constrained-domain';
import { rewriteDraft, rewritingColumn, type RewritingColumn } from '../change/added-column';
import { givesValue } from '../change/default-value';
import { listed } from '../change/words';
import { fillLater } from '../change/fill-later';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const addColumnDefaultRewrite: MigrationRule = {
  meta: {
    id: 'add-column-default-rewrite',
    family: 'migration',
    title: 'A column is added with a default that has to be computed for every row.',
    level: 'warning',
    dialects: ['postgres', 'mysql', 'mariadb'],
    since: '0.2.0',
    fix: 'safe',
    sources: [
      'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES',
      'measured: relfilenode after ADD COLUMN with each kind of default',
      'https://dev.mysql.com/doc/refman/8.4/en/data-type-defaults.html#data-type-defaults-explicit',
    ],
  },
  kinds: ['add-column'],

  check(context): readonly Draft[] {
    const added = rewritingColumn(context);
    if (added === null || !isBecauseOfDefault(context, added)) return [];
    const { column } = added;
    const { version } = context.history.target;
    const constant = column.default?.isLiteral === true;
    const name = column.name.name;
    return [
      rewriteDraft(
        context,
        added,
        constant
          ? `with a default, on a server (Postgres ${String(version)}) that stores it in every row`
          : `with a default that is computed for each row (${listed(column.default?.functions ?? [])})`,
        `Add ${name} without the default, set the default in a second step (it then holds for new rows only), and fill the older rows in batches outside the migration.`,
      ),
    ];
  },

  fixes: fillLater,
};

/** Identity, serial, generated columns and domains rewrite by themselves and have rules of their own. */
function isBecauseOfDefault(context: ChangeContext, { column }: RewritingColumn): boolean {
  if (!givesValue(column.default) || column.generated !== null) return false;
  if (column.identity !== null || column.autoIncrement || isConstrainedDomain(context.before, column.type))
    return false;
  // MySQL rebuilds for other reasons too (its version, a key); a literal default is never one.
  return context.history.target.dialect === 'postgres' || column.default?.isLiteral === false;
}
