import { listed } from '../change/words';
import type { CodeDraft, WholeCodeRule } from '../rule';

/** What is made once too often when a client sends the same request again. */
const paid =
  /(?:^|[/_-])(?:payments?|pay|charges?|refunds?|payouts?|transfers?|withdrawals?|deposits?|transactions?|orders?|checkouts?|purchases?|subscriptions?|invoices?|bookings?|reservations?|trades?|donations?)(?:[/_:-]|$)/i;
/** Calls of other systems carry an id of their own. */
const fromOutside = /(?:^|\/)(?:webhooks?|hooks?|callbacks?|events?|notify|ipn)(?:\/|$)/i;

export const postWithoutIdempotencyKey: WholeCodeRule = {
  meta: {
    id: 'post-without-idempotency-key',
    family: 'query',
    title: 'A POST that makes payments, orders or the like takes no key by which a repetition is known.',
    level: 'off',
    dialects: null,
    since: '0.4.0',
    fix: null,
    sources: ['https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/'],
  },

  check(code): readonly CodeDraft[] {
    return code.makingRoutes.flatMap(({ route, inserts, namesKey }) => {
      if (namesKey || !paid.test(route.path) || fromOutside.test(route.path)) return [];
      const tables = [...new Set(inserts.flatMap(({ table }) => table ?? []))];
      return [
        {
          file: route.file,
          range: route.range,
          confidence: 'medium' as const,
          evidence: inserts
            .slice(0, 5)
            .map(({ file, range, call }) => ({ file, range, message: `${call} makes a row` })),
          message: {
            what: `${route.method} ${route.path} makes ${tables.length === 0 ? 'rows' : `rows of ${listed(tables, 3)}`} and takes no idempotency key.`,
            why: 'A client that gets no answer sends the request again, and what it asks for is made twice.',
            remedy:
              'Take a key from the client (the header Idempotency-Key), store it with a unique constraint in the same transaction, and answer a repetition as the first time.',
          },
        },
      ];
    });
  },
};
