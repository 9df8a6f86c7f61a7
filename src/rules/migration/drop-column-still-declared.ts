import { splitIntoSteps } from '../change/split-into-steps';
import { evidenceOf, filesOf, isBindingDeclaration, witnesses } from '../change/column-evidence';
import { listed, nameOf, releasedVersion, sentences } from '../change/words';
import { droppedColumns, existsInTheEnd, renamedColumn } from '../change/vanishing-column';
import type { Draft, MigrationRule } from '../rule';

export const dropColumnStillDeclared: MigrationRule = {
  meta: {
    id: 'drop-column-still-declared',
    family: 'migration',
    title: 'A column is dropped or renamed that a Prisma schema or an entity still declares.',
    level: 'error',
    dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
    since: '0.1.0',
    fix: 'stages',
    sources: [
      'https://www.prisma.io/docs/orm/prisma-client/queries/select-fields (a query without select names every declared column)',
      'https://typeorm.io/docs/entity/entities',
    ],
  },
  kinds: ['drop-column', 'drop-table', 'rename-column', 'redefine-column'],

  check(context): readonly Draft[] {
    const renamed = renamedColumn(context);
    const vanishing = renamed === null ? droppedColumns(context) : [renamed];
    return vanishing.flatMap((column) => {
      if (existsInTheEnd(context, column)) return [];
      const found = witnesses(context, column, isBindingDeclaration);
      if (found.length === 0) return [];
      const name = `${nameOf(column.table)}.${column.column}`;
      const releasedOnly = found.every((witness) => witness.onlyIn !== null);
      // The declaration goes in the same change: drop-without-earlier-release.
      if (releasedOnly && column.newName === null) return [];
      return [
        {
          range: column.range,
          confidence: found.some((witness) => witness.use.confidence === 'high')
            ? ('high' as const)
            : ('medium' as const),
          evidence: evidenceOf(found, column),
          message: {
            what: `${name} is ${column.newName === null ? 'dropped' : 'renamed'} while ${listed(filesOf(found), 3)} still ${filesOf(found).length === 1 ? 'declares' : 'declare'} it${releasedOnly ? ` in ${releasedVersion(context)}` : ''}.`,
            why: sentences(
              'A declared column is named in every query for the whole row, so all of them fail, also those that never look at it.',
              column.newName === null ? 'The data of the column is lost.' : '',
            ),
            remedy: releasedOnly
              ? 'The declaration goes in the same change: release that first, and drop the column in the release after it.'
              : 'Remove the declaration, release that, and only then let this migration run.',
          },
        },
      ];
    });
  },

  fixes: splitIntoSteps,
};
