import { isCold } from '../code/weight-of-query';
import type { QueryRule } from '../rule';

export const secondWriteOnlyLogged: QueryRule = {
  meta: {
    id: 'second-write-only-logged',
    family: 'query',
    title: 'The failure of a second write is only logged.',
    level: 'warning',
    dialects: null,
    since: '0.2.0',
    fix: null,
    sources: ['https://microservices.io/patterns/data/transactional-outbox.html'],
  },

  check(file) {
    return file.sequences.flatMap((sequence) => {
      const [write] = sequence.writes;
      const published = sequence.published.find(({ onlyLogged }) => onlyLogged);
      if (!write || !published || isCold(file, write)) return [];
      const { outside, call, path } = published;
      return [
        {
          file: sequence.file,
          range: call,
          evidence: [
            { file: write.file, range: write.range, message: `${write.call} writes first` },
            ...path,
          ],
          ...(outside.kind === 'http' ? { severity: 'info' as const } : {}),
          message: {
            what: `Candidate: after ${write.call}, a failure of ${outside.call} is caught and only logged.`,
            why: 'The database has the change and the other system has not. From then on they drift apart, and only a log line knows.',
            remedy:
              'Put what failed where it is tried again (a queue, an outbox table), count it and raise an alert, or let the failure reach the caller.',
          },
        },
      ];
    });
  },
};
