import type { Migration, TransactionMode } from '../../model/migration';
import type { Statement } from '../../model/statement';
import type { ReplayedChange } from '../../schema/replay-history';
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

/**
 * The transaction of a change. In Postgres and SQLite schema changes are part of it; in MySQL and MariaDB each
 * one commits what was before it, so there it is never yes.
 */
export function transactionOf(context: ChangeContext): ChangeTransaction {
  return new TransactionInPlace(context, blocksOf(context.migration)[context.index] ?? byItself);
}

/** Many rules ask only how the change runs; what runs with it is laid out when it is asked for. */
class TransactionInPlace implements ChangeTransaction {
  readonly runs: InTransaction;
  readonly begunHere: boolean;

  constructor(
    private readonly context: ChangeContext,
    block: Block,
  ) {
    this.runs = block.runs;
    this.begunHere = block.begunHere;
  }

  get earlier(): readonly ReplayedChange[] {
    const together = togetherWith(this.context);
    return together.slice(0, together.indexOf(this.context.own));
  }

  get later(): readonly ReplayedChange[] {
    const together = togetherWith(this.context);
    return together.slice(together.indexOf(this.context.own) + 1);
  }
}

const knownGroups = new WeakMap<readonly ReplayedChange[], ReadonlyMap<unknown, readonly ReplayedChange[]>>();

/** The changes that commit with this one, itself included and those rolled back left out, in order. */
function togetherWith({ migration, siblings, own }: ChangeContext): readonly ReplayedChange[] {
  let groups = knownGroups.get(siblings);
  if (groups === undefined) knownGroups.set(siblings, (groups = grouped(migration, siblings)));
  return groups.get(groupOf(migration, own)) ?? [own];
}

function grouped(
  migration: Migration,
  siblings: readonly ReplayedChange[],
): ReadonlyMap<unknown, readonly ReplayedChange[]> {
  const groups = new Map<unknown, ReplayedChange[]>();
  for (const sibling of siblings) {
    if (sibling.rolledBack) continue;
    const key = groupOf(migration, sibling);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [sibling]);
    else group.push(sibling);
  }
  return groups;
}

/** Its transaction, or its statement where each statement commits. */
export function groupOf(migration: Migration, { statement }: ReplayedChange): unknown {
  const block = blocksOf(migration)[statement] ?? byItself;
  return block.runs === 'no' ? statement : block;
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
