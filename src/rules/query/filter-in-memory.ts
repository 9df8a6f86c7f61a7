import { declaredWords, isCold, isHeavy, isSmall } from '../code/weight-of-query';
import type { QueryRule } from '../rule';

export const filterInMemory: QueryRule = {
  meta: {
    id: 'filter-in-memory',
    family: 'query',
    title: 'All rows of a table are loaded to be filtered or sorted in memory.',
    level: 'info',
    dialects: null,
    since: '0.2.0',
    fix: null,
    sources: ['https://use-the-index-luke.com/sql/partial-results'],
  },

  check(file, context) {
    return file.queries.flatMap((query) => {
      const { verb, details, result, table } = query;
      if (verb !== 'read' || details.limited !== 'none' || details.condition !== 'none') return [];
      if (isCold(file, query) || isSmall(context, table) || result?.taken.length !== 1) return [];
      const [taken = ''] = result.taken;
      if (!methods.has(taken)) return [];
      return [
        {
          file: query.file,
          range: query.range,
          confidence: query.confidence,
          severity: isHeavy(context, table) ? ('warning' as const) : ('info' as const),
          message: {
            what: `Candidate for a condition: ${query.call} loads all rows of ${table ?? 'the table'}, and ${taken} picks from them in memory.${declaredWords(context, table)}`,
            why: 'The database can do that over an index and send only what is needed; here every row is read and sent.',
            remedy: `Put it into the query: ${taken.includes('ort') ? 'an order and a limit' : 'a condition'}.`,
          },
        },
      ];
    });
  },
};

const methods: ReadonlySet<string> = new Set([
  'filter',
  'find',
  'sort',
  'toSorted',
  'some',
  'every',
  'findLast',
  'slice',
]);
