import type { StatementReading } from '../../model/statement';
import type { Node } from './ast';
import { readBody, type ReadInner } from './body/read-body';
import type { PostgresParser } from './parser';
import type { Source } from './source';

/** What a DO block does. One that only computes gives one `other` change. */
export function readDoBlock(
  parser: PostgresParser,
  node: Node,
  source: Source,
  read: ReadInner,
): Pick<StatementReading, 'changes' | 'unread' | 'confidence'> {
  const { changes, unread, conditional } = readBody(parser, node, source, new Map(), read);
  const confidence = conditional ? 'medium' : 'high';
  if (changes.length > 0 || unread.length > 0) return { changes, unread, confidence };
  return { changes: [{ kind: 'other', range: source.whole, what: 'DO', tables: [] }], unread, confidence };
}
