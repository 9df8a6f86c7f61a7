import type { SqlScript } from '../model/statement';
import { judgeSyntax } from './detect-dialect';
import { foreignBySyntax, withoutStrings } from './foreign-syntax';

const judged = new WeakMap<SqlScript, string | null>();

/**
 * The database that a script was written for when that is none of ours, by name; null: it is ours, or shows
 * nothing. Postgres's own parser has the last word: what it accepts is Postgres, so only statements that it
 * rejects are looked at, and they must be a good part of the file. The answer is kept with the script.
 */
export function foreignScript(script: SqlScript): string | null {
  const known = judged.get(script);
  if (known !== undefined) return known;
  const found = script.dialect === 'postgres' ? rejectedAsForeign(script) : judgeSyntax(script.text).foreign;
  judged.set(script, found);
  return found;
}

function rejectedAsForeign({ statements }: SqlScript): string | null {
  const rejected = statements.filter(({ reading }) => reading.reader !== 'libpg-query');
  if (rejected.length === 0) return null;
  // What CockroachDB adds to Postgres is rare even in its own files; the others share little with it.
  const found = foreignBySyntax(withoutStrings(rejected.map(({ reading }) => reading.text).join(';\n')));
  return found === 'CockroachDB' || rejected.length * 4 >= statements.length ? found : null;
}
