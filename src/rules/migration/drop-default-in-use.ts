import { splitIntoSteps } from '../change/split-into-steps';
import { columnOf, findColumn, findTable, sameName, sameObject } from '../../schema/lookup';
import { laterChanges } from '../change/changes-around';
import { givesValue } from '../change/default-value';
import { isMadeHere } from '../change/made-here';
import { nameOf, releasedVersion, sentences, whoUses } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const dropDefaultInUse: MigrationRule = {
  meta: {
    id: 'drop-default-in-use',
    family: 'migration',
    title: 'A column that must have a value loses its default.',
    level: 'info',
    dialects: ['postgres', 'mysql', 'mariadb'],
    since: '0.2.0',
    fix: 'stages',
    sources: [
      'https://www.postgresql.org/docs/current/ddl-default.html',
      'https://dev.mysql.com/doc/refman/8.4/en/data-type-defaults.html',
    ],
  },
  kinds: ['drop-default', 'redefine-column'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'drop-default' && change.kind !== 'redefine-column') return [];
    if (context.isNew(change.table) || !losesDefault(context) || comesBack(context)) return [];
    const isNewColumn = isMadeHere(context, change.table, change.column.name);
    const strict = context.history.target.dialect === 'postgres' ? '' : ' in strict SQL mode';
    return [
      {
        range: change.range,
        ...(isNewColumn ? { severity: 'warning' as const } : {}),
        message: {
          what: `Column ${change.column.name} of ${nameOf(change.table)} is NOT NULL and loses its default.`,
          why: sentences(
            isNewColumn
              ? `${upper(releasedVersion(context))} does not know the column, which is new here, so each of its INSERTs fails${strict} from then on.`
              : `Each INSERT of ${releasedVersion(context)} that leaves the column out fails${strict} from then on.`,
            whoUses(context, change.table),
          ),
          remedy:
            'Keep the default until every version that runs writes the column itself, and drop it in a later release.',
        },
      },
    ];
  },

  fixes: splitIntoSteps,
};

/** The column had a value to fall back on, has none after, and must have one. */
function losesDefault({ change, before, after }: ChangeContext): boolean {
  if (change.kind !== 'drop-default' && change.kind !== 'redefine-column') return false;
  const column = findColumn(before, change.table, change.column.name);
  if (column === null || !(givesValue(column.default) || column.autoIncrement)) return false;
  const name = change.kind === 'redefine-column' ? change.definition.name.name : change.column.name;
  const table = findTable(after, change.table);
  const left = table === null ? null : columnOf(after.dialect, table, name);
  return (
    left?.nullable === false && !givesValue(left.default) && !left.autoIncrement && left.identity === null
  );
}

/** The same migration gives it a default, an identity or NULL again, or drops it. */
function comesBack(context: ChangeContext): boolean {
  const { change, before } = context;
  if (change.kind !== 'drop-default' && change.kind !== 'redefine-column') return false;
  const column = change.column.name;
  return laterChanges(context).some(
    (later) =>
      (later.kind === 'set-default' ||
        later.kind === 'set-identity' ||
        later.kind === 'drop-not-null' ||
        later.kind === 'drop-column') &&
      sameObject(before.dialect, later.table, change.table) &&
      sameName(before.dialect, later.column.name, column),
  );
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
