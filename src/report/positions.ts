import { LineIndex, type PositionRange } from '../document/lines';
import type { Place, Range } from '../model/text';

/** What is needed to say where something is: the way to the root, and the texts of its files. */
export interface PlacesOfRoot {
  /** From the current folder to the root, with forward slashes; '' when they are the same. */
  readonly prefix: string;
  textOf(file: string): string;
}

/** A place as users read it: the file relative to the current folder, zero-based lines and UTF-16 characters. */
export interface ReadablePlace {
  readonly file: string;
  readonly range: PositionRange;
}

/** Turns offsets of one root into positions; each file's lines are found once. */
export class Positions {
  private readonly lines = new Map<string, LineIndex>();

  constructor(private readonly root: PlacesOfRoot) {}

  fileOf(file: string): string {
    return this.root.prefix === '' ? file : `${this.root.prefix}/${file}`;
  }

  rangeOf(file: string, range: Range): PositionRange {
    let index = this.lines.get(file);
    if (index === undefined) {
      index = new LineIndex(this.root.textOf(file));
      this.lines.set(file, index);
    }
    return index.rangeOf(range);
  }

  placeOf({ file, range }: Place): ReadablePlace {
    return { file: this.fileOf(file), range: this.rangeOf(file, range) };
  }
}
