import { declaredWords, isCold, isHeavy, isSmall } from '../code/weight-of-query';
import type { QueryRule } from '../rule';

export const offsetPagination: QueryRule = {
  meta: {
    id: 'offset-pagination',
    family: 'query',
    title: 'A list is paged by an offset.',
    level: 'info',
    dialects: null,
    since: '0.2.0',
    fix: null,
    sources: ['https://use-the-index-luke.com/no-offset'],
  },

  check(file, context) {
    return file.queries.flatMap((query) => {
      const { verb, details, table } = query;
      if (verb !== 'read' || !details.offset || isCold(file, query) || isSmall(context, table)) return [];
      if (admin.test(query.file)) return [];
      return [
        {
          file: query.file,
          range: query.range,
          confidence: query.confidence,
          severity: isHeavy(context, table) ? ('warning' as const) : ('info' as const),
          sameAs: { key: `offset ${packageOf(query.file)}` },
          message: {
            what: `Candidate for a cursor: ${query.call} skips the rows of earlier pages.${declaredWords(context, table)}`,
            why: 'The database reads all rows that it skips, so each page is slower than the one before; rows that come or go between two pages are shown twice or never.',
            remedy:
              'Page by a cursor: the last key of the page before as a condition, in the same order, with a unique column at its end.',
          },
        },
      ];
    });
  },
};

/** The workspace package or the app that a file lies in, by its first two folders. */
function packageOf(file: string): string {
  return file.split('/').slice(0, -1).slice(0, 2).join('/');
}

const admin = /(?:^|[/.-])(?:admin|backoffice|internal|console)(?:[/.-]|$)/i;
