import type { Dialect } from '../../model/dialect';
import type { ChangeEffects, Effect, LockMode } from '../../model/effect';
import type { Evidence } from '../../model/finding';
import { blocksWrites } from '../../schema/effects/describe';
import { strongerLock } from '../../schema/effects/effect-list';
import { effectsInPlace, type ReplayedChange } from '../../schema/replay-history';
import type { ChangeContext } from '../rule';
import { groupOf } from './transaction';

/** A lock on a table from before this migration that blocks writers, taken by an earlier change of the transaction. */
export interface HeldLock {
  /** As effects name it. */
  readonly table: string;
  readonly lock: LockMode;
  /** The first change that took it in this strength. */
  readonly by: ReplayedChange;
}

type TakenLock = Effect & { readonly lock: LockMode };

/** The strongest lock held on each older table when the change starts; only those that block writers. */
export function heldLocks(context: ChangeContext): readonly HeldLock[] {
  return ledgerOf(context).held.get(context.own) ?? none;
}

/** The statements that took the locks, as evidence. */
export function whereTaken(context: ChangeContext, held: readonly HeldLock[]): readonly Evidence[] {
  return held.flatMap(({ table, lock, by }) => {
    const place = context.placeOf({ migration: context.migration.id, statement: by.statement });
    return place === null ? [] : [{ ...place, message: `${lock} on ${table} is taken here.` }];
  });
}

/** Whether no change before this one takes a lock that blocks writers of a table from before the migration. */
export function isFirstToLock(context: ChangeContext): boolean {
  return ledgerOf(context).first === context.own;
}

/** Locks of a change of this migration that block writers of tables from before the migration. */
export function locksOnOldTables(context: ChangeContext, change: ReplayedChange): readonly TakenLock[] {
  return ledgerOf(context).taken.get(change) ?? locksOf(context, change);
}

/** Effects of another change of the same migration, in its own place. */
export function siblingEffects({ history, migration }: ChangeContext, change: ReplayedChange): ChangeEffects {
  return effectsInPlace(history, migration, change);
}

/** The key of the table an effect names: as the schema keys tables, whether the statement wrote `public` or not. */
export function effectKey(dialect: Dialect, table: string): string {
  return dialect === 'postgres' ? table.replace(/^public\./, '') : table.toLowerCase();
}

/** What each change of a migration locks and finds locked. Rules ask at every change, so it is written in one pass. */
interface Ledger {
  readonly version: number;
  readonly taken: ReadonlyMap<ReplayedChange, readonly TakenLock[]>;
  readonly held: ReadonlyMap<ReplayedChange, readonly HeldLock[]>;
  /** The first change that takes such a lock; null: none does. */
  readonly first: ReplayedChange | null;
}

const none: readonly never[] = [];
const ledgers = new WeakMap<readonly ReplayedChange[], Ledger>();

function ledgerOf(context: ChangeContext): Ledger {
  const known = ledgers.get(context.siblings);
  if (known?.version === context.history.target.version) return known;
  const ledger = writeLedger(context);
  ledgers.set(context.siblings, ledger);
  return ledger;
}

function writeLedger(context: ChangeContext): Ledger {
  const taken = new Map<ReplayedChange, readonly TakenLock[]>();
  const held = new Map<ReplayedChange, readonly HeldLock[]>();
  const open = new Map<unknown, readonly HeldLock[]>();
  let first: ReplayedChange | null = null;
  for (const change of context.siblings) {
    if (change.rolledBack) continue;
    const group = groupOf(context.migration, change);
    const before = open.get(group) ?? none;
    const locks = locksOf(context, change);
    held.set(change, before);
    taken.set(change, locks);
    if (locks.length === 0) continue;
    first ??= change;
    open.set(group, withLocks(context.before.dialect, before, locks, change));
  }
  return { version: context.history.target.version, taken, held, first };
}

/** The same list where nothing is added or strengthened. */
function withLocks(
  dialect: Dialect,
  held: readonly HeldLock[],
  locks: readonly TakenLock[],
  by: ReplayedChange,
): readonly HeldLock[] {
  let list = held;
  for (const { table, lock } of locks) {
    const at = list.findIndex((one) => effectKey(dialect, one.table) === effectKey(dialect, table));
    const known = list[at];
    if (known === undefined) list = [...list, { table, lock, by }];
    else if (known.lock !== lock && strongerLock(known.lock, lock) === lock)
      list = list.with(at, { table, lock, by });
  }
  return list;
}

function locksOf(context: ChangeContext, change: ReplayedChange): readonly TakenLock[] {
  const strong = siblingEffects(context, change).effects.filter((effect) => blocksWrites(effect.lock));
  if (strong.length === 0) return none;
  return strong.flatMap((effect) =>
    effect.lock !== null && isOld(context, change, effect) ? [{ ...effect, lock: effect.lock }] : [],
  );
}

/** A table that is not known is taken for old. */
function isOld({ migration }: ChangeContext, { before, after }: ReplayedChange, effect: Effect): boolean {
  const key = effectKey(before.dialect, effect.table);
  const found = before.tables.get(key) ?? after.tables.get(key);
  return found === undefined || (!found.temporary && found.createdBy.migration !== migration.id);
}
