import { fillLater } from '../change/fill-later';
import { rewriteDraft, rewritingColumn } from '../change/added-column';
import type { Draft, MigrationRule } from '../rule';

export const addColumnIdentity: MigrationRule = {
  meta: {
    id: 'add-column-identity',
    family: 'migration',
    title: 'An identity column is added to a table that is in use.',
    level: 'warning',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: 'safe',
    sources: [
      'https://www.postgresql.org/docs/current/ddl-identity-columns.html',
      'measured: relfilenode after ADD COLUMN … GENERATED AS IDENTITY',
    ],
  },
  kinds: ['add-column'],

  check(context): readonly Draft[] {
    const added = rewritingColumn(context);
    if (added === null || added.column.identity === null) return [];
    const name = added.column.name.name;
    return [
      rewriteDraft(
        context,
        added,
        'as an identity column, so that each row gets a number',
        `Add ${name} as a plain nullable column, give it a sequence as its default, number the older rows in batches outside the migration, make it NOT NULL, and turn it into an identity column last.`,
      ),
    ];
  },

  fixes: fillLater,
};
