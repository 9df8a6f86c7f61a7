import { isCold } from '../code/weight-of-query';
import type { QueryRule } from '../rule';

export const sequentialIndependentReads: QueryRule = {
  meta: {
    id: 'sequential-independent-reads',
    family: 'query',
    title: 'Two reads wait for each other though neither needs the other.',
    level: 'off',
    dialects: null,
    since: '0.2.0',
    fix: null,
    sources: ['https://www.prisma.io/docs/orm/prisma-client/queries/transactions#the-transaction-api'],
  },

  check(file) {
    return file.independent
      .filter(({ first }) => !isCold(file, first))
      .map(({ first, second }) => ({
        file: second.file,
        range: second.range,
        confidence: 'medium',
        evidence: [
          { file: first.file, range: first.range, message: 'The read before, whose result it does not use' },
        ],
        message: {
          what: `Candidate for one round trip: ${second.call} waits for ${first.call} and uses nothing of it.`,
          why: 'The two waits add up.',
          remedy:
            'Read both with one query, or send both before waiting for either (Promise.all of a fixed number of reads; not on the handle of one transaction).',
        },
      }));
  },
};
