/** Items by a name they have, in order of the first of each name; those without a name are left out. */
export function firstOfEach<T>(
  items: readonly T[],
  nameOf: (item: T) => string | null,
): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = nameOf(item);
    if (name === null) continue;
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return [...groups.values()];
}
