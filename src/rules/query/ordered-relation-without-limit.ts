import { declaredWords, isCold } from '../code/weight-of-query';
import type { QueryRule } from '../rule';

export const orderedRelationWithoutLimit: QueryRule = {
  meta: {
    id: 'ordered-relation-without-limit',
    family: 'query',
    title: 'A query brings along all rows of a sorted relation.',
    level: 'info',
    dialects: null,
    since: '0.2.0',
    fix: null,
    sources: ['https://www.prisma.io/docs/orm/prisma-client/queries/relation-queries'],
  },

  check(file, context) {
    return file.queries.flatMap((query) => {
      if (query.verb !== 'read' || isCold(file, query)) return [];
      return query.details.includes
        .filter(({ toMany, ordered, limited }) => toMany !== false && ordered && !limited)
        .slice(0, 1)
        .map(({ relation }) => ({
          file: query.file,
          range: query.range,
          confidence: query.confidence,
          sameAs: { key: `relation ${query.table ?? query.file}.${relation}` },
          message: {
            what: `Candidate for a limit: ${query.call} brings along all ${relation} of each row, sorted.${declaredWords(context, query.table)}`,
            why: 'The relation grows with use, for each of the rows at once, and who asks for an order mostly shows the first ones.',
            remedy: `Limit ${relation} in the query (take, limit), or read a page of it when it is shown.`,
          },
        }));
    });
  },
};
