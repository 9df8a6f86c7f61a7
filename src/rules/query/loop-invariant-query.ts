import { fromTable } from '../code/library-words';
import { inLoop, loopedDraft, readsInLoops } from '../code/looped-draft';
import type { QueryRule } from '../rule';

export const loopInvariantQuery: QueryRule = {
  meta: {
    id: 'loop-invariant-query',
    family: 'query',
    title: 'A query in a loop asks the same in every turn.',
    level: 'warning',
    dialects: null,
    since: '0.2.0',
    fix: null,
    sources: [
      'https://dl.acm.org/doi/10.1145/3180155.3180194 (Yang et al. 2018: loop-invariant queries in 12 applications)',
    ],
  },

  check(file, context) {
    return readsInLoops(file, 'direct', false).map((looped) =>
      loopedDraft(file, context, looped, 'warning', {
        what: `Candidate to be moved out of the loop: nothing that ${looped.query.call} asks for depends on the item, yet it runs ${inLoop(looped)}: N queries${fromTable(looped.query)}, N = ${looped.turns.of}.`,
        why: 'The answer is the same in each turn.',
        remedy: 'Run the query once before the loop and use its result in the turns.',
      }),
    );
  },
};
