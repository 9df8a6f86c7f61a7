import {
  isMap,
  isPair,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  parseDocument,
  stringify,
  visit,
  type Document,
  type Node,
  type Pair,
} from 'yaml';
import type { Range } from '../model/text';

export type YamlPath = readonly (string | number)[];

export interface YamlProblem {
  readonly message: string;
  /** Absolute in the text. */
  readonly range: Range;
}

export interface YamlComment {
  /** Absolute in the text. */
  readonly range: Range;
  readonly text: string;
  /** The pair or item it stands before or behind; null at the end. */
  readonly next: Range | null;
}

/** A YAML text as plain data, with the place of every part of it. */
export interface YamlDocument {
  /** null for an empty text or one with problems. */
  readonly value: unknown;
  readonly problems: readonly YamlProblem[];
  /** The place of the value at a path; of its nearest ancestor that is written, when it is missing; of its key, when the value is empty. */
  rangeOf(path: YamlPath): Range;
  /** Comments in order, each with its text behind the `#`. */
  readonly comments: readonly YamlComment[];
  /** The place of the key that leads to the value, where it has one. */
  keyRangeOf(path: YamlPath): Range | null;
}

/** Reads one YAML 1.2 document. Aliases are limited, so that a small text cannot grow without bound. Never throws. */
export function parseYaml(text: string): YamlDocument {
  const document = parseDocument(text, {
    lineCounter: new LineCounter(),
    prettyErrors: false,
    uniqueKeys: true,
  });
  const problems = document.errors.map((error) => ({
    message: `This is not valid YAML: ${error.message}`,
    range: {
      start: Math.min(error.pos[0], text.length),
      end: Math.min(Math.max(error.pos[1], error.pos[0]), text.length),
    },
  }));
  const { value, problem } =
    problems.length > 0 ? { value: null, problem: null } : plainValue(document, text);
  return {
    value,
    problems: problem === null ? problems : [...problems, problem],
    rangeOf: (path) => rangeOf(document, path, text),
    keyRangeOf: (path) => nodeRange(keyAt(document, path)),
    get comments() {
      return commentsOf(document, text);
    },
  };
}

/** Writes plain data as YAML with lines of any length and block strings for texts of several lines. */
export function writeYaml(value: unknown): string {
  return stringify(value, { lineWidth: 0, blockQuote: 'literal', aliasDuplicateObjects: false });
}

/** Sets values in a YAML text and leaves everything else, comments included, as it is. */
export function setInYaml(
  text: string,
  changes: readonly { readonly path: YamlPath; readonly value: unknown }[],
): string {
  const document = parseDocument(text);
  for (const change of changes) document.setIn(change.path, change.value);
  return document.toString({ lineWidth: 0 });
}

function plainValue(document: Document, text: string): { value: unknown; problem: YamlProblem | null } {
  try {
    return { value: document.toJS({ maxAliasCount: 100 }) as unknown, problem: null };
  } catch (error) {
    return {
      value: null,
      problem: {
        message: `This YAML cannot be read: ${String(error)}`,
        range: { start: 0, end: text.length },
      },
    };
  }
}

function rangeOf(document: Document, path: YamlPath, text: string): Range {
  for (let length = path.length; length >= 0; length--) {
    const part = path.slice(0, length);
    const range = nodeRange(nodeAt(document, part)) ?? nodeRange(keyAt(document, part));
    if (range !== null) return range;
  }
  return { start: 0, end: text.length };
}

function nodeAt(document: Document, path: YamlPath): Node | null {
  let node: Node | null = document.contents;
  for (const part of path) {
    if (isMap(node)) node = (pairOf(node.items, part)?.value ?? null) as Node | null;
    else if (isSeq(node) && typeof part === 'number') node = (node.items[part] ?? null) as Node | null;
    else return null;
  }
  return node;
}

function keyAt(document: Document, path: YamlPath): Node | null {
  const last = path.at(-1);
  if (last === undefined) return null;
  const parent = nodeAt(document, path.slice(0, -1));
  return isMap(parent) ? ((pairOf(parent.items, last)?.key ?? null) as Node | null) : null;
}

function pairOf(items: readonly unknown[], key: string | number): Pair | undefined {
  return items.find(
    (item): item is Pair => isPair(item) && isScalar(item.key) && String(item.key.value) === String(key),
  );
}

function nodeRange(node: Node | null): Range | null {
  const range = node?.range;
  if (range === undefined || range === null || range[1] <= range[0]) return null;
  return { start: range[0], end: range[1] };
}

/** Signs of the lexer that stand for no character of the text: document, flow error, scalar. */
const signs: ReadonlySet<string> = new Set(['\u0002', '\u0018', '\u001f']);

function commentsOf(document: Document, text: string): readonly YamlComment[] {
  const comments: YamlComment[] = [];
  let at = 0;
  let before = '';
  let parts: readonly Range[] | null = null;
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme.startsWith('#') && before !== '\u001f') {
      parts ??= partsOf(document);
      const range = { start: at, end: at + lexeme.length };
      comments.push({ range, text: lexeme.slice(1), next: commented(range, parts, text) });
    }
    if (!signs.has(lexeme)) at += lexeme.length;
    before = lexeme;
  }
  return comments;
}

/** Pairs and items of lists, in the order they start, the outer ones first. */
function partsOf(document: Document): readonly Range[] {
  const parts: Range[] = [];
  visit(document, {
    Pair: (_key, pair) => {
      const start = nodeRange(pair.key as Node | null)?.start;
      const end = nodeRange(pair.value as Node | null)?.end ?? nodeRange(pair.key as Node | null)?.end;
      if (start !== undefined && end !== undefined) parts.push({ start, end });
    },
    Seq: (_key, list) => {
      for (const item of list.items) {
        const range = nodeRange(item as Node | null);
        if (range !== null) parts.push(range);
      }
    },
  });
  return parts.sort((a, b) => a.start - b.start || b.end - a.end);
}

/** What a comment speaks of: the part it stands behind on its line, else the one that follows. */
function commented(comment: Range, parts: readonly Range[], text: string): Range | null {
  const line = text.slice(text.lastIndexOf('\n', comment.start - 1) + 1, comment.start);
  if (/^[\s-]*$/.test(line)) return parts.find((part) => part.start >= comment.end) ?? null;
  return parts.findLast((part) => part.start < comment.start) ?? null;
}
