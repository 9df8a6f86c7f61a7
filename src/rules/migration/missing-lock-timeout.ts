import { isFirstToLock, locksOnOldTables } from '../change/held-locks';
import { lockingKinds } from '../change/locking-kinds';
import { waitsBounded } from '../change/weight';
import { describeLock } from '../../schema/effects/describe';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const missingLockTimeout: MigrationRule = {
  meta: {
    id: 'missing-lock-timeout',
    family: 'migration',
    title: 'A lock that keeps others out is waited for without a limit.',
    level: 'info',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-LOCK-TIMEOUT',
      'measured: whoever comes after a waiting ACCESS EXCLUSIVE waits behind it',
    ],
  },
  kinds: [...lockingKinds, 'create-object', 'drop-object'],

  check(context): readonly Draft[] {
    // One word about a migration is enough: the setting holds for all that follows.
    if (!isFirstToLock(context) || waitsBounded(context) !== null) return [];
    const [lock] = locksOnOldTables(context, context.own);
    if (lock === undefined) return [];
    if (isSetForAll(context)) return [];
    return [
      {
        range: context.change.range,
        message: {
          what: `${lock.lock} on ${lock.table} (${describeLock(lock.lock)}) is waited for without a limit.`,
          why: 'While it waits behind one long query or forgotten transaction, everybody who comes later waits behind it, so even a brief statement can stop the table.',
          remedy:
            "Say SET lock_timeout = '2s' before the first statement, and run the migration again when it gives up.",
        },
      },
    ];
  },
};

/** ALTER ROLE or DATABASE … SET lock_timeout anywhere in the history: every session begins with it. */
function isSetForAll({ history }: ChangeContext): boolean {
  return history.migrations.some((migration) =>
    migration.script.statements.some((statement) =>
      statement.reading.changes.some(
        (change) =>
          change.kind === 'other' &&
          change.sessionDefault?.setting.toLowerCase() === 'lock_timeout' &&
          change.sessionDefault.value !== null,
      ),
    ),
  );
}
