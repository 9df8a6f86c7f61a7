import type { Range } from '../../model/text';
import { tokenize } from '../lexer';

export interface Masked {
  /** As long as the text it was made from. */
  readonly text: string;
  /** Where a placeholder stood. */
  readonly placeholders: readonly Range[];
}

/**
 * The text with each `{{ }}`, `${ }`, `{% %}` or `:name` replaced by a name of the same length, so that every offset
 * stays; null when there is none. `$1` is left, Postgres knows it.
 */
export function maskPlaceholders(text: string): Masked | null {
  const placeholders = tokenize(text, 'postgres').filter(
    (token) => token.kind === 'placeholder' && !/^\$\d/.test(token.text),
  );
  if (placeholders.length === 0) return null;
  let masked = '';
  let from = 0;
  for (const { start, end } of placeholders) {
    masked += text.slice(from, start) + nameLike(text.slice(start, end));
    from = end;
  }
  return {
    text: masked + text.slice(from),
    placeholders: placeholders.map(({ start, end }) => ({ start, end })),
  };
}

/** `{{ table }}` becomes `___table___`: recognisable in a message, and a name of its own. */
function nameLike(placeholder: string): string {
  return placeholder.replace(/[^A-Za-z0-9_]/g, '_').toLowerCase();
}
