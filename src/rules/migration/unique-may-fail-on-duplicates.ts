import { splitIntoSteps } from '../change/split-into-steps';
import { quote } from '../../sql/identifiers';
import { uniqueness } from '../change/uniqueness';
import { nameOf } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const uniqueMayFailOnDuplicates: MigrationRule = {
  meta: {
    id: 'unique-may-fail-on-duplicates',
    family: 'migration',
    title: 'Uniqueness is demanded of rows that exist, and fails where two of them are alike.',
    level: 'info',
    dialects: ['postgres', 'mysql', 'mariadb', 'sqlite'],
    since: '0.2.0',
    fix: 'stages',
    sources: ['measured: could not create unique index'],
  },
  kinds: ['create-index', 'add-constraint', 'add-column'],

  check(context): readonly Draft[] {
    const demanded = uniqueness(context);
    if (demanded === null) return [];
    const { change } = context;
    const { table, columns, written } = demanded;
    const list = columns.join(', ');
    const { dialect } = context.history.target;
    const quoted = [...(table.schema === null ? [] : [table.schema]), table.name]
      .map((part) => quote(part, dialect))
      .join('.');
    return [
      {
        range: change.range,
        message: {
          what: `${nameOf(table)} (${list}) has to be unique from here on.`,
          why: 'The migration fails where two rows that exist are alike, which depends on the data of each environment.',
          remedy: `Ask each environment first: SELECT ${written}, count(*) FROM ${quoted} GROUP BY ${written} HAVING count(*) > 1. Merge what it finds in a migration before this one.`,
        },
      },
    ];
  },

  fixes: splitIntoSteps,
};
