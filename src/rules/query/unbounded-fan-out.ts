import { isRead } from '../code/looped-draft';
import { isCold, isSmall } from '../code/weight-of-query';
import type { QueryRule } from '../rule';

export const unboundedFanOut: QueryRule = {
  meta: {
    id: 'unbounded-fan-out',
    family: 'query',
    title: 'Work is begun for all rows of a query at once.',
    level: 'warning',
    dialects: null,
    since: '0.2.0',
    fix: null,
    sources: ['https://github.com/prisma/prisma/issues/22610 (pool exhaustion)'],
  },

  check(file, context) {
    return file.lists.flatMap(({ file: at, range, query, use, call }) => {
      if (use !== 'fanned-out' || isCold(file, query)) return [];
      // A read in the map has a rule of its own, which says more.
      if (
        file.looped.some(
          (looped) => looped.loop.range.start === range.start && looped.exemption === null && isRead(looped),
        )
      )
        return [];
      const covers = file.looped
        .filter((looped) => looped.loop.range.start === range.start)
        .map((looped) => looped.call.range);
      return [
        {
          file: at,
          range,
          covers,
          confidence: 'medium' as const,
          severity:
            isSmall(context, query.table) || query.details.condition !== 'none'
              ? ('info' as const)
              : ('warning' as const),
          evidence: [
            {
              file: query.file,
              range: query.range,
              message: `${query.call} loads the list, without a limit`,
            },
          ],
          message: {
            what: `Candidate for a limit: ${call} is begun for every row that ${query.call} loads, all at once: N calls, N unbounded.`,
            why: 'They fill the connection pool or the other side, and other requests wait; a long list ends in time-outs.',
            remedy:
              'Read the list in pages, or run the work in chunks or behind a limiter (p-limit, p-map with concurrency).',
          },
        },
      ];
    });
  },
};
