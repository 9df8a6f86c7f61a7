/** Numbers and choices that a seed decides: mulberry32. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** From 0 to below 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  /** One of them; undefined when there is none. */
  pick<T>(items: readonly T[]): T | undefined {
    return items[this.below(items.length)];
  }

  /** One of them; there must be one. */
  of<T>(...items: readonly [T, ...T[]]): T {
    return items[this.below(items.length)] ?? items[0];
  }

  /** Up to `most` of them, in their order. */
  some<T>(items: readonly T[], most: number): T[] {
    const wanted = 1 + this.below(Math.min(most, items.length));
    const chosen = new Set<T>();
    while (chosen.size < Math.min(wanted, items.length)) {
      const item = this.pick(items);
      if (item !== undefined) chosen.add(item);
    }
    return [...chosen];
  }
}
