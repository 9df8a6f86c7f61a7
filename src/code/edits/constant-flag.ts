import type { ConstantFlag } from '../../model/code';
import type { Range } from '../../model/text';

/** Replaces `range` of the file's text. */
interface Edit {
  readonly range: Range;
  readonly newText: string;
}

const declares = /^[ \t]*(?:(?:async[ \t]+)?function|const|let|var|class|enum|type|interface|using)\b/m;
/** What follows would never run once this is no arm of an `if`. */
const leaving = /(?:^|[\s{;])(?:return|throw|continue|break)\b[^;{}]*;?\s*\}?$/;

/**
 * Takes the condition of a constant flag away with the arm that never runs: what the live arm does stays where it is,
 * in its braces where it declares something. null: the live arm leaves, so that what follows would be dead.
 */
export function withoutCondition(flag: ConstantFlag, text: string): Edit | null {
  const live = flag.live === null ? null : text.slice(flag.live.start, flag.live.end);
  if (!flag.statement) return live === null ? null : { range: flag.whole, newText: asOperand(live) };
  const before = /\belse\s*$/.exec(text.slice(0, flag.whole.start));
  if (live === null)
    return {
      range: before ? { ...flag.whole, start: trimmedEnd(text, before.index) } : lines(text, flag.whole),
      newText: '',
    };
  if (leaving.test(live) && !(before || flag.dead !== null)) return null;
  if (before) return { range: flag.whole, newText: live };
  return { range: flag.whole, newText: unwrapped(live, indentAt(text, flag.whole.start)) };
}

/** An object or function literal would be read as a block or a declaration at the start of a body or statement. */
function asOperand(expression: string): string {
  return /^(?:\{|function\b|class\b)/.test(expression) ? `(${expression})` : expression;
}

/** The statements of a block, one step further out; the block itself where it declares names. */
function unwrapped(arm: string, indent: string): string {
  const inner = /^\{[ \t]*\r?\n([^]*?)\r?\n[ \t]*\}$/.exec(arm)?.[1];
  if (inner === undefined || declares.test(inner)) return arm;
  const step = /^[ \t]*/.exec(inner)?.[0] ?? '';
  if (!step.startsWith(indent) || inner.includes('`')) return arm;
  const deeper = step.slice(indent.length);
  return inner
    .split('\n')
    .map((line) => (line.startsWith(step) ? indent + line.slice(indent.length + deeper.length) : line))
    .join('\n')
    .trimStart();
}

function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

function trimmedEnd(text: string, offset: number): number {
  return text.slice(0, offset).trimEnd().length;
}

/** The range with its whole lines, where nothing else stands on them. */
function lines(text: string, range: Range): Range {
  const start = text.lastIndexOf('\n', range.start - 1) + 1;
  const newline = text.indexOf('\n', range.end);
  const end = newline < 0 ? text.length : newline + 1;
  const isAlone = text.slice(start, range.start).trim() === '' && text.slice(range.end, end).trim() === '';
  return isAlone ? { start, end } : range;
}
