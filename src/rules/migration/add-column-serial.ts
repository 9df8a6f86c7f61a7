import { rewriteDraft, rewritingColumn } from '../change/added-column';
import { fillLater } from '../change/fill-later';
import type { Draft, MigrationRule } from '../rule';

export const addColumnSerial: MigrationRule = {
  meta: {
    id: 'add-column-serial',
    family: 'migration',
    title: 'A column that numbers its rows (serial, AUTO_INCREMENT) is added.',
    level: 'warning',
    dialects: ['postgres', 'mysql', 'mariadb'],
    since: '0.2.0',
    fix: 'safe',
    sources: [
      'https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-SERIAL',
      'measured: relfilenode after ADD COLUMN serial',
      'https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html#online-ddl-column-operations',
    ],
  },
  kinds: ['add-column'],

  check(context): readonly Draft[] {
    const added = rewritingColumn(context);
    if (added?.column.autoIncrement !== true) return [];
    const name = added.column.name.name;
    const postgres = context.history.target.dialect === 'postgres';
    return [
      rewriteDraft(
        context,
        added,
        postgres
          ? 'as serial, so that each row gets a number'
          : 'with AUTO_INCREMENT, so that each row gets a number',
        postgres
          ? `Add ${name} as a plain nullable column, give it a sequence as its default, and number the older rows in batches outside the migration before it becomes NOT NULL.`
          : `Build a copy of the table that has ${name} with a tool for online schema changes, or do it while nobody writes.`,
      ),
    ];
  },

  fixes: fillLater,
};
