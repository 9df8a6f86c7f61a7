import type { Range } from '../../../model/text';

/** A stretch of rendered text and where it comes from. */
export interface TextPart {
  readonly text: string;
  /** In the migration's file; null: whatever the text around it comes from. */
  readonly source: Range | null;
  /** The same characters stand in the file, so that offsets map one to one. */
  readonly verbatim: boolean;
}

/** Text that knows for each of its stretches which part of the migration's file it was rendered from. */
export class SourcedText {
  constructor(readonly parts: readonly TextPart[]) {}

  get text(): string {
    return this.parts.map((part) => part.text).join('');
  }

  /** The same text; what has no source yet comes from this one. */
  from(source: Range): SourcedText {
    return new SourcedText(this.parts.map((part) => (part.source === null ? { ...part, source } : part)));
  }
}

type Insert = string | number | SourcedText;

function partsOf(insert: Insert): readonly TextPart[] {
  if (insert instanceof SourcedText) return insert.parts;
  return insert === '' ? [] : [{ text: String(insert), source: null, verbatim: false }];
}

/** Template tag: rendered SQL whose interpolations keep their sources. */
export function sql(strings: readonly string[], ...inserts: readonly Insert[]): SourcedText {
  return new SourcedText(
    strings.flatMap((text, index) => [...partsOf(text), ...partsOf(inserts[index] ?? '')]),
  );
}

/** The texts one after the other with the separator between each two. */
export function join(texts: readonly Insert[], separator: string): SourcedText {
  return new SourcedText(
    texts.flatMap((text, index) => (index === 0 ? partsOf(text) : [...partsOf(separator), ...partsOf(text)])),
  );
}
