import type { Dialect } from '../model/dialect';
import { fold } from './identifiers';
import { tokenize } from './lexer';

/** What a statement says literally. */
export interface Literals {
  /** The values of its strings, quotes removed; of the strings in a dollar-quoted body too, one level deep. */
  readonly strings: ReadonlySet<string>;
  /** Words and quoted names, folded as the catalogue holds them. */
  readonly names: ReadonlySet<string>;
}

/** Strings and names written in a statement, comments left out; `bodies` looks into dollar-quoted text as well. */
export function literalsOf(text: string, dialect: Dialect, bodies = false): Literals {
  const strings = new Set<string>();
  const names = new Set<string>();
  for (const token of tokenize(text, dialect)) {
    if (token.kind === 'word' || token.kind === 'quoted') names.add(fold(token.text, dialect));
    if (token.kind !== 'string') continue;
    const body = /^\$(\w*)\$([\s\S]*)\$\1\$$/.exec(token.text)?.[2];
    if (body === undefined) strings.add(unquoted(token.text));
    else if (bodies) {
      const inner = literalsOf(body, dialect);
      for (const string of inner.strings) strings.add(string);
      for (const name of inner.names) names.add(name);
    }
  }
  return { strings, names };
}

/** The inside of '…' with its prefix, doubled quotes made single. */
function unquoted(text: string): string {
  return text
    .replace(/^[^'"]*['"]/, '')
    .replace(/['"]$/, '')
    .replaceAll("''", "'");
}
