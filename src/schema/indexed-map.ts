/** What a value can be found by, apart from its key. */
export type FactsOf<V> = (value: V) => Iterable<string>;

/** Entries of the upper layer before both layers become one. */
const layerLimit = 32;

/**
 * A map that is never changed: `with` gives a new one that shares its entries with the old one. It keeps the
 * order of insertion, and finds values by the facts that `factsOf` derives from them. A change costs as much as
 * the upper layer holds, however many entries there are.
 */
export class IndexedMap<V extends object> implements ReadonlyMap<string, V> {
  private constructor(
    private readonly base: ReadonlyMap<string, V>,
    /** null: the entry of the base is gone. */
    private readonly layer: ReadonlyMap<string, V | null>,
    private readonly factsOf: FactsOf<V>,
    readonly size: number,
  ) {}

  static of<V extends object>(entries: ReadonlyMap<string, V>, factsOf: FactsOf<V>): IndexedMap<V> {
    if (entries instanceof IndexedMap) return entries as IndexedMap<V>;
    return new IndexedMap(entries, new Map(), factsOf, entries.size);
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
    const next = new IndexedMap(this.base, layer, this.factsOf, size);
    return layer.size <= layerLimit ? next : new IndexedMap(new Map(next), new Map(), this.factsOf, size);
  }

  /** The values that have a fact, those of the base first. */
  holding(fact: string): readonly V[] {
    const found: V[] = [];
    for (const key of indexOf(this.base, this.factsOf).get(fact) ?? []) {
      const value = this.layer.has(key) ? null : this.base.get(key);
      if (value !== null && value !== undefined) found.push(value);
    }
    for (const value of this.layer.values())
      if (value !== null && factsOfValue(value, this.factsOf).has(fact)) found.push(value);
    return found;
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

type FactIndex = ReadonlyMap<string, readonly string[]>;

/** Bases are never changed, so each is indexed once, when it is first asked. */
const indexes = new WeakMap<ReadonlyMap<string, object>, FactIndex>();

function indexOf<V extends object>(base: ReadonlyMap<string, V>, factsOf: FactsOf<V>): FactIndex {
  const known = indexes.get(base);
  if (known !== undefined) return known;
  const index = new Map<string, string[]>();
  for (const [key, value] of base) {
    for (const fact of factsOfValue(value, factsOf)) {
      const keys = index.get(fact);
      if (keys === undefined) index.set(fact, [key]);
      else keys.push(key);
    }
  }
  indexes.set(base, index);
  return index;
}

const facts = new WeakMap<object, ReadonlySet<string>>();

function factsOfValue<V extends object>(value: V, factsOf: FactsOf<V>): ReadonlySet<string> {
  let known = facts.get(value);
  if (known === undefined) facts.set(value, (known = new Set(factsOf(value))));
  return known;
}
