import type { AlterAlgorithm, LockMode } from '../../src/model/effect';
import type { Database } from '../support/database';

/** The cheapest way MariaDB accepts for a statement. */
export interface Accepted {
  readonly algorithm: AlterAlgorithm;
  readonly lock: LockMode;
  /** Every row is written anew: NOCOPY is refused. */
  readonly rewrite: boolean;
}

const ways = [
  { asked: 'INSTANT', algorithm: 'INSTANT', rewrite: false },
  { asked: 'NOCOPY', algorithm: 'INPLACE', rewrite: false },
  { asked: 'INPLACE', algorithm: 'INPLACE', rewrite: true },
  { asked: 'COPY', algorithm: 'COPY', rewrite: true },
] as const;
const locks = [
  { asked: 'NONE', lock: 'NONE' },
  { asked: 'SHARED', lock: 'SHARED' },
  { asked: 'EXCLUSIVE', lock: 'EXCLUSIVE' },
] as const;

/** Asks for one algorithm and lock after the other, cheapest first, each time on fresh tables. */
export async function cheapestAccepted(
  database: Database,
  fresh: string,
  statement: string,
): Promise<Accepted> {
  const refusals: string[] = [];
  for (const way of ways) {
    for (const { asked, lock } of locks) {
      await database.script(fresh);
      const separator = statement.startsWith('ALTER TABLE') ? ',' : '';
      try {
        await database.script(`${statement}${separator} ALGORITHM=${way.asked}${separator} LOCK=${asked}`);
        return { algorithm: way.algorithm, lock, rewrite: way.rewrite };
      } catch (error) {
        refusals.push(error instanceof Error ? error.message : String(error));
      }
    }
  }
  throw new Error(`${statement}: ${refusals.at(-1) ?? ''}`);
}
