import { declaredWords, isCold, isSmall } from '../code/weight-of-query';
import type { QueryRule } from '../rule';

export const orderedReadWithoutLimit: QueryRule = {
  meta: {
    id: 'ordered-read-without-limit',
    family: 'query',
    title: 'A query sorts its rows and has no limit.',
    level: 'info',
    dialects: null,
    since: '0.2.0',
    fix: null,
    sources: ['https://www.postgresql.org/docs/current/queries-limit.html'],
  },

  check(file, context) {
    return file.queries.flatMap((query) => {
      const { verb, details, table } = query;
      if (verb !== 'read' || details.limited !== 'none' || (details.order ?? []).length === 0) return [];
      if (isCold(file, query) || isSmall(context, table)) return [];
      // By a list of keys: as many rows as keys.
      if (details.filters?.some(({ operator }) => operator === 'in') === true) return [];
      const columns = (details.order ?? []).map(({ column }) => column).join(', ');
      return [
        {
          file: query.file,
          range: query.range,
          confidence: query.confidence,
          ...(table === null ? {} : { sameAs: { key: `ordered ${table}` } }),
          message: {
            what: `Candidate for a limit: ${query.call} sorts its rows by ${columns} and takes all of them.${declaredWords(context, table)}`,
            why: 'Who asks for an order mostly shows the first rows; without a limit the database sorts and sends all of them, and an index on the order is of no use.',
            remedy: 'Give it a limit, and a cursor over the same order for what follows.',
          },
        },
      ];
    });
  },
};
