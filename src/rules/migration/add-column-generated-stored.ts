import { makeVirtual } from '../change/make-virtual';
import { rewriteDraft, rewritingColumn } from '../change/added-column';
import type { Draft, MigrationRule } from '../rule';

export const addColumnGeneratedStored: MigrationRule = {
  meta: {
    id: 'add-column-generated-stored',
    family: 'migration',
    title: 'A stored generated column is added to a table that is in use.',
    level: 'warning',
    dialects: ['postgres', 'mysql', 'mariadb'],
    since: '0.2.0',
    fix: 'review',
    sources: [
      'https://www.postgresql.org/docs/current/ddl-generated-columns.html',
      'measured: relfilenode after ADD COLUMN … STORED',
      'https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html#online-ddl-generated-column-operations',
    ],
  },
  kinds: ['add-column'],

  check(context): readonly Draft[] {
    const added = rewritingColumn(context);
    if (added?.column.generated?.stored !== true) return [];
    const { dialect, version } = context.history.target;
    const name = added.column.name.name;
    const virtual = dialect !== 'postgres' || version >= 18;
    return [
      rewriteDraft(
        context,
        added,
        'as a stored generated column',
        `${virtual ? `Make ${name} VIRTUAL if it may be computed on reading; else add` : 'Add'} a plain column, fill it for new rows by a trigger or in the application, and fill the older rows in batches.`,
      ),
    ];
  },

  fixes: makeVirtual,
};
