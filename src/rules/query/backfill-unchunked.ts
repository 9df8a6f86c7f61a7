import { declaredWords, isSmall, roleOf } from '../code/weight-of-query';
import type { QueryRule } from '../rule';

export const backfillUnchunked: QueryRule = {
  meta: {
    id: 'backfill-unchunked',
    family: 'query',
    title: 'A script changes many rows in one statement.',
    level: 'warning',
    dialects: null,
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/routine-vacuuming.html',
      'measured: fixes that split backfills into chunks in the histories of the corpora',
    ],
  },

  check(file, context) {
    return file.queries.flatMap((query) => {
      const role = roleOf(file, query);
      const { verb, details, table } = query;
      if ((role !== 'script' && role !== 'migration') || verb !== 'update') return [];
      if (anonymises.test(query.file)) return [];
      if (
        details.rows === 'one' ||
        details.limited === 'one' ||
        details.limited === 'limit' ||
        isSmall(context, table)
      )
        return [];
      if (
        details.condition === 'unknown' ||
        (details.filters ?? []).some(({ operator }) => operator === 'in' || operator === 'range')
      )
        return [];
      if ((details.filters ?? []).some(({ column }) => /(?:^|_)id$|Id$/.test(column))) return [];
      if (details.condition === 'some' && details.filters === null) return [];
      if (file.looped.some((looped) => looped.call.range.start === query.range.start)) return [];
      return [
        {
          file: query.file,
          range: query.range,
          confidence: query.confidence,
          severity: role === 'migration' ? ('info' as const) : ('warning' as const),
          message: {
            what: `Candidate for chunks: ${query.call} changes ${details.condition === 'none' ? 'all rows' : 'every row that matches'} of ${table ?? 'a table'} in one statement.${declaredWords(context, table)}`,
            why: 'All these rows stay locked until it ends, replicas fall behind, and when it fails all of it is done again.',
            remedy:
              'Go through the table in chunks of some thousand rows by key, each in a transaction of its own, with a pause between them.',
          },
        },
      ];
    });
  },
};

/** `sanitize-db.ts`: such scripts run on a copy that nobody else uses yet. */
const anonymises = /(?:saniti[sz]e|anonymi[sz]e|pseudonymi[sz]e|obfuscate|scrub|redact)[^/]*$/i;
