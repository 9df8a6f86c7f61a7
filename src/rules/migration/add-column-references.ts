import { constraintsApart } from '../change/constraint-apart';
import { foreignKeysOf } from '../change/foreign-keys';
import { circumstances, isBrief, weighed } from '../change/weight';
import { listed, lockWords, nameOf, sentences, whoUses } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const addColumnReferences: MigrationRule = {
  meta: {
    id: 'add-column-references',
    family: 'migration',
    title: 'A column is added with a foreign key, which locks both tables.',
    level: 'info',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: 'safe',
    sources: [
      'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES',
      'measured: ACCESS EXCLUSIVE and SHARE ROW EXCLUSIVE, rows are read only when there is a default',
    ],
  },
  kinds: ['add-column'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'add-column' || context.isNew(change.table)) return [];
    const keys = foreignKeysOf(change);
    const parents = keys.map((key) => key.references.table).filter((parent) => !context.isNew(parent));
    const brief = isBrief(context);
    if (keys.length === 0 || (brief && parents.length === 0)) return [];
    const lock = lockWords(context);
    const { name } = change.column.name;
    const to = listed(keys.map((key) => nameOf(key.references.table)));
    return [
      {
        range: change.range,
        severity: brief ? 'info' : weighed(context, [change.table], 'warning'),
        message: {
          what: brief
            ? `Column ${name} is added to ${nameOf(change.table)} with a foreign key to ${to}.`
            : `Column ${name} is added to ${nameOf(change.table)} with a foreign key to ${to} and a default, so every row is checked.`,
          why: sentences(
            lock === '' ? '' : `The statement holds ${lock}${parentWords(parents.map(nameOf))}.`,
            brief
              ? 'No row is read, so it is over at once when it gets the locks; while it waits for them, others queue behind it.'
              : 'It keeps them until the last row is checked.',
            circumstances(context, change.table),
            whoUses(context, change.table),
          ),
          remedy: brief
            ? 'Set lock_timeout and try again if it expires; or add the column first, and the foreign key NOT VALID by itself.'
            : 'Add the column, add the foreign key NOT VALID beside it, and VALIDATE it in a following migration: that lets writers through.',
        },
      },
    ];
  },

  fixes: (context) => (isBrief(context) ? [] : constraintsApart(context, 'foreign-key')),
};

function parentWords(parents: readonly string[]): string {
  return parents.length === 0
    ? ''
    : ` and SHARE ROW EXCLUSIVE on ${listed([...new Set(parents)])} (blocks writes)`;
}
