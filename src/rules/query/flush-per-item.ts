import { actDraft } from '../code/act-draft';
import type { QueryRule } from '../rule';

export const flushPerItem: QueryRule = {
  meta: {
    id: 'flush-per-item',
    family: 'query',
    title: 'A unit of work is written to the database once per item.',
    level: 'warning',
    dialects: null,
    since: '0.2.0',
    fix: null,
    sources: ['https://mikro-orm.io/docs/unit-of-work'],
  },

  check(file) {
    return file.acts
      .filter(({ act, exemption }) => act === 'flush' && exemption === null)
      .map((act) =>
        actDraft(act, {
          what: `Candidate for one flush: ${act.call} runs in each turn of this loop.`,
          why: 'A unit of work gathers changes so that one flush writes them together, in one transaction; here each turn pays for a round trip and a commit, and all managed entities are compared anew.',
          remedy:
            'Change the entities in the loop and flush once after it, or once per chunk where there are many.',
        }),
      );
  },
};
