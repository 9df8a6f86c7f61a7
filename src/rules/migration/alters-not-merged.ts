import type { SchemaChange, SchemaChangeKind } from '../../model/schema-change';
import { sameObject } from '../../schema/lookup';
import { nameOf } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const altersNotMerged: MigrationRule = {
  meta: {
    id: 'alters-not-merged',
    family: 'migration',
    title: 'Two ALTER TABLE statements on one table could be one.',
    level: 'off',
    dialects: ['postgres', 'mysql', 'mariadb'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/sql-altertable.html (several actions in one statement)',
      'https://dev.mysql.com/doc/refman/8.4/en/alter-table.html',
    ],
  },
  kinds: [
    'add-column',
    'drop-column',
    'alter-column-type',
    'set-not-null',
    'drop-not-null',
    'set-default',
    'drop-default',
    'add-constraint',
    'drop-constraint',
    'redefine-column',
    'change-table-setting',
  ],

  check(context): readonly Draft[] {
    const { change } = context;
    if (context.changeIndex !== 0 || !('table' in change) || change.table == null) return [];
    if (context.isNew(change.table) || context.statement.reading.keyword !== 'ALTER TABLE') return [];
    const before = context.migration.script.statements[context.index - 1]?.reading;
    if (before?.keyword !== 'ALTER TABLE' || !areMergeable(context, before.changes)) return [];
    if (!areMergeable(context, context.statement.reading.changes)) return [];
    return [
      {
        range: change.range,
        message: {
          what: `This ALTER TABLE and the one before it both change ${nameOf(change.table)}.`,
          why: 'Each waits for its lock, and where both read or rewrite the rows that is done twice.',
          remedy: 'Put the actions into one ALTER TABLE, with commas between.',
        },
      },
    ];
  },
};

const mergeable: ReadonlySet<SchemaChangeKind> = new Set([
  'add-column',
  'drop-column',
  'alter-column-type',
  'redefine-column',
  'set-not-null',
  'drop-not-null',
  'set-default',
  'drop-default',
  'drop-constraint',
  'change-table-setting',
]);

/** All on the same table, none that has to stand alone or to be validated in a transaction of its own. */
function areMergeable({ change, before }: ChangeContext, changes: readonly SchemaChange[]): boolean {
  const table = 'table' in change ? change.table : null;
  return (
    table != null &&
    changes.length > 0 &&
    changes.every(
      (one) =>
        'table' in one &&
        one.table != null &&
        sameObject(before.dialect, one.table, table) &&
        (mergeable.has(one.kind) || (one.kind === 'add-constraint' && one.constraint.validated)),
    )
  );
}
