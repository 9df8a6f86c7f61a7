import { splitIntoSteps } from '../change/split-into-steps';
import { evidenceOf, filesOf, isBindingDeclaration, witnesses } from '../change/column-evidence';
import { droppedColumns, existsInTheEnd } from '../change/vanishing-column';
import { listed, nameOf, releasedVersion } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const dropWithoutEarlierRelease: MigrationRule = {
  meta: {
    id: 'drop-without-earlier-release',
    family: 'migration',
    title: 'A column is dropped in the same change that removes its declaration.',
    level: 'warning',
    dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
    since: '0.2.0',
    fix: 'stages',
    sources: [
      'https://www.prisma.io/docs/orm/prisma-client/queries/select-fields (a query without select names every declared column)',
      'https://martinfowler.com/bliki/ParallelChange.html',
    ],
  },
  kinds: ['drop-column', 'drop-table'],

  check(context): readonly Draft[] {
    const { released } = context;
    if (released === null) return [];
    return droppedColumns(context).flatMap((column) => {
      if (existsInTheEnd(context, column)) return [];
      const found = witnesses(context, column, isBindingDeclaration);
      if (found.length === 0 || found.some((witness) => witness.onlyIn === null)) return [];
      const queried = released.code
        .tableUses(column.table.name)
        .some((use) => use.use !== 'declaration' && !use.inTest);
      const name = `${nameOf(column.table)}.${column.column}`;
      return [
        {
          range: column.range,
          // A declared column is named in every query for the whole row.
          ...(queried ? { severity: 'error' as const } : {}),
          confidence: found.some((witness) => witness.use.confidence === 'high')
            ? ('high' as const)
            : ('medium' as const),
          evidence: evidenceOf(found, column),
          message: {
            what: `${name} is dropped in the same change that takes its declaration out of ${listed(filesOf(found), 3)}.`,
            why: `While the rollout lasts, ${releasedVersion(context)} still declares it, and names it in every query for the whole row: all of them fail, also those that never look at it. The data of the column is lost.`,
            remedy:
              'Release the version without the declaration first, and drop the column in the release after it.',
          },
        },
      ];
    });
  },

  fixes: splitIntoSteps,
};
