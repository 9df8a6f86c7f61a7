import { findColumn, sameName, sameObject } from '../../schema/lookup';
import { laterChanges } from '../change/changes-around';
import { evidenceOf, witnesses } from '../change/column-evidence';
import { isMadeHere } from '../change/made-here';
import { nameOf, releasedVersion, sentences, whoUses } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const dropNotNull: MigrationRule = {
  meta: {
    id: 'drop-not-null',
    family: 'migration',
    title: 'A column may be NULL from now on.',
    level: 'info',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-DESC-SET-DROP-NOT-NULL',
    ],
  },
  kinds: ['drop-not-null'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'drop-not-null' || context.isNew(change.table)) return [];
    const column = findColumn(context.before, change.table, change.column.name);
    if (column?.nullable === true || isMadeHere(context, change.table, change.column.name)) return [];
    if (isSetAgain(context)) return [];
    const own = { table: change.table, column: change.column.name, newName: null, range: change.range };
    const readers = witnesses(context, own, () => true);
    // The code is known, and nothing in it names the column.
    if (readers.length === 0 && context.code !== null) return [];
    return [
      {
        range: change.range,
        evidence: evidenceOf(readers, own),
        message: {
          what: `Column ${change.column.name} of ${nameOf(change.table)} may be NULL from now on.`,
          why: sentences(
            `As soon as one row is NULL, every reader that counts on a value meets it, ${releasedVersion(context)} too.`,
            whoUses(context, change.table),
          ),
          remedy: 'Release readers that expect NULL before anything writes it.',
        },
      },
    ];
  },
};

function isSetAgain(context: ChangeContext): boolean {
  const { change, before } = context;
  return laterChanges(context, 'set-not-null').some(
    (later) =>
      change.kind === 'drop-not-null' &&
      sameObject(before.dialect, later.table, change.table) &&
      sameName(before.dialect, later.column.name, change.column.name),
  );
}
