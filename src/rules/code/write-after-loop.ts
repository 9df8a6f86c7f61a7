import { loadCodeReader } from '../../code/load';
import type { Fix } from '../../model/finding';
import type { QueryFixContext } from '../rule';
import { loopedAt } from './read-before-loop';

/** The write of all rows after the loop, for one that stands in the loop itself and whose result nobody takes. */
export function writeAfterLoop(context: QueryFixContext): readonly Fix[] {
  const looped = loopedAt(context);
  if (looped?.distance !== 'direct' || looped.query.verb === 'upsert') return [];
  const { library, verb, range: call } = looped.query;
  const written = loadCodeReader().batchWrite({
    file: context.finding.file,
    text: context.text,
    call,
    library,
    verb: verb === 'insert' ? 'insert' : 'change',
  });
  return written === null ? [] : [{ ...written, kind: 'review' }];
}
