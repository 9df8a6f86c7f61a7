import { atLeast } from '../../schema/effects/online-ddl';
import { writtenColumns } from '../../schema/written-columns';
import { nameOf } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const inlineReferencesIgnored: MigrationRule = {
  meta: {
    id: 'inline-references-ignored',
    family: 'migration',
    title: 'A REFERENCES beside a column makes no foreign key here.',
    level: 'warning',
    dialects: ['mysql', 'mariadb'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html',
      'https://mariadb.com/kb/en/foreign-keys/',
      'measured on MariaDB 10.11: there it makes one',
    ],
  },
  kinds: ['create-table', 'add-column', 'redefine-column'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (!isIgnored(context) || !('table' in change) || change.table == null) return [];
    const table = nameOf(change.table);
    return writtenColumns(change).flatMap((column) =>
      column.constraints.flatMap((constraint) =>
        constraint.type !== 'foreign-key' || constraint.references === null
          ? []
          : [
              {
                range: constraint.range,
                message: {
                  what: `No foreign key from ${table}.${column.name.name} to ${nameOf(constraint.references.table)} is made.`,
                  why: 'This server reads REFERENCES beside a column and forgets it, so rows may point at nothing.',
                  remedy: `Write FOREIGN KEY (${column.name.name}) REFERENCES … as a clause of its own.`,
                },
              },
            ],
      ),
    );
  },
};

/** MySQL makes the key since 9.0, MariaDB since 10.5. */
function isIgnored({ history }: ChangeContext): boolean {
  const { dialect, version } = history.target;
  return dialect === 'mysql' ? version < 9 : !atLeast(version, 10, 5);
}
