import type { Range } from '../../model/text';

/** What an `evolens-ignore` comment asks for. */
export interface Directive {
  readonly scope: 'next' | 'start' | 'end' | 'file';
  /** Rule ids. Empty: the comment names none and silences nothing. */
  readonly rules: readonly string[];
  readonly reason: string | null;
  /** The comment, absolute. */
  readonly range: Range;
  /** What it covers, absolute. */
  readonly covers: Range;
  /** Other places that belong to what it covers: SQL that a call sends and that is written elsewhere. */
  readonly alsoCovers: readonly Range[];
}

export interface DirectiveComment {
  readonly range: Range;
  readonly text: string;
  /** The statement that follows or holds the comment. */
  readonly next: Range | null;
  /** Where else what belongs to that statement is written. */
  readonly elsewhere?: readonly Range[];
}

const form = /^\s*\*?\s*evolens-ignore(-start|-end|-file)?(?![\w-])([^:\n]*)(?::([\s\S]*))?$/;

/**
 * Directives among the comments of a file, with what each covers. A start without an end covers the rest of
 * the file; an end without a start is nothing. `length` is the length of the text.
 */
export function readDirectives(comments: readonly DirectiveComment[], length: number): readonly Directive[] {
  const directives: Directive[] = [];
  const open: { index: number; rules: readonly string[] }[] = [];
  for (const comment of comments) {
    const parsed = parse(comment);
    if (parsed === null) continue;
    const { scope, rules, reason } = parsed;
    if (scope === 'end') closeBlocks(directives, open, rules, comment.range.start);
    else {
      const covers = coveredBy(scope, comment, length);
      if (scope === 'start') open.push({ index: directives.length, rules });
      const alsoCovers = scope === 'next' ? (comment.elsewhere ?? []) : [];
      directives.push({ scope, rules, reason, range: comment.range, covers, alsoCovers });
    }
  }
  return directives;
}

function parse(comment: DirectiveComment): Pick<Directive, 'scope' | 'rules' | 'reason'> | null {
  const match = form.exec(comment.text.trimEnd());
  if (match === null) return null;
  const scope = match[1] === undefined ? 'next' : (match[1].slice(1) as 'start' | 'end' | 'file');
  const rules = (match[2] ?? '').split(/[\s,]+/).filter((rule) => rule !== '');
  const reason = match[3]?.trim() ?? '';
  return { scope, rules, reason: reason === '' ? null : reason };
}

function coveredBy(scope: Directive['scope'], comment: DirectiveComment, length: number): Range {
  if (scope === 'file') return { start: 0, end: length };
  if (scope === 'start') return { start: comment.range.end, end: length };
  return comment.next ?? { start: comment.range.end, end: comment.range.end };
}

/** `evolens-ignore-end` closes the innermost open block, or the innermost one that names the same rules. */
function closeBlocks(
  directives: Directive[],
  open: { index: number; rules: readonly string[] }[],
  rules: readonly string[],
  at: number,
): void {
  const position = open.findLastIndex(
    (block) => rules.length === 0 || rules.every((rule) => block.rules.includes(rule)),
  );
  const block = open[position];
  if (block === undefined) return;
  open.splice(position, 1);
  const directive = directives[block.index];
  if (directive !== undefined)
    directives[block.index] = { ...directive, covers: { start: directive.covers.start, end: at } };
}

/** Whether the directive silences a finding of this rule that starts at this offset. */
export function silences(directive: Directive, rule: string, start: number): boolean {
  const isIn = (range: Range): boolean =>
    start >= range.start && start < Math.max(range.end, range.start + 1);
  return directive.rules.includes(rule) && [directive.covers, ...directive.alsoCovers].some(isIn);
}
