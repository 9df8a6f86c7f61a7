/** One way to find values apart from their keys. */
export class Facet<V extends object> {
  private readonly known = new WeakMap<object, readonly string[]>();
  private readonly indexes = new WeakMap<ReadonlyMap<string, V>, ReadonlyMap<string, readonly string[]>>();

  /** `sourceOf` gives the part of a value that decides alone what `wordsOf` gives. */
  constructor(
    private readonly sourceOf: (value: V) => object,
    private readonly wordsOf: (value: V) => readonly string[],
  ) {}

  words(value: V): readonly string[] {
    const source = this.sourceOf(value);
    let words = this.known.get(source);
    if (words === undefined) this.known.set(source, (words = this.wordsOf(value)));
    return words;
  }

  /** Keys by word. Maps given here are never changed, so each is indexed once, when it is first asked. */
  indexOf(base: ReadonlyMap<string, V>): ReadonlyMap<string, readonly string[]> {
    const known = this.indexes.get(base);
    if (known !== undefined) return known;
    const index = new Map<string, string[]>();
    for (const [key, value] of base) {
      for (const word of this.words(value)) {
        const keys = index.get(word);
        if (keys === undefined) index.set(word, [key]);
        else keys.push(key);
      }
    }
    this.indexes.set(base, index);
    return index;
  }
}

/** Entries of the upper layer before both layers become one. */
const layerLimit = 16;

/**
 * A map that is never changed: `with` gives a new one that shares its entries with the old one. It keeps the
 * order of insertion, and finds values by a facet of theirs. A change costs
 * about the square root of the number of entries.
 */
export class IndexedMap<V extends object> implements ReadonlyMap<string, V> {
  private constructor(
    private readonly base: ReadonlyMap<string, V>,
    /** null: the entry of the base is gone. */
    private readonly layer: ReadonlyMap<string, V | null>,
    readonly size: number,
  ) {}

  static of<V extends object>(entries: ReadonlyMap<string, V>): IndexedMap<V> {
    if (entries instanceof IndexedMap) return entries as IndexedMap<V>;
    return new IndexedMap<V>(entries, new Map(), entries.size);
  }

  /** The map with each entry set, or taken out where its value is null. */
  with(changes: Iterable<readonly [string, V | null]>): IndexedMap<V> {
    const layer = new Map(this.layer);
    let { size } = this;
    for (const [key, value] of changes) {
      const had = layer.has(key) ? layer.get(key) !== null : this.base.has(key);
      if (value === null && !this.base.has(key)) layer.delete(key);
      else layer.set(key, value);
      size += Number(value !== null) - Number(had);
    }
    const next = new IndexedMap<V>(this.base, layer, size);
    return layer.size <= layerLimit ? next : new IndexedMap<V>(merged(this.base, layer), new Map(), size);
  }

  /** The values that have a word in a facet, each once. */
  holding(facet: Facet<V>, word: string): readonly V[] {
    const found = new Set<V>();
    for (const key of facet.indexOf(this.base).get(word) ?? []) {
      const value = this.layer.has(key) ? null : this.base.get(key);
      if (value !== null && value !== undefined) found.add(value);
    }
    for (const value of this.layer.values())
      if (value !== null && facet.words(value).includes(word)) found.add(value);
    return [...found];
  }

  get(key: string): V | undefined {
    const above = this.layer.get(key);
    return above === undefined ? this.base.get(key) : (above ?? undefined);
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  *entries(): MapIterator<[string, V]> {
    for (const [key, value] of this.base) {
      const above = this.layer.get(key);
      if (above !== null) yield [key, above ?? value];
    }
    for (const [key, value] of this.layer) if (value !== null && !this.base.has(key)) yield [key, value];
  }

  *keys(): MapIterator<string> {
    for (const [key] of this.entries()) yield key;
  }

  *values(): MapIterator<V> {
    for (const [, value] of this.entries()) yield value;
  }

  [Symbol.iterator](): MapIterator<[string, V]> {
    return this.entries();
  }

  forEach(visit: (value: V, key: string, map: ReadonlyMap<string, V>) => void): void {
    for (const [key, value] of this.entries()) visit(value, key, this);
  }
}

/** Both layers as one, in the order in which the map of both gives its entries. */
function merged<V>(base: ReadonlyMap<string, V>, layer: ReadonlyMap<string, V | null>): Map<string, V> {
  const all = new Map(base);
  for (const [key, value] of layer) {
    if (value === null) all.delete(key);
    else all.set(key, value);
  }
  return all;
}
