import type { QuerySite } from '../../model/code';
import { declaredWords, isCold, isHeavy } from '../code/weight-of-query';
import type { QueryRule } from '../rule';

export const loadToCount: QueryRule = {
  meta: {
    id: 'load-to-count',
    family: 'query',
    title: 'Rows are loaded to be counted.',
    level: 'info',
    dialects: null,
    since: '0.2.0',
    fix: null,
    sources: ['https://www.prisma.io/docs/orm/prisma-client/queries/aggregation-grouping-summarizing#count'],
  },

  check(file, context) {
    return file.queries.flatMap((query) => {
      const { verb, details, result, table } = query;
      if (verb !== 'read' || details.limited !== 'none' || isCold(file, query)) return [];
      if (result?.taken.length !== 1 || result.taken[0] !== 'length') return [];
      return [
        {
          file: query.file,
          range: query.range,
          confidence: query.confidence,
          severity: isHeavy(context, table) ? ('warning' as const) : ('info' as const),
          message: {
            what: `Candidate for a count: of what ${query.call} loads only the length is used.${declaredWords(context, table)}`,
            why: 'All rows are read, sent and kept in memory for one number.',
            remedy: `Let the database count (${countOf(query)}); where it is only asked whether there is one, read one row.`,
          },
        },
      ];
    });
  },
};

function countOf({ library }: QuerySite): string {
  return library === 'sql' || library === 'kysely'
    ? '`SELECT count(*)`'
    : library === 'mongoose'
      ? '`countDocuments`'
      : '`count`';
}
