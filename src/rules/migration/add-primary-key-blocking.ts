import { blocksWrites, growsWithTable } from '../../schema/effects/describe';
import { keyByIndex } from '../change/key-by-index';
import { circumstances, weighed } from '../change/weight';
import { listed, lockWords, nameOf, sentences, whoUses } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const addPrimaryKeyBlocking: MigrationRule = {
  meta: {
    id: 'add-primary-key-blocking',
    family: 'migration',
    title: 'A primary key is added, and its index is built in the same statement.',
    level: 'warning',
    dialects: ['postgres', 'mysql', 'mariadb'],
    since: '0.2.0',
    fix: 'safe',
    sources: [
      'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-ADD-TABLE-CONSTRAINT-USING-INDEX',
      'https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html#online-ddl-primary-key-operations',
      'measured: ACCESS EXCLUSIVE, an index build, and a scan of nullable columns',
    ],
  },
  kinds: ['add-constraint', 'add-column'],

  check(context): readonly Draft[] {
    const { change } = context;
    const columns = keyColumns(context);
    if (columns.length === 0 || !('table' in change) || change.table === null) return [];
    if (context.isNew(change.table)) return [];
    const working = context.effects.effects.filter(growsWithTable);
    if (working.length === 0) return [];
    const blocks = working.some((effect) => blocksWrites(effect.lock));
    const lock = lockWords(context);
    const postgres = context.history.target.dialect === 'postgres';
    return [
      {
        range: change.range,
        severity: blocks ? weighed(context, [change.table], 'warning') : 'info',
        message: {
          what: `A primary key on ${nameOf(change.table)} (${listed(columns)}) is added${postgres ? ', and its index is built in the same statement' : ', which writes the whole table anew'}.`,
          why: sentences(
            lock === ''
              ? 'Reads and writes go on, but it takes as long as the table is large.'
              : `The statement holds ${lock} until it is done.`,
            working.some((effect) => effect.scan)
              ? 'It reads every row, too, to prove that the key is never NULL.'
              : '',
            circumstances(context, change.table),
            whoUses(context, change.table),
          ),
          remedy: postgres
            ? `Build a unique index with CREATE UNIQUE INDEX CONCURRENTLY first, outside a transaction${working.some((effect) => effect.scan) ? ', make the columns NOT NULL by a validated check' : ''}, and add the primary key USING INDEX after that.`
            : 'Give tables their primary key when they are created. For one in use, change a copy of it with gh-ost or pt-online-schema-change, or do it while nobody writes.',
        },
      },
    ];
  },

  fixes: keyByIndex,
};

/** The columns of a primary key whose index the change builds; empty when it adds none. */
function keyColumns({ change }: ChangeContext): readonly string[] {
  if (change.kind === 'add-constraint') {
    const { type, usingIndex, columns } = change.constraint;
    return type === 'primary-key' && usingIndex === null ? columns.map((column) => column.name) : [];
  }
  if (change.kind !== 'add-column') return [];
  return change.column.constraints.some((constraint) => constraint.type === 'primary-key')
    ? [change.column.name.name]
    : [];
}
