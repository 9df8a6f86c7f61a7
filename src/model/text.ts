/** Half-open interval of zero-based UTF-16 offsets. What it is relative to is said where it is used. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A range in a file. `file` is relative to the analysed root, with forward slashes; `range` is absolute in that file. */
export interface Place {
  readonly file: string;
  readonly range: Range;
}

/** Replaces `range` of `file`. A file that does not exist yet is created by an edit at 0..0 of it. */
export interface TextEdit extends Place {
  readonly newText: string;
}
