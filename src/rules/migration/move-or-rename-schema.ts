import { findObject, findTable, sameObject, type QualifiedName } from '../../schema/lookup';
import { laterChanges } from '../change/changes-around';
import { isFromHere } from '../change/made-here';
import { lockWords, nameOf, releasedVersion, sentences } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const moveOrRenameSchema: MigrationRule = {
  meta: {
    id: 'move-or-rename-schema',
    family: 'migration',
    title: 'A schema is renamed, or something moves to another schema.',
    level: 'error',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/sql-alterschema.html',
      'https://www.postgresql.org/docs/current/ddl-schemas.html#DDL-SCHEMAS-PATH',
    ],
  },
  kinds: ['rename-object', 'move-table', 'alter-object'],

  check(context): readonly Draft[] {
    const moved = movedThing(context);
    if (moved === null || comesBack(context, moved.old)) return [];
    const lock = lockWords(context);
    return [
      {
        range: context.change.range,
        message: {
          what: moved.words,
          why: sentences(
            `While the rollout lasts, ${releasedVersion(context)} still asks for ${moved.oldWords} and fails the moment this runs, unless its search_path finds the new place; rolling the code back fails too.`,
            lock === '' ? '' : `The statement takes ${lock}, though briefly.`,
          ),
          remedy: moved.remedy,
        },
      },
    ];
  },
};

interface Moved {
  readonly words: string;
  readonly old: QualifiedName;
  readonly oldWords: string;
  readonly remedy: string;
}

function movedThing(context: ChangeContext): Moved | null {
  const { change, before } = context;
  if (change.kind === 'rename-object') {
    if (change.object !== 'schema' || isFromHere(context, findObject(before, 'schema', change.name)))
      return null;
    const { name } = change.name;
    return {
      words: `Schema ${name} is renamed to ${change.newName.name}.`,
      old: change.name,
      oldWords: `${name}.…`,
      remedy: `Make schema ${change.newName.name} beside it with views on the tables of ${name}, move the clients over, and move the tables when nothing names ${name}.`,
    };
  }
  const to =
    change.kind === 'move-table'
      ? change.newSchema
      : change.kind === 'alter-object'
        ? change.newSchema
        : undefined;
  if (to === undefined || (change.kind !== 'move-table' && change.kind !== 'alter-object')) return null;
  const old = change.kind === 'move-table' ? change.table : change.name;
  const made =
    change.kind === 'move-table'
      ? findTable(before, change.table)
      : findObject(before, change.object, change.name);
  if (isFromHere(context, made) || (old.schema ?? 'public') === to.name) return null;
  if (change.kind === 'move-table' && context.isNew(change.table)) return null;
  const kind =
    change.kind === 'move-table'
      ? 'Table'
      : `${change.object.charAt(0).toUpperCase()}${change.object.slice(1).replace('-', ' ')}`;
  return {
    words: `${kind} ${nameOf(old)} moves to schema ${to.name}.`,
    old,
    oldWords: nameOf(old),
    remedy:
      change.kind === 'move-table'
        ? `Keep the old name alive: move the table and create a view ${nameOf(old)} over ${to.name}.${old.name} in one transaction, and drop the view when nothing names it.`
        : `Make it in ${to.name} beside the old one, move the clients over, and drop the old one when nothing names it.`,
  };
}

/** A view takes the old place in the same migration. */
function comesBack(context: ChangeContext, old: QualifiedName): boolean {
  return laterChanges(context, 'create-object').some(
    (later) => later.object === 'view' && sameObject(context.before.dialect, later.name, old),
  );
}
