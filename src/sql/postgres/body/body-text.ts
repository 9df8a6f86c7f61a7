import type { Node } from '../ast';
import type { Source } from '../source';
import { stringOf } from '../walk';
import { taken, type DerivedText } from './derived-text';
import { unquoted } from './quoted-text';

export interface RoutineBody {
  /** Lower case; `sql` for a body that is written without quotes. */
  readonly language: string;
  /** What stands in the quotes, or between BEGIN ATOMIC and END; null when its places cannot be told. */
  readonly text: DerivedText | null;
}

/** The body of a DO block, a function or a procedure; null for any other statement. */
export function bodyOf(node: Node, source: Source): RoutineBody | null {
  if ('DoStmt' in node) return quotedBody(node.DoStmt.args ?? [], source, 'plpgsql');
  if (!('CreateFunctionStmt' in node)) return null;
  const { options, sql_body: atomic } = node.CreateFunctionStmt;
  return atomic === undefined
    ? quotedBody(options ?? [], source, 'sql')
    : { language: 'sql', text: atomicBody(source) };
}

function quotedBody(options: readonly Node[], source: Source, usual: string): RoutineBody {
  let language = usual;
  let text: DerivedText | null = null;
  for (const option of options) {
    if (!('DefElem' in option)) continue;
    const { defname, arg, location } = option.DefElem;
    if (defname === 'language') language = stringOf(arg).toLowerCase();
    if (defname !== 'as') continue;
    const at = source.indexAt(source.at(location));
    const token = source.tokens[source.word(at) === 'AS' ? at + 1 : at];
    const written = token?.closed === true ? unquoted(source.text, token.start, token.end) : null;
    // Constants on several lines are one string: then the first of them is not the whole.
    const parts = arg !== undefined && 'List' in arg ? (arg.List.items ?? []) : [arg];
    text = written !== null && written.text === stringOf(parts[0]) ? written : null;
  }
  return { language, text };
}

function atomicBody(source: Source): DerivedText | null {
  const begin = source.tokens.findIndex((_, i) => source.words(i, 'BEGIN', 'ATOMIC'));
  const end = source.tokens.findLastIndex((_, i) => source.word(i) === 'END');
  const [from, to] = [source.tokens[begin + 1]?.end, source.tokens[end]?.start];
  if (begin < 0 || from === undefined || to === undefined || to < from) return null;
  return taken(source.text, { start: from, end: to });
}
