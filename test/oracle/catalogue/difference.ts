export interface Difference {
  readonly onlyOurs: readonly string[];
  readonly onlyTheirs: readonly string[];
}

/** What only one of both says. */
export function difference(ours: readonly string[], theirs: readonly string[]): Difference {
  const inTheirs = new Set(theirs);
  const inOurs = new Set(ours);
  return {
    onlyOurs: ours.filter((line) => !inTheirs.has(line)),
    onlyTheirs: theirs.filter((line) => !inOurs.has(line)),
  };
}

export function byBytes(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** Sends a query to a database. */
export type Ask = (sql: string) => Promise<readonly Record<string, unknown>[]>;
