import { foreignKeysOf } from '../change/foreign-keys';
import { nameOf } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const onDeleteCascade: MigrationRule = {
  meta: {
    id: 'on-delete-cascade',
    family: 'migration',
    title: 'A foreign key deletes rows along with the row they refer to.',
    level: 'off',
    dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
    since: '0.2.0',
    fix: null,
    sources: ['https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK'],
  },
  kinds: ['add-constraint', 'add-column', 'create-table'],

  check({ change }): readonly Draft[] {
    return foreignKeysOf(change)
      .filter((key) => /^cascade$/i.test(key.references.onDelete ?? ''))
      .map((key) => ({
        range: key.constraint.range,
        message: {
          what: `Deleting a row of ${nameOf(key.references.table)} deletes every row of ${nameOf(key.table)} that refers to it.`,
          why: 'One DELETE can take far more rows than whoever writes it sees, through several tables, and locks them all meanwhile.',
          remedy: 'Use ON DELETE RESTRICT or NO ACTION and delete what refers to a row where it is meant.',
        },
      }));
  },
};
