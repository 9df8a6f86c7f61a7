import type { Dialect } from '../../model/dialect';
import { tokenize } from '../../sql/lexer';

/** The parts of an UPDATE of one table, as written. */
export interface UpdateText {
  /** `a = 1, b = c`. */
  readonly set: string;
  readonly assignments: readonly { readonly column: string; readonly value: string }[];
  readonly where: string | null;
}

const beyond: ReadonlySet<string> = new Set(['from', 'returning', 'order', 'limit', 'join', 'with', 'as']);

/** null: it is no UPDATE of one table that sets columns one by one (FROM, RETURNING, LIMIT, aliases, …). */
export function updateText(text: string, dialect: Dialect): UpdateText | null {
  const tokens = tokenize(text, dialect).filter((token) => token.kind !== 'comment' && token.text !== ';');
  let depth = 0;
  const outer = tokens.filter(({ text: word }) => {
    if (word === ')') depth--;
    const isOuter = depth === 0;
    if (word === '(') depth++;
    return isOuter;
  });
  const is = (word: string): (typeof outer)[number] | undefined =>
    outer.find((token) => token.kind === 'word' && token.text.toLowerCase() === word);
  const [first, set, where] = [tokens[0], is('set'), is('where')];
  if (first?.text.toLowerCase() !== 'update' || set === undefined) return null;
  if (outer.some((token) => token.kind === 'word' && beyond.has(token.text.toLowerCase()))) return null;
  const name = outer.slice(1, outer.indexOf(set));
  // A name, or a qualified one: anything else is an alias or another table.
  if (name.length !== 1 && !(name.length === 3 && name[1]?.text === '.')) return null;
  const last = tokens.at(-1);
  const until = where === undefined ? outer.length : outer.indexOf(where);
  const list = outer.slice(outer.indexOf(set) + 1, until);
  const assignments: { column: string; value: string }[] = [];
  let from = set.end;
  for (const token of [...list, null]) {
    if (token !== null && token.text !== ',') continue;
    const to = token === null ? (where?.start ?? last?.end ?? text.length) : token.start;
    const inside = list.filter((one) => one.start >= from && one.end <= to);
    const equals = inside[1];
    if (equals?.text !== '=' || inside[0] === undefined) return null;
    assignments.push({ column: inside[0].text, value: text.slice(equals.end, to).trim() });
    from = token?.end ?? to;
  }
  return {
    set: text.slice(set.end, where?.start ?? last?.end ?? text.length).trim(),
    assignments,
    where: where === undefined ? null : text.slice(where.end, last?.end ?? text.length).trim(),
  };
}
