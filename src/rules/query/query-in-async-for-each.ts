import { wordsOf } from '../code/library-words';
import { inLoop, loopedDraft, numberOfQueries, readsInLoops } from '../code/looped-draft';
import type { QueryRule } from '../rule';

export const queryInAsyncForEach: QueryRule = {
  meta: {
    id: 'query-in-async-for-each',
    family: 'query',
    title: 'A forEach callback sends a query per item, and nothing waits for it.',
    level: 'warning',
    dialects: null,
    since: '0.2.0',
    fix: null,
    sources: [
      'https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/Array/forEach',
    ],
  },

  check(file, context) {
    return readsInLoops(file, 'direct')
      .filter(({ loop }) => loop.kind === 'for-each')
      .map((looped) =>
        loopedDraft(file, context, looped, 'warning', {
          what: `Candidate for a batched read: ${looped.query.call} runs ${inLoop(looped)}: ${numberOfQueries(looped)}.`,
          why: 'forEach waits for none of them: all are sent at once, the code after it goes on before they are done, and an error in one is not caught.',
          remedy: `Read all rows before with one query (${wordsOf(looped.query).readMany}), put them in a Map, and go through the list with for…of.`,
        }),
      );
  },
};
