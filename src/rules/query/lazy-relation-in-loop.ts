import { actDraft } from '../code/act-draft';
import type { QueryRule } from '../rule';

export const lazyRelationInLoop: QueryRule = {
  meta: {
    id: 'lazy-relation-in-loop',
    family: 'query',
    title: 'A lazy relation is loaded once per item.',
    level: 'warning',
    dialects: null,
    since: '0.2.0',
    fix: null,
    sources: ['https://typeorm.io/docs/relations/eager-and-lazy-relations'],
  },

  check(file) {
    return file.acts
      .filter(({ act, exemption }) => act === 'lazy-relation' && exemption === null)
      .map((act) =>
        actDraft(act, {
          what: `Candidate for a joined read: awaiting ${act.call} loads a lazy relation in each turn of this loop, one query each.`,
          why: 'The property looks like data, and each access is a round trip.',
          remedy:
            'Load the relation with the list (`relations: { … }` or leftJoinAndSelect). With a query builder select it as well: a lazy relation that is only joined is fetched again.',
        }),
      );
  },
};
