import { splitIntoSteps } from '../change/split-into-steps';
import type { Expression } from '../../model/schema-change';
import { findColumn } from '../../schema/lookup';
import { givesValue } from '../change/default-value';
import { isMadeHere } from '../change/made-here';
import { nameOf, releasedVersion, sentences, whoUses } from '../change/words';
import type { ChangeContext, Draft, MigrationRule } from '../rule';

export const changeDefaultMixedVersions: MigrationRule = {
  meta: {
    id: 'change-default-mixed-versions',
    family: 'migration',
    title: 'A default changes while versions that write the old one still run.',
    level: 'info',
    dialects: ['postgres', 'mysql', 'mariadb'],
    since: '0.2.0',
    fix: 'stages',
    sources: [
      'https://guides.rubyonrails.org/configuring.html#config-active-record-partial-inserts',
      'https://dev.mysql.com/doc/refman/8.4/en/alter-table.html',
    ],
  },
  kinds: ['set-default', 'redefine-column'],

  check(context): readonly Draft[] {
    const { change } = context;
    const given = newDefault(context);
    if (change.kind !== 'set-default' && change.kind !== 'redefine-column') return [];
    const name = change.kind === 'redefine-column' ? change.definition.name.name : change.column.name;
    if (context.isNew(change.table) || isMadeHere(context, change.table, change.column.name)) return [];
    const old = findColumn(context.before, change.table, change.column.name)?.default ?? null;
    if (given === null || old === null || !givesValue(old) || folded(old) === folded(given)) return [];
    return [
      {
        range: change.range,
        message: {
          what: `The default of column ${name} of ${nameOf(change.table)} changes.`,
          why: sentences(
            `Whoever leaves the column out writes the new value at once, but ${releasedVersion(context)} may know the old default and write it itself: while it still runs, new rows get both.`,
            whoUses(context, change.table),
          ),
          remedy:
            'Release the version that writes the new value itself first, then change the default; rows in between need a look if the two values mean different things.',
        },
      },
    ];
  },

  fixes: splitIntoSteps,
};

function newDefault({ change }: ChangeContext): Expression | null {
  if (change.kind === 'set-default') return change.default;
  return change.kind === 'redefine-column' ? change.definition.default : null;
}

/** Case outside strings, white space, parentheses around and a cast to the column's own type say nothing. */
function folded({ text }: Expression): string {
  const bare = text
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/^\((.*)\)$/s, '$1')
    .replace(/::[\w\s."()]+(\[\])*$/, '');
  return /'/.test(bare) ? bare : bare.toLowerCase().replace(/\(\)$/, '');
}
