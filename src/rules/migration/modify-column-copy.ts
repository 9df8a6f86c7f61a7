import { splitIntoSteps } from '../change/split-into-steps';
import { findColumn } from '../../schema/lookup';
import { blocksWrites } from '../../schema/effects/describe';
import { circumstances, weighed } from '../change/weight';
import { nameOf, sentences, whoUses } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const modifyColumnCopy: MigrationRule = {
  meta: {
    id: 'modify-column-copy',
    family: 'migration',
    title: 'A column is redefined in a way that copies the whole table.',
    level: 'warning',
    dialects: ['mysql', 'mariadb'],
    since: '0.2.0',
    fix: 'stages',
    sources: [
      'https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html#online-ddl-column-operations',
      'https://mariadb.com/kb/en/innodb-online-ddl-operations-with-the-inplace-alter-algorithm/',
      'measured on MariaDB: ALGORITHM=INPLACE is refused',
    ],
  },
  kinds: ['redefine-column', 'set-not-null', 'drop-not-null'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (
      change.kind !== 'redefine-column' &&
      change.kind !== 'set-not-null' &&
      change.kind !== 'drop-not-null'
    )
      return [];
    if (context.isNew(change.table)) return [];
    if (change.kind === 'redefine-column' && change.definition.type === null) return [];
    const copied = context.effects.effects.find((effect) => effect.rewrite || effect.algorithm === 'COPY');
    if (copied === undefined) return [];
    const old = findColumn(context.before, change.table, change.column.name)?.type;
    const blocks = blocksWrites(copied.lock);
    return [
      {
        range: change.range,
        severity: weighed(context, [change.table], blocks ? 'warning' : 'info'),
        ...(old == null ? { confidence: 'medium' as const } : {}),
        message: {
          what: `Redefining column ${change.column.name} of ${nameOf(change.table)} copies the whole table (ALGORITHM=${copied.algorithm ?? 'COPY'}${copied.lock === null ? '' : `, LOCK=${copied.lock}`}).`,
          why: sentences(
            blocks
              ? 'Nobody writes to the table until the copy is done.'
              : 'Reads and writes go on, but it takes as long as the table is large, and replicas run it after that.',
            old == null
              ? 'The old definition of the column is not known here, so the strongest case is assumed.'
              : '',
            circumstances(context, change.table),
            whoUses(context, change.table),
          ),
          remedy:
            'State ALGORITHM=INPLACE, LOCK=NONE, so that it fails instead of blocking; then let gh-ost or pt-online-schema-change make the copy, or add a new column and move to it in steps.',
        },
      },
    ];
  },

  fixes: splitIntoSteps,
};
