import type { Draft, QueryRule } from '../rule';
import type { Place } from '../../model/text';

export const queryInLoopViaService: QueryRule = {
  meta: {
    id: 'query-in-loop-via-service',
    family: 'query',
    title: 'A loop calls a service or function of another file that reads from the database once per item.',
    level: 'warning',
    dialects: null,
    since: '0.1.0',
    fix: null,
    sources: [
      'measured: 65 of 78 query-issuing loop sites of one backend stand behind a call, 44 of them in another file',
    ],
  },

  check({ loop, query, call, path, distance, confidence }): readonly (Draft & Pick<Place, 'file'>)[] {
    if (distance !== 'service' || (query.verb !== 'read' && query.verb !== 'count')) return [];
    const hops = path.length - 1;
    const from = query.table === null ? '' : ` from ${query.table}`;
    const together = loop.kind === 'concurrent-map' || loop.kind === 'map';
    return [
      {
        file: call.file,
        range: call.range,
        confidence,
        evidence: [
          { file: loop.file, range: loop.range, message: together ? 'The map' : 'The loop' },
          ...path,
        ],
        message: {
          what: `Candidate for a batched read: this call reaches ${query.call} ${hops === 1 ? 'one call' : `${hops} calls`} further on, once per ${together ? 'item' : 'turn'}, so N items make N queries${from}, 1 + N with the one that loaded them.`,
          why: together
            ? 'All of them are sent at once and fill the connection pool.'
            : 'Each turn waits for a round trip to the database that cannot be seen here.',
          remedy:
            'Give the service a method that takes all keys and reads them with one query (`getByIds`), call it before the loop, and look rows up in a Map.',
        },
      },
    ];
  },
};
