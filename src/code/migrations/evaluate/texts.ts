import type { Range } from '../../../model/text';
import { ts } from '../../syntax';
import {
  computedText,
  placeholderText,
  type Quote,
  type TextPiece,
  type TextValue,
  type Value,
} from './values';

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  v: '\v',
  f: '\f',
  '0': '\0',
};

/**
 * The inside of a string or template literal as pieces: runs without a backslash are verbatim, an escape is a
 * piece of its own. `from`..`to` are absolute offsets of the inside. A line end stays as the file has it.
 */
export function literalPieces(source: string, from: number, to: number, quote: Quote): TextPiece[] {
  const pieces: TextPiece[] = [];
  const add = (start: number, end: number, text: string, verbatim: Quote | null): void => {
    if (text !== '') pieces.push({ text, source: { start, end }, verbatim, placeholder: false });
  };
  let at = from;
  while (at < to) {
    const backslash = source.indexOf('\\', at);
    const end = backslash < 0 || backslash >= to ? to : backslash;
    add(at, end, source.slice(at, end), quote);
    if (end >= to) break;
    const after = endOfEscape(source, end, to);
    add(end, after, unescaped(source.slice(end + 1, after)), null);
    at = after;
  }
  return pieces;
}

function endOfEscape(source: string, backslash: number, to: number): number {
  const rest = source.slice(backslash + 1, Math.min(to, backslash + 12));
  const length = /^(?:x[0-9a-f]{2}|u[0-9a-f]{4}|u\{[0-9a-f]{1,6}\}|\r\n|[^])/iu.exec(rest)?.[0].length ?? 0;
  return Math.min(to, backslash + 1 + length);
}

function unescaped(escape: string): string {
  const code = /^(?:x([0-9a-f]{2})|u([0-9a-f]{4})|u\{([0-9a-f]{1,6})\})$/i.exec(escape);
  if (code !== null) {
    const value = parseInt(code[1] ?? code[2] ?? code[3] ?? '', 16);
    return value <= 0x10ffff ? String.fromCodePoint(value) : '';
  }
  if (/^[\r\n\u2028\u2029]/.test(escape)) return '';
  return escapes[escape] ?? escape;
}

/** A string literal or a template without interpolations, as a text. */
export function literalText(node: ts.StringLiteralLike, source: ts.SourceFile, own: Range | null): TextValue {
  const start = node.getStart(source);
  if (own !== null) return computedText(node.text, own);
  const first = source.text[start];
  const quote: Quote = first === "'" || first === '"' ? first : '`';
  const closed = node.end - start > 1 && source.text[node.end - 1] === quote;
  const pieces = literalPieces(source.text, start + 1, closed ? node.end - 1 : node.end, quote);
  return { kind: 'text', pieces, place: { start, end: node.end } };
}

/** One of the texts between the `${…}` of a template. */
export function templatePart(
  node: ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail,
  source: ts.SourceFile,
  own: Range | null,
): TextValue {
  if (own !== null) return computedText(node.text, own);
  const start = Math.min(node.getStart(source) + 1, node.end);
  const text = source.text.slice(start, node.end);
  const closing = ts.isTemplateTail(node) ? /`$/ : /\$\{$/;
  const end = node.end - (closing.exec(text)?.[0].length ?? 0);
  return {
    kind: 'text',
    pieces: literalPieces(source.text, start, Math.max(start, end), '`'),
    place: { start, end: node.end },
  };
}

/** What a value becomes inside a text. An unknown one leaves a placeholder. */
export function asText(value: Value): TextValue {
  switch (value.kind) {
    case 'text':
      return value;
    case 'scalar':
      return computedText(String(value.value), value.place);
    case 'list':
      return value.complete
        ? join(value.items.map(asText), computedText(',', value.place), value.place)
        : placeholderText(value);
    default:
      return placeholderText(value);
  }
}

/** The text as it stands where it is put in: a `${…}`, an operand. Nothing of it may be edited there. */
export function relocated(value: TextValue, place: Range): TextValue {
  const pieces = value.pieces.map((piece) => ({ ...piece, source: place, verbatim: null }));
  return { kind: 'text', pieces, place };
}

export function concatenated(texts: readonly TextValue[], place: Range): TextValue {
  return { kind: 'text', pieces: texts.flatMap((text) => text.pieces), place };
}

/** `[…].join(separator)`. */
export function join(texts: readonly TextValue[], separator: TextValue, place: Range): TextValue {
  const all = texts.flatMap((text, index) => (index === 0 ? [text] : [separator, text]));
  return concatenated(all, place);
}

/** The text without white space at its ends; what is left keeps its places. */
export function trimmed(value: TextValue, sides: 'start' | 'end' | 'both', place: Range): TextValue {
  let pieces = [...value.pieces];
  if (sides !== 'end') pieces = trimFirst(pieces);
  if (sides !== 'start') pieces = trimLast(pieces);
  return { kind: 'text', pieces, place };
}

function trimFirst(pieces: readonly TextPiece[]): TextPiece[] {
  const [first, ...rest] = pieces;
  if (first === undefined) return [];
  const text = first.text.trimStart();
  if (text === '') return trimFirst(rest);
  const cut = first.text.length - text.length;
  const { start, end } = first.source;
  return [
    { ...first, text, source: first.verbatim === null ? first.source : { start: start + cut, end } },
    ...rest,
  ];
}

function trimLast(pieces: readonly TextPiece[]): TextPiece[] {
  const last = pieces.at(-1);
  if (last === undefined) return [];
  const text = last.text.trimEnd();
  if (text === '') return trimLast(pieces.slice(0, -1));
  const cut = last.text.length - text.length;
  const { start, end } = last.source;
  const source = last.verbatim === null ? last.source : { start, end: end - cut };
  return [...pieces.slice(0, -1), { ...last, text, source }];
}
