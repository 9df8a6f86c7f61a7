import type { FileFacts } from '../facts';
import type { Program } from './program';

/** What is found in each file by itself, remembered while the file's facts stay the same. */
export class PerFile<T> {
  private readonly known = new WeakMap<FileFacts, readonly T[]>();

  constructor(
    private readonly program: Program,
    private readonly find: (facts: FileFacts) => readonly T[],
  ) {}

  of(facts: FileFacts): readonly T[] {
    let found = this.known.get(facts);
    if (!found) this.known.set(facts, (found = this.find(facts)));
    return found;
  }

  /** Finds anew in the files of which something found rests on what changed. */
  forget(rests: (item: T) => boolean): void {
    for (const facts of this.program.files.values())
      if (this.known.get(facts)?.some(rests) === true) this.known.delete(facts);
  }

  /** Of all files, in their order. */
  all(): readonly T[] {
    return [...this.program.files.values()].flatMap((facts) => this.of(facts));
  }
}
