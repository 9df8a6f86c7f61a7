import { earlierChanges } from '../change/changes-around';
import { isFirstToLock } from '../change/held-locks';
import { lockingKinds } from '../change/locking-kinds';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const missingStatementTimeout: MigrationRule = {
  meta: {
    id: 'missing-statement-timeout',
    family: 'migration',
    title: 'A statement on a table in use may run without a limit.',
    level: 'off',
    dialects: ['postgres', 'mysql', 'mariadb'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-STATEMENT-TIMEOUT',
      'https://mariadb.com/kb/en/aborting-statements/',
    ],
  },
  kinds: [...lockingKinds, 'redefine-column', 'update', 'delete'],

  check(context): readonly Draft[] {
    if (!isFirstToLock(context) || isBounded(context)) return [];
    return [
      {
        range: context.change.range,
        message: {
          what: 'How long the statements of this migration may run is not bounded.',
          why: 'One that takes longer than was thought holds its locks until somebody notices.',
          remedy: 'Say SET statement_timeout before the first statement (MariaDB: max_statement_time).',
        },
      },
    ];
  },
};

function isBounded(context: ChangeContext): boolean {
  const last = earlierChanges(context, 'set-setting').findLast((change) =>
    /^(?:session\.|@@(?:session\.)?)?(?:statement_timeout|max_statement_time|max_execution_time)$/i.test(
      change.setting,
    ),
  );
  const value = last?.value?.trim().replace(/^'|'$/g, '') ?? '';
  return value !== '' && !/^0(?:\.0)?\s*[a-z]*$|^default$/i.test(value);
}
