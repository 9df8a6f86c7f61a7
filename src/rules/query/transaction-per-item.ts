import { actDraft } from '../code/act-draft';
import type { QueryRule } from '../rule';

export const transactionPerItem: QueryRule = {
  meta: {
    id: 'transaction-per-item',
    family: 'query',
    title: 'A loop opens one transaction per item.',
    level: 'info',
    dialects: null,
    since: '0.2.0',
    fix: null,
    sources: ['https://www.postgresql.org/docs/current/populate.html#DISABLE-AUTOCOMMIT'],
  },

  check(file) {
    return file.acts
      .filter(({ act, exemption }) => act === 'transaction' && exemption === null)
      .map((act) =>
        actDraft(act, {
          what: `Candidate for one transaction per chunk: ${act.call} opens a transaction in each turn of this loop.`,
          why: 'Each turn pays for BEGIN, COMMIT and a write to disk. Where one item must not take others along when it fails, this is right.',
          remedy:
            'Put a chunk of items into one transaction, some hundreds at most, so that locks are not held for long.',
        }),
      );
  },
};
