import { splitIntoSteps } from '../change/split-into-steps';
import { evidenceOf, filesOf, isFailingUse, witnesses } from '../change/column-evidence';
import { listed, nameOf, releasedVersion, sentences } from '../change/words';
import { droppedColumns, existsInTheEnd, renamedColumn } from '../change/vanishing-column';
import type { Draft, MigrationRule } from '../rule';

export const dropColumnStillUsed: MigrationRule = {
  meta: {
    id: 'drop-column-still-used',
    family: 'migration',
    title: 'A column is dropped or renamed that queries in the code still name.',
    level: 'error',
    dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
    since: '0.1.0',
    fix: 'stages',
    sources: ['https://www.postgresql.org/docs/current/errcodes-appendix.html (42703 undefined_column)'],
  },
  kinds: ['drop-column', 'drop-table', 'rename-column', 'redefine-column'],

  check(context): readonly Draft[] {
    const renamed = renamedColumn(context);
    const vanishing = renamed === null ? droppedColumns(context) : [renamed];
    return vanishing.flatMap((column) => {
      if (existsInTheEnd(context, column)) return [];
      const found = witnesses(context, column, isFailingUse);
      if (found.length === 0) return [];
      const certain = found.some((witness) => witness.use.confidence !== 'low');
      const name = `${nameOf(column.table)}.${column.column}`;
      const releasedOnly = found.every((witness) => witness.onlyIn !== null);
      return [
        {
          range: column.range,
          severity: certain ? ('error' as const) : ('warning' as const),
          confidence: found.some((witness) => witness.use.confidence === 'high')
            ? ('high' as const)
            : certain
              ? ('medium' as const)
              : ('low' as const),
          evidence: evidenceOf(found, column),
          message: {
            what: `${name} is ${column.newName === null ? 'dropped' : 'renamed'} while the code still names it in ${listed(filesOf(found), 3)}${releasedOnly ? ` of ${releasedVersion(context)}` : ''}.`,
            why: sentences(
              `${found.length === 1 ? 'This place fails' : `These ${found.length} places fail`} the moment the migration has run.`,
              column.newName === null ? 'The data of the column is lost.' : '',
            ),
            remedy: 'Remove these uses, release that, and only then let this migration run.',
          },
        },
      ];
    });
  },

  fixes: splitIntoSteps,
};
