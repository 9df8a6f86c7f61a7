/** The part of a file that a runner executes in one direction. */
export interface Section {
  readonly direction: 'up' | 'down';
  /** Absolute offsets: after the marker line, up to the next marker or the end. */
  readonly start: number;
  readonly end: number;
}

const marker =
  /^[ \t]*(?:--[ \t]*\+(?:goose|migrate)[ \t]+(Up|Down)\b|--[ \t]*migrate:(up|down)\b|--[ \t]*rambler[ \t]+(up|down)\b|--[ \t-]*(up|down)[ \t]+migration(?=[ \t\r]*$)|(?:--|#)[ \t-]*!(Up|Down)s\b|--[ \t]*\/\/[ \t]*@(UNDO)\b|-{4,}[ \t]*create above \/ (drop) below).*$/gim;

/** A line comment that separates sections, or closes a statement of goose, sql-migrate or Liquibase. */
const separator =
  /^(?:--|#)(?:[ \t]*\+(?:goose|migrate)[ \t]+(?:Up|Down|StatementBegin|StatementEnd)\b|[ \t]*migrate:(?:up|down)\b|[ \t]*rambler[ \t]+(?:up|down)\b|[ \t-]*(?:up|down)[ \t]+migration[ \t]*$|[ \t]*changeset[ \t]|[ \t-]*!(?:Up|Down)s\b|[ \t]*\/\/[ \t]*@UNDO\b|-{2,}[ \t]*create above \/ drop below)/i;

/**
 * The sections of goose, sql-migrate, dbmate, node-pg-migrate, rambler, Play, MyBatis and tern, in order and
 * covering the text but for the marker lines. A text without markers is one `up` section; what stands before the first is `up`.
 */
export function sections(text: string): readonly Section[] {
  const found: Section[] = [];
  let direction: Section['direction'] = 'up';
  let start = 0;
  for (const match of text.matchAll(marker)) {
    if (match.index > start) found.push({ direction, start, end: match.index });
    direction = /up$/i.test(match.slice(1).join('')) ? 'up' : 'down';
    start = match.index + match[0].length;
  }
  if (start < text.length || found.length === 0) found.push({ direction, start, end: text.length });
  return found;
}

/** Whether a line comment, delimiters included, ends the statement above it. */
export function isSeparator(comment: string): boolean {
  return separator.test(comment);
}
