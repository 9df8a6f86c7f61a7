import type { Dialect } from '../../model/dialect';
import type { ChangeEffects, Effect, LockMode } from '../../model/effect';
import type { Migration, TransactionMode } from '../../model/migration';
import type { Statement } from '../../model/statement';
import { blocksWrites } from '../../schema/effects/describe';
import { strongerLock } from '../../schema/effects/effect-list';
import { effectsInPlace, type ReplayedChange } from '../../schema/replay-history';
import type { ChangeContext } from '../rule';

/** yes: it commits together with others; no: by itself; unknown: the runner may open a transaction or not. */
export type InTransaction = 'yes' | 'no' | 'unknown';

/** The transaction a change runs in, as far as the runner's mode and the file's own BEGIN and COMMIT tell. */
export interface ChangeTransaction {
  readonly runs: InTransaction;
  /** The file's own BEGIN opened it. */
  readonly begunHere: boolean;
  /** The other changes that commit with it, in order, without those rolled back; when `runs` is no, those of its own statement. */
  readonly earlier: readonly ReplayedChange[];
  readonly later: readonly ReplayedChange[];
}

/** A lock on a table from before this migration that blocks writers, taken by an earlier change of the transaction. */
export interface HeldLock {
  /** As effects name it. */
  readonly table: string;
  readonly lock: LockMode;
  /** The first change that took it in this strength. */
  readonly by: ReplayedChange;
}

/**
 * The transaction of a change. In Postgres and SQLite schema changes are part of it; in MySQL and MariaDB each
 * one commits what was before it, so there it is never yes.
 */
export function transactionOf(context: ChangeContext): ChangeTransaction {
  const blocks = blocksOf(context.migration);
  const own = blocks[context.index] ?? byItself;
  const others = context.siblings.filter(
    (one) =>
      !one.rolledBack &&
      (one.statement === context.index || (own.runs !== 'no' && blocks[one.statement] === own)),
  );
  const isEarlier = (one: ReplayedChange): boolean =>
    one.statement < context.index ||
    (one.statement === context.index && one.changeIndex < context.changeIndex);
  const isLater = (one: ReplayedChange): boolean =>
    one.statement > context.index ||
    (one.statement === context.index && one.changeIndex > context.changeIndex);
  return {
    runs: own.runs,
    begunHere: own.begunHere,
    earlier: others.filter(isEarlier),
    later: others.filter(isLater),
  };
}

/** The strongest lock held on each older table when the change starts; only those that block writers. */
export function heldLocks(context: ChangeContext): readonly HeldLock[] {
  const held = new Map<string, HeldLock>();
  for (const by of transactionOf(context).earlier)
    for (const { table, lock } of locksOnOldTables(context, by)) {
      const key = effectKey(context.before.dialect, table);
      const known = held.get(key);
      if (known === undefined || (known.lock !== lock && strongerLock(known.lock, lock) === lock))
        held.set(key, { table, lock, by });
    }
  return [...held.values()];
}

/** Locks of a change of this migration that block writers of tables from before the migration. */
export function locksOnOldTables(
  context: ChangeContext,
  change: ReplayedChange,
): readonly (Effect & { readonly lock: LockMode })[] {
  return siblingEffects(context, change).effects.flatMap((effect) =>
    effect.lock !== null && blocksWrites(effect.lock) && isOld(context, change, effect)
      ? [{ ...effect, lock: effect.lock }]
      : [],
  );
}

const remembered = new WeakMap<ReplayedChange, ChangeEffects>();

/** Effects of another change of the same migration, in its own place. */
export function siblingEffects({ history, migration }: ChangeContext, change: ReplayedChange): ChangeEffects {
  let effects = remembered.get(change);
  if (effects === undefined) remembered.set(change, (effects = effectsInPlace(history, migration, change)));
  return effects;
}

/** The key of the table an effect names: as the schema keys tables, whether the statement wrote `public` or not. */
export function effectKey(dialect: Dialect, table: string): string {
  return dialect === 'postgres' ? table.replace(/^public\./, '') : table.toLowerCase();
}

/** A table that is not known is taken for old. */
function isOld({ migration }: ChangeContext, { before, after }: ReplayedChange, effect: Effect): boolean {
  const key = effectKey(before.dialect, effect.table);
  const found = before.tables.get(key) ?? after.tables.get(key);
  return found === undefined || (!found.temporary && found.createdBy.migration !== migration.id);
}

interface Block {
  readonly runs: InTransaction;
  readonly begunHere: boolean;
}

const byItself: Block = { runs: 'no', begunHere: false };
const knownBlocks = new WeakMap<Migration, readonly Block[]>();

/** For each statement the transaction it belongs to: the same object for statements that commit together. */
function blocksOf(migration: Migration): readonly Block[] {
  let blocks = knownBlocks.get(migration);
  if (blocks === undefined) knownBlocks.set(migration, (blocks = computed(migration)));
  return blocks;
}

function computed(migration: Migration): readonly Block[] {
  const blocks = new Map(partsOf(migration).flatMap(blocksOfPart));
  return migration.script.statements.map((statement) => blocks.get(statement) ?? byItself);
}

function blocksOfPart(part: Part): readonly (readonly [Statement, Block])[] {
  let block = blockOf(part);
  return part.statements.map((statement) => {
    const actions = statement.reading.changes.flatMap((change) =>
      change.kind === 'transaction' ? [change.action] : [],
    );
    // BEGIN inside a transaction opens no other one; Postgres warns and goes on.
    if (actions.includes('begin') && block.runs !== 'yes' && !part.commitsEach)
      block = { runs: 'yes', begunHere: true };
    const own = block;
    // What is left of one query after a COMMIT is an implicit transaction again; else each statement commits.
    if (actions.includes('commit') || actions.includes('rollback'))
      block = part.mode === 'single-query' ? blockOf(part) : byItself;
    return [statement, own];
  });
}

/** What the runner sends in one go: the whole file, or a part of it with a mode of its own. */
interface Part {
  readonly mode: TransactionMode;
  readonly commitsEach: boolean;
  readonly statements: readonly Statement[];
}

function partsOf({ script, transaction, transactionParts }: Migration): readonly Part[] {
  const commitsEach = script.dialect === 'mysql' || script.dialect === 'mariadb';
  const whole: Part = { mode: transaction, commitsEach, statements: script.statements };
  const parts = transactionParts.map((part, at): Part => {
    const end = transactionParts[at + 1]?.start ?? Infinity;
    const statements = script.statements.filter(({ start }) => start >= part.start && start < end);
    return { mode: part.transaction, commitsEach, statements };
  });
  return parts.length === 0 ? [whole] : parts;
}

/** A new object for each part, because two parts do not commit together. */
function blockOf({ mode, commitsEach, statements }: Part): Block {
  if (commitsEach || mode === 'autocommit') return byItself;
  if (mode === 'unknown') return { runs: 'unknown', begunHere: false };
  // Several statements sent as one query are one implicit transaction (PostgreSQL documentation, 55.2.2.1).
  if (mode === 'single-query' && statements.length === 1) return byItself;
  return { runs: 'yes', begunHere: false };
}
