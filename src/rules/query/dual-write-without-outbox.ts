import type { OutsideKind } from '../../model/code';
import { isCold } from '../code/weight-of-query';
import type { QueryRule } from '../rule';

export const dualWriteWithoutOutbox: QueryRule = {
  meta: {
    id: 'dual-write-without-outbox',
    family: 'query',
    title:
      'A function writes to the database and then tells another system, with nothing that holds the two together.',
    level: 'warning',
    dialects: null,
    since: '0.2.0',
    fix: null,
    sources: ['https://microservices.io/patterns/data/transactional-outbox.html'],
  },

  check(file) {
    return file.sequences.flatMap((sequence) => {
      const [write] = sequence.writes;
      const [published] = sequence.published.filter(({ outside }) => kinds.has(outside.kind));
      if (!write || !published || isCold(file, write)) return [];
      if (
        file.queries.some(
          ({ table, within }) => within === write.within && table !== null && outbox.test(table),
        )
      )
        return [];
      const { outside, call, path } = published;
      return [
        {
          file: sequence.file,
          range: call,
          confidence: 'medium',
          severity:
            outside.kind === 'http' || outside.kind === 'payment' || path.length > 0
              ? ('info' as const)
              : ('warning' as const),
          evidence: [
            { file: write.file, range: write.range, message: `${write.call} writes first` },
            ...path,
          ],
          message: {
            what: `Candidate for an outbox: ${write.call} writes${into(write.table)}, then ${outside.call} tells ${others[outside.kind] ?? 'another system'}.`,
            why: 'When the process ends or the second call fails between the two, the database says one thing and the other system another, and nothing notices.',
            remedy:
              'Write the message into an outbox table in the same transaction and send it from there, or make the second side catch up from the database (change data capture, a job that compares).',
          },
        },
      ];
    });
  },
};

const kinds: ReadonlySet<OutsideKind> = new Set(['queue', 'search', 'http', 'payment']);
const outbox =
  /outbox|domain_?events?|event_?store|pending_?(?:jobs|tasks|messages|events|deliver(?:y|ies)|deletions?)/i;
const others: Partial<Record<OutsideKind, string>> = {
  queue: 'a queue',
  search: 'a search index',
  payment: 'a payment provider',
};

function into(table: string | null): string {
  return table === null ? '' : ` to ${table}`;
}
