import { splitIntoSteps } from '../change/split-into-steps';
import { lockWords, nameOf, releasedVersion, sentences, whoUses } from '../change/words';
import { droppedColumns } from '../change/vanishing-column';
import type { Draft, MigrationRule } from '../rule';

export const dropColumn: MigrationRule = {
  meta: {
    id: 'drop-column',
    family: 'migration',
    title: 'A column is dropped.',
    level: 'warning',
    dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
    since: '0.1.0',
    fix: 'stages',
    sources: [
      'https://www.postgresql.org/docs/current/sql-altertable.html',
      'https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html',
      'https://www.sqlite.org/lang_altertable.html',
    ],
  },
  kinds: ['drop-column', 'drop-table'],

  check(context): readonly Draft[] {
    const dropped = droppedColumns(context);
    if (dropped.length === 0) return [];
    const lock = lockWords(context);
    const rebuild = context.change.kind === 'drop-table';
    return dropped.map(({ table, column, range }) => ({
      range,
      message: {
        what: rebuild
          ? `The rebuild of ${nameOf(table)} leaves out column ${column}.`
          : `Column ${column} of ${nameOf(table)} is dropped.`,
        why: sentences(
          `Its data is lost, and ${releasedVersion(context)} fails on every statement that still names it.`,
          lock === '' || rebuild ? '' : `The statement takes ${lock}, though briefly.`,
          whoUses(context, table),
        ),
        remedy:
          'First release a version that neither reads nor writes the column, then drop it in a later release.',
      },
    }));
  },

  fixes: splitIntoSteps,
};
