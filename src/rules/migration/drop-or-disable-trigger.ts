import type { ChangeOf } from '../../model/schema-change';
import { findObject, sameName, sameObject } from '../../schema/lookup';
import { laterChanges } from '../change/changes-around';
import { transactionOf } from '../change/transaction';
import { circumstances, weighed } from '../change/weight';
import { lockWords, nameOf, sentences } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const dropOrDisableTrigger: MigrationRule = {
  meta: {
    id: 'drop-or-disable-trigger',
    family: 'migration',
    title: 'A trigger is dropped or switched off.',
    level: 'warning',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-DISABLE-ENABLE-TRIGGER',
      'https://www.postgresql.org/docs/current/sql-droptrigger.html',
      'measured: ACCESS EXCLUSIVE for DROP, SHARE ROW EXCLUSIVE for DISABLE',
    ],
  },
  kinds: ['drop-object', 'change-table-setting'],

  check(context): readonly Draft[] {
    const gone = goneTrigger(context);
    if (gone === null) return [];
    const lock = lockWords(context);
    return [
      {
        range: context.change.range,
        severity: weighed(context, [gone.table], 'warning'),
        message: {
          what: `${gone.what} on ${nameOf(gone.table)}.`,
          why: sentences(
            `What it kept right is no longer kept: rows written from now on go without it${gone.everything ? ', and the foreign keys of the table are not checked either' : ''}.`,
            lock === '' ? '' : `The statement takes ${lock}.`,
            circumstances(context, gone.table),
          ),
          remedy: gone.remedy,
        },
      },
    ];
  },
};

interface GoneTrigger {
  readonly what: string;
  readonly table: ChangeOf<'change-table-setting'>['table'];
  /** DISABLE TRIGGER ALL: the triggers of constraints too. */
  readonly everything: boolean;
  readonly remedy: string;
}

function goneTrigger(context: ChangeContext): GoneTrigger | null {
  const { change } = context;
  if (change.kind === 'drop-object') return droppedTrigger(context, change);
  return change.kind === 'change-table-setting' ? disabledTrigger(context, change) : null;
}

function droppedTrigger(context: ChangeContext, change: ChangeOf<'drop-object'>): GoneTrigger | null {
  if (change.object !== 'trigger' || change.table === null || context.isNew(change.table)) return null;
  const { dialect } = context.before;
  const known = findObject(context.before, 'trigger', change.name, change.table);
  if (known?.createdBy.migration === context.migration.id) return null;
  if (known === null && change.ifExists) return null;
  const comesBack = laterChanges(context, 'create-object').some(
    (later) => later.object === 'trigger' && sameName(dialect, later.name.name, change.name.name),
  );
  if (comesBack) return null;
  return {
    what: `Trigger ${change.name.name} is dropped`,
    table: change.table,
    everything: false,
    remedy: 'Make sure that nothing rests on it any more, and release that first.',
  };
}

/** Switched off, and not on again before the transaction ends. */
function disabledTrigger(
  context: ChangeContext,
  change: ChangeOf<'change-table-setting'>,
): GoneTrigger | null {
  if (!change.setting.startsWith('disable trigger') || context.isNew(change.table)) return null;
  const { dialect } = context.before;
  const { later, runs } = transactionOf(context);
  const following = runs === 'no' ? laterChanges(context) : later.map((one) => one.change);
  const isOnAgain = following.some(
    (one) =>
      one.kind === 'change-table-setting' &&
      /^enable (?:always )?trigger/.test(one.setting) &&
      sameObject(dialect, one.table, change.table) &&
      (one.value === change.value || / (?:all|user)$/.test(one.setting)),
  );
  if (isOnAgain && runs !== 'no') return null;
  const everything = change.setting === 'disable trigger all';
  const which = change.value === null ? 'Triggers are' : `Trigger ${change.value} is`;
  return {
    what: `${which} switched off${isOnAgain ? ' while other sessions write' : ''}`,
    table: change.table,
    everything,
    remedy: isOnAgain
      ? 'Put both statements into one transaction, so that no other session writes in between.'
      : 'Switch it on again in the same transaction.',
  };
}
