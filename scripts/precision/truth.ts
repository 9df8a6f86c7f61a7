import type { Migration } from '../../src/model/migration';
import type { Statement } from '../../src/model/statement';
import type { Touched, WatchedPostgres } from './watched-postgres';
import { blocksWriters } from './watched-postgres';

/** What one statement of a migration did to tables of earlier files. */
export interface Truth {
  readonly statement: Statement;
  /** It works through a table (rewrite, scan, index build, foreign key) while writers wait. */
  readonly hazard: readonly Touched[];
  /** It works through a table, and nobody who writes waits: the safe form. */
  readonly safe: readonly Touched[];
  /** Tables on which writers wait for it, worked through or not. */
  readonly locked: readonly string[];
  /** Why it could not be run, or null. */
  readonly error: string | null;
}

/** Runs one migration as its tool would, for good. A file that fails as a whole is run statement by statement, as far as it goes. */
export async function truthsOf(database: WatchedPostgres, migration: Migration): Promise<readonly Truth[]> {
  const statements = migration.script.statements.filter((one) => one.calledFrom === undefined);
  const texts = statements.map(({ start, end }) => filledIn(migration.script.text.slice(start, end)));
  const old = await database.tables();
  const written = statements.map((statement, at) => ({ statement, text: texts[at] ?? '' }));
  const look = (one: Written): Promise<Truth> => watched(database, one, old);
  if (isOneTransaction(migration, texts)) {
    const truths = await together(database, written, look);
    if (truths !== null) return truths;
  }
  return oneByOne(database, written, look);
}

/** Placeholders of Go templates mostly stand for a schema. */
function filledIn(text: string): string {
  return text.replace(/\{\{[^{}]*\}\}/g, 'public');
}

interface Written {
  readonly statement: Statement;
  readonly text: string;
}
type Look = (one: Written) => Promise<Truth>;
type Old = Parameters<WatchedPostgres['watch']>[1];

async function watched(database: WatchedPostgres, { statement, text }: Written, old: Old): Promise<Truth> {
  try {
    const touched = await database.watch(text, old);
    const worked = touched.filter((one) => one.work.length > 0);
    return {
      statement,
      hazard: worked.filter(blocksWriters),
      safe: worked.filter((one) => !blocksWriters(one)),
      locked: touched.filter(blocksWriters).map((one) => one.table),
      error: null,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { statement, hazard: [], safe: [], locked: [], error: reason };
  }
}

/** All in one transaction; null when a statement fails, and nothing has happened then. */
async function together(
  database: WatchedPostgres,
  written: readonly Written[],
  look: Look,
): Promise<readonly Truth[] | null> {
  const truths: Truth[] = [];
  await database.run('BEGIN');
  for (const one of written) {
    const truth = await look(one);
    if (truth.error !== null) {
      await database.run('ROLLBACK');
      return null;
    }
    truths.push(truth);
  }
  await database.run('COMMIT');
  return truths;
}

/** Each in a transaction of its own, so that its locks can be seen; without one where it refuses that or the file has its own. */
async function oneByOne(
  database: WatchedPostgres,
  written: readonly Written[],
  look: Look,
): Promise<readonly Truth[]> {
  const truths: Truth[] = [];
  let isInTransaction = false;
  for (const one of written) {
    const control = controlOf(one.text);
    if (control !== null || isInTransaction) {
      if (control === 'begin') isInTransaction = true;
      if (control === 'end') isInTransaction = false;
      truths.push(await look(one));
      continue;
    }
    await database.run('BEGIN');
    const truth = await look(one);
    await database.run(truth.error === null ? 'COMMIT' : 'ROLLBACK');
    const refused = truth.error !== null && /cannot (?:run|be executed)/.test(truth.error);
    truths.push(refused ? await look(one) : truth);
  }
  if (isInTransaction) await database.run('ROLLBACK');
  return truths;
}

function isOneTransaction({ transaction }: Migration, texts: readonly string[]): boolean {
  if (texts.some((text) => controlOf(text) !== null)) return false;
  return transaction === 'wrapped' || (transaction === 'single-query' && texts.length > 1);
}

function controlOf(text: string): 'begin' | 'end' | null {
  if (/^\s*(?:begin|start\s+transaction)\b/i.test(text)) return 'begin';
  return /^\s*(?:commit|end|rollback(?!\s+to))\b/i.test(text) ? 'end' : null;
}
