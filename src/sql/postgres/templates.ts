import type { Range } from '../../model/text';
import { tokenize } from '../lexer';
import { isTemplateControl } from '../scan';

/** Something that a template engine, a shell or psql replaces before the database sees the statement. */
export interface Placeholder {
  /** In the statement. */
  readonly range: Range;
  /** As written. */
  readonly text: string;
  /** value: something stands here in the end; control: it decides what stands around it. */
  readonly kind: 'value' | 'control';
}

export interface Masked {
  /** As long as the text it was made from: each value is a name, each control is blank. */
  readonly text: string;
  readonly placeholders: readonly Placeholder[];
}

const engine = /\{[{%#]|\$\{/;

/** Whether a text may hold the braces of a template engine. Cheap, and true too often rather than too seldom. */
export function mayHoldTemplate(text: string): boolean {
  return engine.test(text);
}

/**
 * The text with what is no SQL replaced by something of the same length that is: `{{ }}`, `{% %}`, `{# #}`, `${ }`,
 * `$NAME`, `:name`, `:'name'`, `:"name"`, also inside quoted names and the bodies of DO blocks and functions. What
 * stands in a string is its content and stays. null when there is none. `$1` is left, Postgres knows it.
 */
export function maskTemplates(text: string): Masked | null {
  const found: Placeholder[] = [];
  collect(text, 0, /^(?:DO|CREATE)\b/i.test(text), found);
  if (found.length === 0) return null;
  let masked = '';
  let from = 0;
  for (const placeholder of found) {
    masked += text.slice(from, placeholder.range.start) + maskOf(placeholder);
    from = placeholder.range.end;
  }
  return { text: masked + text.slice(from), placeholders: found };
}

const inQuotedName = /\{\{[^]*?\}\}|\$\{[^}]*\}|\$[A-Z_][A-Z0-9_]*/g;

function collect(text: string, offset: number, hasBodies: boolean, found: Placeholder[]): void {
  const add = (start: number, written: string): void => {
    const range = { start: offset + start, end: offset + start + written.length };
    found.push({ range, text: written, kind: isTemplateControl(written) ? 'control' : 'value' });
  };
  for (const token of tokenize(text, 'postgres')) {
    if (token.kind === 'placeholder' && !/^\$\d/.test(token.text)) add(token.start, token.text);
    if (token.kind === 'quoted')
      for (const match of token.text.matchAll(inQuotedName)) add(token.start + match.index, match[0]);
    if (token.kind === 'string' && hasBodies && token.closed) {
      const tag = /^\$\w*\$/.exec(token.text)?.[0];
      if (tag !== undefined && engine.test(token.text))
        collect(token.text.slice(tag.length, -tag.length), offset + token.start + tag.length, true, found);
    }
  }
}

function maskOf({ text, kind }: Placeholder): string {
  if (kind === 'control') return text.replace(/[^\n\r]/g, ' ');
  const quote = /^:(['"])/.exec(text)?.[1];
  if (quote !== undefined) return quote + nameLike(text.slice(2, -1)) + '_' + quote;
  return nameLike(text);
}

/** `{{ table }}` becomes `___table___`. */
function nameLike(placeholder: string): string {
  return placeholder.replace(/[^A-Za-z0-9_]/g, '_').toLowerCase();
}
