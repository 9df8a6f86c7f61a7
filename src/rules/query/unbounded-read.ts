import { declaredWords, isCold, isHeavy, isSmall, roleOf } from '../code/weight-of-query';
import type { QueryRule } from '../rule';

export const unboundedRead: QueryRule = {
  meta: {
    id: 'unbounded-read',
    family: 'query',
    title: 'A query reads all rows of a table.',
    level: 'info',
    dialects: null,
    since: '0.2.0',
    fix: null,
    sources: ['https://www.prisma.io/docs/orm/prisma-client/queries/pagination'],
  },

  check(file, context) {
    return file.queries.flatMap((query) => {
      const { verb, details, table } = query;
      if (verb !== 'read' || details.limited !== 'none' || details.condition !== 'none') return [];
      if (
        isCold(file, query) ||
        isSmall(context, table) ||
        exporting.test(`${query.file} ${query.within ?? ''}`)
      )
        return [];
      if (table !== null && fixed.test(table)) return [];
      const name = table ?? 'the table';
      return [
        {
          file: query.file,
          range: query.range,
          confidence: query.confidence,
          severity:
            isHeavy(context, table) && hot.has(roleOf(file, query))
              ? ('warning' as const)
              : ('info' as const),
          ...(table === null ? {} : { sameAs: { key: `unbounded ${table}` } }),
          message: {
            what: `Candidate for a limit: ${query.call} reads all rows of ${name}: no condition, no limit.${declaredWords(context, table)}`,
            why: 'The answer, and the memory it takes, grow with the table.',
            remedy: `Read a page (take or limit with a cursor over a unique key), or name a condition. Where ${name} stays small, say so in evolens.yml (tables: rows).`,
          },
        },
      ];
    });
  },
};

/** Code whose task is to read everything. */
const exporting = /export|backup|dump|sync|report|stream|sitemap|migrat|backfill|reindex/i;
/** Tables that are lists of values by their name. */
const fixed =
  /(?:^|_)(?:settings?|config(?:uration)?s?|features?|flags?|roles?|permissions?|countries|country|languages?|locales?|currenc(?:y|ies)|timezones?|types?|kinds?|categories|category|plans?|status(?:es)?|enums?|migrations?|versions?)$/i;
const hot: ReadonlySet<string> = new Set(['route', 'resolver', 'job']);
