import { splitIntoSteps } from '../change/split-into-steps';
import { sameName, sameObject } from '../../schema/lookup';
import { laterChanges } from '../change/changes-around';
import { lockWords, nameOf, releasedVersion, sentences, whoUses } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const renameTable: MigrationRule = {
  meta: {
    id: 'rename-table',
    family: 'migration',
    title: 'A table is renamed, and nothing answers under its old name.',
    level: 'error',
    dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
    since: '0.1.0',
    fix: 'stages',
    sources: [
      'https://www.postgresql.org/docs/current/sql-altertable.html',
      'https://dev.mysql.com/doc/refman/8.4/en/rename-table.html',
    ],
  },
  kinds: ['rename-table'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'rename-table' || context.isNew(change.table) || keepsName(context)) return [];
    const lock = lockWords(context);
    return [
      {
        range: change.range,
        message: {
          what: `Table ${nameOf(change.table)} is renamed to ${nameOf(change.newName)}.`,
          why: sentences(
            `While the rollout lasts, ${releasedVersion(context)} still asks for ${change.table.name} and fails the moment this runs; rolling the code back fails too.`,
            lock === '' ? '' : `The statement takes ${lock}, though briefly.`,
            whoUses(context, change.table),
          ),
          remedy: `Keep the old name alive: rename and create a view ${change.table.name} over ${change.newName.name} in one transaction, and drop the view when nothing names it.`,
        },
      },
    ];
  },

  fixes: splitIntoSteps,
};

/** A view over the renamed table takes the old name in the same migration; or the name only changes its case where that is nothing. */
function keepsName(context: ChangeContext): boolean {
  const { change } = context;
  if (change.kind !== 'rename-table') return false;
  const { dialect } = context.before;
  if (
    sameObject(dialect, change.table, {
      ...change.newName,
      schema: change.newName.schema ?? change.table.schema,
    })
  )
    return true;
  return laterChanges(context, 'create-object').some(
    (later) =>
      later.object === 'view' &&
      sameName(dialect, later.name.name, change.table.name) &&
      later.uses.some((used) => sameName(dialect, used.name, change.newName.name)),
  );
}
