import { circumstances, weighed } from '../change/weight';
import { listed, lockWords, nameOf, sentences, whoUses } from '../change/words';
import { validateLater } from '../change/validate-later';
import type { Draft, MigrationRule } from '../rule';

export const addForeignKeyValidating: MigrationRule = {
  meta: {
    id: 'add-foreign-key-validating',
    family: 'migration',
    title: 'A foreign key is added and checked against every row in one step.',
    level: 'warning',
    dialects: ['postgres', 'mysql', 'mariadb'],
    since: '0.1.0',
    fix: 'safe',
    sources: [
      'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES',
      'measured: SHARE ROW EXCLUSIVE on both tables',
      'https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html#online-ddl-foreign-key-operations',
    ],
  },
  kinds: ['add-constraint'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'add-constraint' || change.constraint.type !== 'foreign-key') return [];
    if (!change.constraint.validated || !change.constraint.enforced || context.isNew(change.table)) return [];
    if (!context.effects.effects.some((effect) => effect.validates)) return [];
    const { references } = change.constraint;
    // Still being typed.
    if (references === null || change.constraint.columns.length === 0) return [];
    const columns = listed(change.constraint.columns.map((column) => column.name));
    const lock = lockWords(context);
    const postgres = context.history.target.dialect === 'postgres';
    return [
      {
        range: change.range,
        severity: weighed(context, [change.table, references.table], 'warning'),
        message: {
          what: `A foreign key from ${nameOf(change.table)} (${columns}) to ${nameOf(references.table)} is added and checked against every row.`,
          why: sentences(
            lock === '' ? '' : `The statement holds ${lock} until the last row is checked.`,
            'It fails if one row points nowhere.',
            circumstances(context, change.table),
            whoUses(context, change.table),
          ),
          remedy: postgres
            ? 'Add it NOT VALID here, and run VALIDATE CONSTRAINT in a following migration: that reads the rows under a lock which lets writers through.'
            : 'Check for orphaned rows first, and add it while few write; only if the rows are proven valid, SET FOREIGN_KEY_CHECKS=0 around the statement adds it without the copy.',
        },
      },
    ];
  },

  fixes: validateLater,
};
