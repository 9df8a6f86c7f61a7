import type { Draft, QueryRule } from '../rule';
import type { Place } from '../../model/text';

export const queryInConcurrentMap: QueryRule = {
  meta: {
    id: 'query-in-concurrent-map',
    family: 'query',
    title: 'A map over a list sends one query per item, all at the same time.',
    level: 'warning',
    dialects: null,
    since: '0.1.0',
    fix: null,
    sources: [
      'https://github.com/prisma/prisma/issues/22610 (pool exhaustion)',
      'https://www.prisma.io/docs/orm/prisma-client/queries/query-optimization-performance',
    ],
  },

  check({ loop, query, path, distance, confidence }): readonly (Draft & Pick<Place, 'file'>)[] {
    if ((loop.kind !== 'concurrent-map' && loop.kind !== 'map') || distance === 'service') return [];
    if (query.verb !== 'read' && query.verb !== 'count') return [];
    const from = query.table === null ? '' : ` from ${query.table}`;
    const behind = path.length === 0 ? '' : ' behind a helper of this file';
    return [
      {
        file: loop.file,
        range: path[0]?.range ?? query.range,
        confidence,
        evidence: [{ file: loop.file, range: loop.range, message: 'The map' }, ...path],
        message: {
          what: `Candidate for a batched read: ${query.call}${behind} runs once per item of this map, so N items send N queries${from} at once, 1 + N with the one that loaded them.`,
          why: 'Sent together they do not get fewer: they fill the connection pool, and other requests wait.',
          remedy:
            'Read all rows with one query (`in`, in chunks below the bind limit), put them in a Map and map over that.',
        },
      },
    ];
  },
};
