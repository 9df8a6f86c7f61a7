import { isCold } from '../code/weight-of-query';
import type { QueryRule } from '../rule';

export const unsortedBulkUpsert: QueryRule = {
  meta: {
    id: 'unsorted-bulk-upsert',
    family: 'query',
    title: 'Many rows are upserted in the order they came.',
    level: 'info',
    dialects: null,
    since: '0.2.0',
    fix: null,
    sources: [
      'https://github.com/Unleash/unleash/pull/10348',
      'https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-DEADLOCKS',
    ],
  },

  check(file) {
    return file.upserts
      .filter(({ query }) => !isCold(file, query))
      .map(({ query }) => ({
        file: query.file,
        range: query.range,
        confidence: 'medium',
        message: {
          what: `Candidate for an order: ${query.call} upserts many rows in the order they came.`,
          why: 'Two of them at once that lock the same rows in different orders wait for each other, and the database ends one of them (deadlock).',
          remedy: 'Sort the rows by the key of the conflict before, and write them in chunks.',
        },
      }));
  },
};
