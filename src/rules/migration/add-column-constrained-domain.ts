import { isConstrainedDomain } from '../../schema/constrained-domain';
import { rewriteDraft, rewritingColumn } from '../change/added-column';
import type { Draft, MigrationRule } from '../rule';

export const addColumnConstrainedDomain: MigrationRule = {
  meta: {
    id: 'add-column-constrained-domain',
    family: 'migration',
    title: 'A column of a domain with constraints is added to a table that is in use.',
    level: 'warning',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES',
      'measured: relfilenode after ADD COLUMN of a domain with a CHECK',
    ],
  },
  kinds: ['add-column'],

  check(context): readonly Draft[] {
    const added = rewritingColumn(context);
    if (added === null || !isConstrainedDomain(context.before, added.column.type)) return [];
    const { column } = added;
    // Something else of the column rewrites already.
    if (column.identity !== null || column.generated !== null) return [];
    return [
      rewriteDraft(
        context,
        added,
        `as ${column.type?.text ?? ''}, a domain with constraints`,
        `Add ${column.name.name} with the domain's base type, and the domain's constraint as a CHECK that is NOT VALID at first and validated in a following migration.`,
      ),
    ];
  },
};
