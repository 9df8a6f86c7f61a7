import type { QuerySite } from '../../model/code';
import { wordsOf } from '../code/library-words';
import { inLoop, loopedDraft, numberOfQueries } from '../code/looped-draft';
import { writeAfterLoop } from '../code/write-after-loop';
import type { QueryRule } from '../rule';

export const updatePerItem: QueryRule = {
  meta: {
    id: 'update-per-item',
    family: 'query',
    title: 'Rows are deleted, or given the same values, with one query per item.',
    level: 'info',
    dialects: null,
    since: '0.2.0',
    fix: 'review',
    sources: ['https://www.prisma.io/docs/orm/reference/prisma-client-reference#updatemany'],
  },

  check(file, context) {
    return file.looped
      .filter(
        ({ exemption, distance, keyed, query }) =>
          exemption === null &&
          distance === 'direct' &&
          keyed === 'item' &&
          (query.verb === 'delete' || (query.verb === 'update' && isSameForAll(query))) &&
          (query.result?.taken.length ?? 0) === 0,
      )
      .map((looped) =>
        loopedDraft(file, context, looped, 'info', {
          what: `Candidate for one write: ${looped.query.call} ${looped.query.verb === 'delete' ? 'deletes' : 'sets the same values'} ${inLoop(looped)}: ${numberOfQueries(looped)}.`,
          why: 'Each row costs a round trip, and its lock is held until the last one is done when this runs in a transaction.',
          remedy: `Name all rows at once: ${wordsOf(looped.query).writeMany} (${wordsOf(looped.query).limit}).`,
        }),
      );
  },

  fixes: writeAfterLoop,
};

/** Every column written is a literal. */
function isSameForAll({ details }: QuerySite): boolean {
  return (
    details.written !== null &&
    details.written.length > 0 &&
    details.written.every(({ literal }) => literal !== null)
  );
}
