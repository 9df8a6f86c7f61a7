import { loadCodeReader } from '../../code/load';
import type { Fix } from '../../model/finding';
import type { QueryFixContext } from '../rule';
import { keyColumn } from './key-column';
import { loopedAt } from './read-before-loop';

/** The write of all rows after the loop, for one that stands in the loop itself and whose result nobody takes. */
export function writeAfterLoop(context: QueryFixContext): readonly Fix[] {
  const looped = loopedAt(context);
  if (looped?.distance !== 'direct') return [];
  const { library, verb, range: call } = looped.query;
  const written = loadCodeReader().batchWrite({
    file: context.finding.file,
    text: context.text,
    call,
    library,
    verb: verb === 'insert' || verb === 'upsert' ? verb : 'change',
  });
  return written === null ? [] : [{ ...written, kind: 'review' }];
}

/** The look for all rows and the creation of those that are missing, where a turn does nothing else. */
export function createMissing(context: QueryFixContext): readonly Fix[] {
  const looped = loopedAt(context);
  const created = context.finding.evidence.find(({ message }) => message === createsIt);
  if (looped === null || created === undefined || !keyColumn(looped.query, context.ends()).isExact) return [];
  const edits = loadCodeReader().lookThenCreate({
    file: context.finding.file,
    text: context.text,
    call: looped.query.range,
    created: created.range,
    library: looped.query.library,
  });
  if (edits === null) return [];
  const title = 'Look for all rows with one query and create those that are missing with one';
  return [{ title, kind: 'review', edits }];
}

/** What the evidence says of the call that creates the row. */
export const createsIt = 'creates it';
