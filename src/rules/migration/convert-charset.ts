import { circumstances, weighed } from '../change/weight';
import { lockWords, nameOf, sentences, whoUses } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const convertCharset: MigrationRule = {
  meta: {
    id: 'convert-charset',
    family: 'migration',
    title: 'A table is converted to another character set or collation.',
    level: 'warning',
    dialects: ['mysql', 'mariadb'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html#online-ddl-table-operations',
      'measured on MariaDB',
    ],
  },
  kinds: ['change-table-setting'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'change-table-setting' || change.setting !== 'convert to character set') return [];
    if (context.isNew(change.table)) return [];
    const lock = lockWords(context);
    return [
      {
        range: change.range,
        severity: weighed(context, [change.table], 'warning'),
        message: {
          what: `Every text of ${nameOf(change.table)} is converted${change.value === null ? '' : ` to ${change.value}`}, and the table is copied for it.`,
          why: sentences(
            lock === ''
              ? 'It takes as long as the table is large.'
              : `Meanwhile the statement holds ${lock}.`,
            'Text columns may change their types, keys may become too long, and joins with tables of the old set stop using their indexes.',
            circumstances(context, change.table),
            whoUses(context, change.table),
          ),
          remedy:
            'Let gh-ost or pt-online-schema-change make the copy, for all tables that are joined with each other.',
        },
      },
    ];
  },
};
