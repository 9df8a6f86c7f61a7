import { splitIntoSteps } from '../change/split-into-steps';
import { findColumn } from '../../schema/lookup';
import { circumstances, weighed } from '../change/weight';
import { listed, nameOf, sentences, whoUses } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const enumChangeCopy: MigrationRule = {
  meta: {
    id: 'enum-change-copy',
    family: 'migration',
    title: 'Values of an ENUM or SET are removed, reordered or inserted before the end.',
    level: 'warning',
    dialects: ['mysql', 'mariadb'],
    since: '0.2.0',
    fix: 'stages',
    sources: [
      'https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html#online-ddl-column-operations (ENUM and SET)',
      'measured on MariaDB: only values added at the end are instant',
    ],
  },
  kinds: ['redefine-column'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'redefine-column' || context.isNew(change.table)) return [];
    // A list of values that is still being typed is not judged.
    if (context.statement.reading.confidence !== 'high') return [];
    const before = findColumn(context.before, change.table, change.column.name)?.type?.values ?? null;
    const after = change.definition.type?.values ?? null;
    if (before === null || after === null || before.every((value, at) => after[at] === value)) return [];
    const removed = before.filter((value) => !after.includes(value));
    return [
      {
        range: change.range,
        severity: weighed(context, [change.table], 'warning'),
        message: {
          what:
            removed.length > 0
              ? `${listed(removed)} ${removed.length === 1 ? 'is' : 'are'} no longer a value of ${nameOf(change.table)}.${change.column.name}.`
              : `The values of ${nameOf(change.table)}.${change.column.name} change their order.`,
          why: sentences(
            'Rows hold the position of a value, so the whole table is copied, and nobody writes to it meanwhile.',
            removed.length > 0
              ? 'Rows with a removed value make the statement fail, or lose it where the mode is not strict.'
              : '',
            circumstances(context, change.table),
            whoUses(context, change.table),
          ),
          remedy: 'Keep the old values in their places and add new ones at the end: that changes no row.',
        },
      },
    ];
  },

  fixes: splitIntoSteps,
};
