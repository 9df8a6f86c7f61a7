import { wordsOf } from '../code/library-words';
import { isCold, isSmall } from '../code/weight-of-query';
import type { QueryRule } from '../rule';

export const unboundedInList: QueryRule = {
  meta: {
    id: 'unbounded-in-list',
    family: 'query',
    title: 'All keys of a table are sent back as the list of an IN.',
    level: 'info',
    dialects: null,
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/limits.html',
      'https://www.prisma.io/docs/orm/prisma-client/queries/raw-database-access (32,767 parameters)',
    ],
  },

  check(file, context) {
    return file.lists.flatMap(({ file: at, range, query, use, then }) => {
      if (use !== 'keys' || then === null || isCold(file, query) || isSmall(context, query.table)) return [];
      return [
        {
          file: at,
          range,
          confidence: 'medium' as const,
          evidence: [
            {
              file: query.file,
              range: query.range,
              message: `${query.call} loads the keys, without a limit`,
            },
          ],
          message: {
            what: `Candidate for a join: ${then.call} takes as many keys as ${query.call} loads, which is all of ${query.table ?? 'a table'}.`,
            why: `Over the limit of parameters it fails (${wordsOf(then).limit}), and long before it is slow to plan.`,
            remedy:
              'Let the database join the two tables, or send the keys in chunks; on Postgres `= ANY($1)` takes one array.',
          },
        },
      ];
    });
  },
};
