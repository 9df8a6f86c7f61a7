import assert from 'node:assert/strict';
import type { Dialect } from '../../../src/model/dialect';
import type { DraftEvolution, DraftStage } from '../../../src/evolution/recipes/recipe';
import type { Database } from '../../support/database';
import { catalogueOf, commonLines, rowsOf } from './catalogue';

/** A statement of a version of the application; `{n}` is another number each time it runs. */
export type Written = string;

/** What a recipe must keep to, whatever it changes. */
export interface Proof {
  readonly dialect: Dialect;
  /** Tables, odd rows. */
  readonly setup: string;
  readonly draft: DraftEvolution;
  /** The change in one step, as it would be made while nothing else runs. */
  readonly plain: string;
  /** Statements of the version before the change: they must succeed until its writes are stopped. */
  readonly old: readonly Written[];
  /** Statements of the version after it: they must succeed from the stage of that label on. */
  readonly new: readonly Written[];
  readonly newFrom: string;
  /** Stage labels after which the old version is gone; `contract` unless said. */
  readonly oldUntil?: string;
  /** What people do at stages without SQL, by label: run in its place. */
  readonly byHand?: Readonly<Record<string, string>>;
  /** Tables whose rows are compared at the end with those of the plain change. */
  readonly tables: readonly string[];
  /** The rows of these tables may differ from those of a plain change: what must hold instead is looked at apart. */
  readonly rowsDiffer?: boolean;
  /** Lines of the catalogue that may differ from the plain change, and why, is said beside the proof. */
  readonly mayDiffer?: RegExp;
}

/** A database that can be emptied and run as a client runs a file. */
export interface ProofDatabase {
  readonly database: Database;
  reset(): Promise<void>;
}

/**
 * Runs every stage, takes it back, and runs it again, while both versions write before, between and after; then compares
 * the end with that of the plain change.
 */
export async function prove(on: ProofDatabase, proof: Proof): Promise<void> {
  const { database } = on;
  const { draft, dialect } = proof;
  const until = proof.oldUntil ?? 'contract';
  const ran: { readonly old: string[]; readonly new: string[] } = { old: [], new: [] };
  let count = 1000;
  let [oldRuns, newRuns] = [true, false];
  let at = 'the setup';
  const write = async (): Promise<void> => {
    for (const version of ['old', 'new'] as const) {
      if (version === 'old' ? !oldRuns : !newRuns) continue;
      for (const statement of proof[version]) {
        const text = statement.replaceAll('{n}', String(++count));
        await database.script(text).catch((error: unknown) => {
          throw new Error(`The ${version} version fails after ${at}: ${text}\n${String(error)}`);
        });
        ran[version].push(text);
      }
    }
  };
  await on.reset();
  await database.script(proof.setup);
  await write();
  for (const stage of draft.stages) {
    at = stage.label;
    if (stage.label === until) oldRuns = false;
    if (stage.statements.length > 0 && goesBack(stage)) {
      const before = await stateOf(database, proof);
      await runStage(database, dialect, stage);
      await write();
      const between = await rowsOf(database, quotedBy(dialect), proof.tables);
      await rollBack(database, stage);
      const schema = await catalogueOf(database, dialect);
      assert.deepEqual(schema, before.schema, `after rolling back ${stage.label}`);
      const rows = await rowsOf(database, quotedBy(dialect), proof.tables);
      if (rows !== null && between !== null)
        assert.deepEqual(
          commonLines(rows, between),
          commonLines(between, rows),
          `rows after rolling back ${stage.label}`,
        );
      await write();
    }
    await runStage(database, dialect, stage);
    const byHand = proof.byHand?.[stage.label];
    if (byHand !== undefined) await database.script(byHand);
    if (stage.label === proof.newFrom) newRuns = true;
    await write();
    if (stage.verification !== null)
      assert.equal(await counted(database, stage.verification), 0, `verification of ${stage.label}`);
  }
  const end = await stateOf(database, proof);
  await on.reset();
  await database.script(proof.setup);
  for (const text of ran.old) await database.script(text);
  await database.script(proof.plain);
  for (const text of ran.new) await database.script(text);
  const plain = await stateOf(database, proof);
  const kept = (lines: readonly string[]): readonly string[] =>
    proof.mayDiffer === undefined ? lines : lines.filter((line) => !proof.mayDiffer?.test(line));
  assert.deepEqual(kept(end.schema), kept(plain.schema), 'the end is that of the plain change');
  if (proof.rowsDiffer === true) return;
  assert.ok(end.rows !== null && plain.rows !== null, 'the tables are there at the end');
  assert.deepEqual(
    commonLines(end.rows, plain.rows),
    commonLines(plain.rows, end.rows),
    'the rows are those of the plain change',
  );
}

/** A stage whose rollback is empty changes nothing that lasts, or cannot be taken back. */
function goesBack(stage: DraftStage): boolean {
  return stage.rollback.length > 0;
}

async function stateOf(
  database: Database,
  { dialect, tables }: Proof,
): Promise<{ readonly schema: readonly string[]; readonly rows: Awaited<ReturnType<typeof rowsOf>> }> {
  return {
    schema: await catalogueOf(database, dialect),
    rows: await rowsOf(database, quotedBy(dialect), tables),
  };
}

export function quotedBy(dialect: Dialect): (name: string) => string {
  return (name) => (dialect === 'mariadb' || dialect === 'mysql' ? `\`${name}\`` : `"${name}"`);
}

/** As a runner would: guard first, in a transaction where the stage asks for one, each statement by itself where not. */
export async function runStage(database: Database, dialect: Dialect, stage: DraftStage): Promise<void> {
  const said = (error: unknown): never => {
    throw new Error(`${stage.label} fails: ${String(error)}\n${stage.statements.join(';\n')}`);
  };
  if (stage.guard !== null)
    assert.equal(
      await counted(database, stage.guard.count),
      0,
      `guard of ${stage.label}: ${stage.guard.message}`,
    );
  const together = stage.frame === 'transaction' && (dialect === 'postgres' || dialect === 'sqlite');
  if (together && stage.statements.length > 0) {
    const timeout = dialect === 'postgres' ? "SET LOCAL lock_timeout = '2s';" : '';
    await database
      .script(`BEGIN;${timeout}${stage.statements.map((one) => `${one};`).join('\n')}COMMIT`)
      .catch(async (error: unknown) => {
        await database.script('ROLLBACK').catch(() => undefined);
        return said(error);
      });
    return;
  }
  // A batch of SQLite is run until nothing is left to fill.
  const repeats = dialect === 'sqlite' && stage.name === 'backfill' && stage.statements.length > 0;
  do {
    for (const statement of stage.statements) await database.script(statement).catch(said);
  } while (repeats && stage.verification !== null && (await counted(database, stage.verification)) > 0);
}

export async function rollBack(database: Database, stage: DraftStage): Promise<void> {
  for (const statement of stage.rollback)
    await database.script(statement).catch((error: unknown) => {
      throw new Error(`rolling back ${stage.label} fails: ${String(error)}\n${statement}`);
    });
}

export async function counted(database: Database, query: string): Promise<number> {
  return Number(Object.values((await database.query(query))[0] ?? {})[0]);
}
