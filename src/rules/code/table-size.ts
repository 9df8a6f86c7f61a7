import type { DeclaredTable } from '../../risk/blast-radius';

/** A database reads as many rows in a few milliseconds: no index is missed. */
const few = 10_000;
/** Reading as many rows for one query is felt by whoever waits. */
const many = 100_000;

export function isSmall(declared: DeclaredTable | null): boolean {
  return declared?.rows !== undefined && declared.rows < few;
}

export function isLarge(declared: DeclaredTable | null): boolean {
  return declared?.rows !== undefined && declared.rows >= many;
}
