import { actDraft } from '../code/act-draft';
import type { QueryRule } from '../rule';

export const lazyReferenceInLoop: QueryRule = {
  meta: {
    id: 'lazy-reference-in-loop',
    family: 'query',
    title: 'A reference or collection of MikroORM is loaded once per item.',
    level: 'warning',
    dialects: null,
    since: '0.2.0',
    fix: null,
    sources: ['https://mikro-orm.io/docs/collections', 'https://mikro-orm.io/docs/dataloaders'],
  },

  check(file) {
    return file.acts
      .filter(({ act, exemption }) => act === 'lazy-reference' && exemption === null)
      .map((act) =>
        actDraft(act, {
          what: `Candidate for populate: ${act.call} loads a reference or collection in each turn of this loop, one query each.`,
          why: 'Each turn waits for a round trip, unless the dataloader of MikroORM is on and the turns run in one tick.',
          remedy:
            'Name the relation in `populate` of the query that loads the list, or call em.populate(list, [relation]) once before the loop.',
        }),
      );
  },
};
