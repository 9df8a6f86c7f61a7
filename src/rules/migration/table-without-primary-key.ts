import { findTable } from '../../schema/lookup';
import { nameOf } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const tableWithoutPrimaryKey: MigrationRule = {
  meta: {
    id: 'table-without-primary-key',
    family: 'migration',
    title: 'A table is created without a primary key.',
    level: 'info',
    dialects: ['postgres', 'mysql', 'mariadb'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/logical-replication-publication.html (replica identity)',
      'https://dev.mysql.com/doc/refman/8.4/en/create-table-gipks.html',
    ],
  },
  kinds: ['create-table'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'create-table' || change.temporary || change.partitionOf !== null) return [];
    if (change.asQuery || change.like !== null || change.inherits.length > 0 || change.columns.length === 0)
      return [];
    // A statement that is not read whole may still get its key.
    if (context.statement.reading.confidence !== 'high') return [];
    // The key may come later in the history, and a table that is gone in the end needs none.
    const table = findTable(context.final, change.table);
    const own = findTable(context.after, change.table);
    if (table === null || table.id !== own?.id) return [];
    const hasKey =
      table.constraints.some((constraint) => constraint.type === 'primary-key') ||
      table.indexes.some(
        (index) =>
          index.unique &&
          index.where === null &&
          index.columns.every((part) =>
            table.columns.some((column) => column.name === part.column && !column.nullable),
          ),
      );
    if (hasKey) return [];
    return [
      {
        range: change.table.range,
        message: {
          what: `${nameOf(change.table)} has no primary key.`,
          why: 'Rows cannot be named one by one: logical replication refuses to update and delete them, tools that copy or repair rows in batches need a key, and duplicates go unnoticed.',
          remedy: 'Give it a primary key.',
        },
      },
    ];
  },
};
