// Where the pieces of SQL text end. Shared by the lexer and the splitter, so that both agree on what is
// quoted. Every function takes the text and the offset where the piece begins and returns the offset after
// it; -1 means that it does not end.

const space = 1;
const wordStart = 2;
const digit = 4;

const classes = new Uint8Array(128);
for (const character of ' \t\n\r\f\v\0') classes[character.charCodeAt(0)] = space;
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_')
  classes[character.charCodeAt(0)] = wordStart;
for (const character of '0123456789') classes[character.charCodeAt(0)] = digit;

/** White space, a NUL and a byte order mark: none of them is part of a statement. */
export function isSpace(code: number): boolean {
  return code < 128 ? classes[code] === space : code === 0xfeff || code === 0x2028 || code === 0x2029;
}

/** A letter, an underscore or anything outside ASCII, as all four dialects have it. NaN (past the end) is none. */
export function isWordStart(code: number): boolean {
  return code < 128 ? classes[code] === wordStart : code >= 128 && !isSpace(code);
}

export function isDigit(code: number): boolean {
  return code < 128 && classes[code] === digit;
}

/** Offset after the word that begins at `at`: letters, digits, `_` and `$`, unless that begins a `${ }`. */
export function endOfWord(text: string, at: number): number {
  let i = at;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (code === 36 ? text.charCodeAt(i + 1) === 123 : !isWordStart(code) && !isDigit(code)) break;
    i++;
  }
  return i;
}

/** Whether the word between the offsets is `upper`, in any case. `upper` is in capital letters. */
export function isWord(text: string, start: number, end: number, upper: string): boolean {
  if (end - start !== upper.length) return false;
  for (let i = 0; i < upper.length; i++) {
    if ((text.charCodeAt(start + i) & 0xdf) !== upper.charCodeAt(i)) return false;
  }
  return true;
}

/** Offset of the line break that ends the line of `at`, or the end of the text. */
export function endOfLine(text: string, at: number): number {
  let i = at;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (code === 10 || code === 13) break;
    i++;
  }
  return i;
}

/**
 * Offset after a quoted piece whose opening quote is at `at`. A doubled quote stands for itself. The quotes of a
 * `{{ }}` in a quoted name are the template's.
 */
export function endOfQuote(text: string, at: number, backslashEscapes: boolean): number {
  const quote = text.charCodeAt(at) === 91 ? 93 : text.charCodeAt(at);
  for (let i = at + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 92 && backslashEscapes) i++;
    else if (code === 123 && quote === 34 && !backslashEscapes && text.charCodeAt(i + 1) === 123) {
      const template = endOfTemplate(text, i);
      if (template >= 0 && !/[\n\r]/.test(text.slice(i, template))) i = template - 1;
    } else if (code === quote) {
      if (text.charCodeAt(i + 1) !== quote) return i + 1;
      i++;
    }
  }
  return -1;
}

/** Offset after a block comment whose `/*` is at `at`. Only Postgres nests them. */
export function endOfBlockComment(text: string, at: number, nested: boolean): number {
  if (!nested) {
    const end = text.indexOf('*/', at + 2);
    return end < 0 ? -1 : end + 2;
  }
  let depth = 1;
  for (let i = at + 2; i < text.length - 1; i++) {
    const code = text.charCodeAt(i);
    if (code === 42 && text.charCodeAt(i + 1) === 47) {
      i++;
      if (--depth === 0) return i + 1;
    } else if (code === 47 && text.charCodeAt(i + 1) === 42) {
      i++;
      depth++;
    }
  }
  return -1;
}

/** Offset after the opening `$tag$` at `at`, or -1 when the dollar opens none. */
export function endOfDollarTag(text: string, at: number): number {
  const first = text.charCodeAt(at + 1);
  if (first === 36) return at + 2;
  if (!isWordStart(first)) return -1;
  let i = at + 2;
  while (isWordStart(text.charCodeAt(i)) || isDigit(text.charCodeAt(i))) i++;
  return text.charCodeAt(i) === 36 ? i + 1 : -1;
}

/** Offset after the dollar-quoted body whose opening tag is `at`..`tagEnd`. */
export function endOfDollarBody(text: string, at: number, tagEnd: number): number {
  const close = text.indexOf(text.slice(at, tagEnd), tagEnd);
  return close < 0 ? -1 : close + (tagEnd - at);
}

const longestPlaceholder = 400;

/** Offset after a `{{ }}`, `{% %}`, `{# #}` or `${ }` of a template at `at`, or -1 when there is none. */
export function endOfTemplate(text: string, at: number): number {
  const first = text.charCodeAt(at);
  const second = text.charCodeAt(at + 1);
  if (first === 36 && second === 123) return endOfBraces(text, at + 1);
  if (first !== 123) return -1;
  const close = second === 123 ? '}}' : second === 37 ? '%}' : second === 35 ? '#}' : null;
  if (close === null) return -1;
  const end = text.slice(at, at + longestPlaceholder).indexOf(close, 2);
  return end < 0 ? -1 : at + end + 2;
}

function endOfBraces(text: string, at: number): number {
  let depth = 0;
  for (let i = at; i < text.length && i < at + longestPlaceholder; i++) {
    const code = text.charCodeAt(i);
    if (code === 123) depth++;
    else if (code === 125 && --depth === 0) return i + 1;
  }
  return -1;
}

const control =
  /^(?:\{[%#]|\{\{[-~]?\s*(?:[#/!]|(?:if|else|end|range|with|define|block|template|include)\b))/;

/** Whether a template tag stands for no text itself: a branch, a loop, a definition, a comment. */
export function isTemplateControl(tag: string): boolean {
  return control.test(tag);
}
