import { ts } from '../syntax';
import type { CodeComment } from '../../model/code';
import type { Range } from '../../model/text';

const mark = 'evolens-';

/** The comments that carry a directive of ours. Files without one cost a text search. */
export function readComments(source: ts.SourceFile): readonly CodeComment[] {
  if (!source.text.includes(mark)) return [];
  const found = new Map<number, ts.CommentRange>();
  const hosts: Range[] = [];
  const lists: Range[] = [];
  const take = (ranges: readonly ts.CommentRange[] | undefined): void => {
    for (const range of ranges ?? [])
      if (source.text.slice(range.pos, range.end).includes(mark)) found.set(range.pos, range);
  };
  const walk = (node: ts.Node): void => {
    take(ts.getLeadingCommentRanges(source.text, node.pos));
    take(ts.getTrailingCommentRanges(source.text, node.end));
    if (ts.isStatement(node) || ts.isClassElement(node))
      hosts.push({ start: node.getStart(source, false), end: node.end });
    if (
      ts.isBlock(node) ||
      ts.isSourceFile(node) ||
      ts.isClassLike(node) ||
      ts.isCaseBlock(node) ||
      ts.isModuleBlock(node)
    ) {
      lists.push({ start: node.pos, end: node.end });
    }
    ts.forEachChild(node, walk);
  };
  walk(source);
  take(ts.getLeadingCommentRanges(source.text, source.endOfFileToken.pos));
  takeBlockEnds(source, take);
  return [...found.values()]
    .sort((a, b) => a.pos - b.pos)
    .map((range) => commentOf(source.text, range, hosts, lists));
}

/** Comments before a closing brace belong to no node. */
function takeBlockEnds(
  source: ts.SourceFile,
  take: (ranges: readonly ts.CommentRange[] | undefined) => void,
): void {
  const walk = (node: ts.Node): void => {
    if (ts.isBlock(node)) take(ts.getLeadingCommentRanges(source.text, node.statements.end));
    if (ts.isClassLike(node)) take(ts.getLeadingCommentRanges(source.text, node.members.end));
    ts.forEachChild(node, walk);
  };
  walk(source);
}

function commentOf(
  text: string,
  range: ts.CommentRange,
  hosts: readonly Range[],
  lists: readonly Range[],
): CodeComment {
  const line = range.kind === ts.SyntaxKind.SingleLineCommentTrivia;
  return {
    range: { start: range.pos, end: range.end },
    text: text.slice(range.pos + 2, line ? range.end : range.end - 2),
    next: hostOf(text, range, hosts, lists),
  };
}

function hostOf(
  text: string,
  comment: ts.CommentRange,
  hosts: readonly Range[],
  lists: readonly Range[],
): Range | null {
  const lineStart = text.lastIndexOf('\n', comment.pos) + 1;
  if (text.slice(lineStart, comment.pos).trim() !== '') {
    // Trailing: the smallest statement that ends on this line before the comment, or holds it.
    const onLine = hosts.filter(
      (host) =>
        host.start < comment.pos &&
        host.end > lineStart &&
        (host.end <= comment.pos || host.end >= comment.end),
    );
    const ended = onLine.filter((host) => host.end <= comment.pos);
    return smallest(ended.length > 0 ? ended : onLine);
  }
  const list = smallest(
    lists.filter((candidate) => candidate.start <= comment.pos && candidate.end >= comment.end),
  );
  const holder = smallest(
    hosts.filter(
      (host) => host.start < comment.pos && host.end > comment.end && (!list || host.start > list.start),
    ),
  );
  if (holder && list && holder.end < list.end) return holder;
  const following = hosts.filter((host) => host.start >= comment.end && (!list || host.end <= list.end));
  const start = Math.min(...following.map((host) => host.start));
  return following
    .filter((host) => host.start === start)
    .reduce<Range | null>((widest, host) => (widest && widest.end >= host.end ? widest : host), null);
}

function smallest(ranges: readonly Range[]): Range | null {
  return ranges.reduce<Range | null>(
    (best, range) => (best && best.end - best.start <= range.end - range.start ? best : range),
    null,
  );
}
