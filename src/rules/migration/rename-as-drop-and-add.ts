import { dropAndAdd } from '../change/drop-and-add';
import { rangeOfSibling } from '../change/sibling-places';
import { nameOf, releasedVersion, sentences, whoUses } from '../change/words';
import { renameInPlace } from '../change/rename-in-place';
import type { Draft, MigrationRule } from '../rule';

export const renameAsDropAndAdd: MigrationRule = {
  meta: {
    id: 'rename-as-drop-and-add',
    family: 'migration',
    title: 'A column is dropped and one like it is added, which loses the data that a rename would keep.',
    level: 'error',
    dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
    since: '0.2.0',
    fix: 'review',
    sources: [
      'https://github.com/typeorm/typeorm/issues/3357',
      'https://www.prisma.io/docs/orm/prisma-migrate/workflows/customizing-migrations#example-rename-a-field',
    ],
  },
  kinds: ['drop-column'],

  check(context): readonly Draft[] {
    const { change } = context;
    const pair = dropAndAdd(context);
    if (change.kind !== 'drop-column' || pair === null) return [];
    const table = nameOf(change.table);
    const from = change.column.name;
    const to = pair.added.column.name.name;
    const range = rangeOfSibling(context, pair.addedAt);
    const type = pair.added.column.type?.text ?? '';
    return [
      {
        range: change.range,
        ...(pair.alike ? {} : { severity: 'warning' as const, confidence: 'low' as const }),
        ...(range === null ? {} : { covers: [range] }),
        evidence:
          range === null ? [] : [{ file: context.migration.file, range, message: `${to} is added here.` }],
        message: {
          what:
            pair.kind === 'type'
              ? `Column ${from} of ${table} is dropped and added again as ${type}, which is how some tools write a change of type.`
              : `Column ${from} of ${table} is dropped and ${to} of the same type is added, which is how some tools write a rename.`,
          why: sentences(
            `The values of ${from} are lost; ${pair.kind === 'type' ? 'the new column' : to} starts empty.`,
            `${releasedVersion(context).replace(/^t/, 'T')} ${pair.kind === 'type' ? 'meets the empty column' : `fails on every statement that names ${from}`}.`,
            whoUses(context, change.table),
          ),
          remedy:
            pair.kind === 'type'
              ? 'Change the type in place, or add a column beside it, copy the values in batches, and drop the old one in a later release.'
              : `If ${to} is to hold what ${from} held, add it, write both, copy the values in batches, switch reads, and drop ${from} in a later release; if it is something else, drop ${from} in a release of its own.`,
        },
      },
    ];
  },

  fixes: renameInPlace,
};
