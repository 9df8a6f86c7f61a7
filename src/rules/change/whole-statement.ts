import type { Comment, SqlScript, Statement } from '../../model/statement';
import type { Range } from '../../model/text';

/** Comments that speak to a runner or to Evolens about more than the next statement stay where they are. */
const directive =
  /^\s*(\+goose|migrate:|atlas:|liquibase|changeset|rollback|preconditions|evolens-ignore-|>)/i;

/**
 * The statement with its terminator, the comments that stand directly above it, and the line end after it:
 * what has to go when the statement moves elsewhere. Absolute.
 */
export function wholeStatement(script: SqlScript, statement: Statement): Range {
  const { text } = script;
  const start = withOwnComments(script, statement);
  const rest = /^[ \t]*(?:\r?\n)?/.exec(text.slice(statement.next))?.[0] ?? '';
  const alone = lineStart(text, start) === start || text.slice(lineStart(text, start), start).trim() === '';
  return {
    start: alone ? lineStart(text, start) : start,
    end: alone && rest.includes('\n') ? statement.next + rest.length : statement.next,
  };
}

function withOwnComments(script: SqlScript, statement: Statement): number {
  let start = statement.start;
  for (const comment of [...script.comments].reverse()) {
    if (comment.range.end > start || !belongs(script.text, comment, start)) continue;
    start = comment.range.start;
  }
  return start;
}

function belongs(text: string, comment: Comment, start: number): boolean {
  const between = text.slice(comment.range.end, start);
  const ownLine = text.slice(lineStart(text, comment.range.start), comment.range.start).trim() === '';
  return ownLine && /^[ \t]*\r?\n?[ \t]*$/.test(between) && !directive.test(comment.text);
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}
