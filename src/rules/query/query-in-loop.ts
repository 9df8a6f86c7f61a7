import type { Draft, QueryRule } from '../rule';
import type { Place } from '../../model/text';

/** Loops that run their turns one after the other, and those of forEach. */
const kinds = new Set(['for', 'for-of', 'for-in', 'while', 'do', 'for-each', 'reduce']);

export const queryInLoop: QueryRule = {
  meta: {
    id: 'query-in-loop',
    family: 'query',
    title: 'A loop reads from the database once per item.',
    level: 'warning',
    dialects: null,
    since: '0.1.0',
    fix: null,
    sources: [
      'https://www.prisma.io/docs/orm/prisma-client/queries/query-optimization-performance',
      'measured: 16 backends, facts on query-issuing loops',
    ],
  },

  check({ loop, query, path, distance, confidence }): readonly (Draft & Pick<Place, 'file'>)[] {
    if (!kinds.has(loop.kind) || distance === 'service' || !reads(query.verb)) return [];
    const from = query.table === null ? '' : ` from ${query.table}`;
    const behind = path.length === 0 ? '' : ' behind a helper of this file';
    return [
      {
        file: loop.file,
        range: path[0]?.range ?? query.range,
        confidence,
        evidence: [{ file: loop.file, range: loop.range, message: 'The loop' }, ...path],
        message: {
          what: `Candidate for a batched read: ${query.call}${behind} runs once per turn of this loop, so N items make N queries${from}, 1 + N with the one that loaded them.`,
          why: 'Each turn waits for a round trip to the database, and the number of turns grows with the data.',
          remedy:
            'Collect the keys before the loop, read all rows with one query (`in`, in chunks below the bind limit), put them in a Map and look them up in the loop.',
        },
      },
    ];
  },
};

function reads(verb: string): boolean {
  return verb === 'read' || verb === 'count';
}
