import type { ChangeOf } from '../../model/schema-change';
import type { ChangeContext, Draft, Message } from '../rule';

type Fault = Pick<Draft, 'message' | 'severity' | 'confidence'>;

/** What the transaction looks like when a change begins. */
interface State {
  /** The file's own BEGIN is open. */
  readonly begun: boolean;
  /** The transaction of the runner is open; null: whether it opens one is not known. */
  readonly runner: boolean | null;
  readonly savepoints: readonly string[];
}

/** What is wrong with this BEGIN, COMMIT, ROLLBACK or savepoint in its place; null when nothing is. */
export function transactionFaultAt(context: ChangeContext): Fault | null {
  const { change } = context;
  if (change.kind !== 'transaction') return null;
  // Parts of a file with transactions of their own are not followed through.
  if (context.migration.transactionParts.length > 0) return null;
  const state = stateBefore(context);
  switch (change.action) {
    case 'begin':
      return faultOfBegin(context, state);
    case 'commit':
    case 'rollback':
      // A block that runs outside a transaction may end the one that it runs in, as batches do.
      return isInBlock(context) && state.runner !== true && !state.begun ? null : faultOfEnd(change, state);
    case 'rollback-to':
    case 'release':
      return state.savepoints.includes(change.savepoint ?? '') ? null : noSavepoint(change);
    case 'savepoint':
      return null;
  }
}

/** Inside a DO block, or a procedure that is called. */
function isInBlock({ statement }: ChangeContext): boolean {
  return statement.calledFrom !== undefined || /^(?:DO|CALL)\b/i.test(statement.reading.keyword);
}

function stateBefore(context: ChangeContext): State {
  let state = startOf(context);
  for (const sibling of context.siblings) {
    const isHere = sibling.statement === context.index && sibling.changeIndex === context.changeIndex;
    if (isHere) break;
    if (sibling.change.kind === 'transaction') state = stateAfter(state, sibling.change);
  }
  return state;
}

function startOf({ migration }: ChangeContext): State {
  const runner =
    migration.transaction === 'unknown' ? null : migration.transaction === 'autocommit' ? false : true;
  // One query of several statements is an implicit transaction, which BEGIN turns into an explicit one.
  const implicit = migration.transaction === 'single-query';
  return { begun: false, runner: implicit ? false : runner, savepoints: [] };
}

function stateAfter(state: State, change: ChangeOf<'transaction'>): State {
  switch (change.action) {
    case 'begin':
      return { ...state, begun: true };
    case 'commit':
    case 'rollback':
      return { begun: false, runner: state.begun && state.runner === null ? null : false, savepoints: [] };
    case 'savepoint':
      return { ...state, savepoints: [...state.savepoints, change.savepoint ?? ''] };
    case 'release':
      return { ...state, savepoints: state.savepoints.filter((name) => name !== change.savepoint) };
    case 'rollback-to':
      return state;
  }
}

function faultOfBegin(context: ChangeContext, state: State): Fault | null {
  if (state.begun)
    return fault({
      what: 'This BEGIN stands inside a transaction that the file has begun already.',
      why: 'Postgres warns and goes on with the same transaction, so the next COMMIT ends all of it and what follows runs outside any.',
      remedy: 'Remove it, or end the first transaction before it; a SAVEPOINT marks a part of one.',
    });
  if (state.runner === true)
    return fault({
      what: 'This BEGIN stands inside the transaction that the runner opens around the file.',
      why: "Postgres warns and goes on, and the file's COMMIT then ends the transaction of the runner: what follows, and the runner's own record of the migration, run outside any.",
      remedy: 'Remove BEGIN and COMMIT, or tell the runner to run this migration outside a transaction.',
    });
  return isEnded(context) ? null : neverEnded();
}

function isEnded(context: ChangeContext): boolean {
  return context.siblings.some(
    (sibling) =>
      sibling.statement > context.index &&
      sibling.change.kind === 'transaction' &&
      (sibling.change.action === 'commit' || sibling.change.action === 'rollback'),
  );
}

function neverEnded(): Fault {
  return fault({
    what: 'The transaction that begins here is never committed.',
    why: 'When the session of the runner ends, everything since is undone, or stays open with its locks where the session is used again.',
    remedy: 'Add the COMMIT.',
  });
}

function faultOfEnd(change: ChangeOf<'transaction'>, state: State): Fault | null {
  if (state.begun) return null;
  const verb = change.action.toUpperCase();
  if (state.runner === true)
    return fault({
      what: `This ${verb} ends the transaction that the runner opened around the file.`,
      why: "What follows, and the runner's own record of the migration, run outside any transaction, so a failure leaves the migration half done.",
      remedy: 'Remove it, or tell the runner to run this migration outside a transaction.',
    });
  const certain = state.runner === false;
  return {
    ...fault({
      what: `This ${verb} ends a transaction that the file has not begun.`,
      why: certain
        ? 'Outside a transaction it does nothing, so what stands before it is committed already.'
        : 'Where the runner opens a transaction around the file it ends that one, and else it does nothing.',
      remedy: 'Remove it, or add the BEGIN.',
    }),
    ...(certain
      ? { severity: 'warning' as const }
      : { severity: 'warning' as const, confidence: 'low' as const }),
  };
}

function noSavepoint(change: ChangeOf<'transaction'>): Fault {
  return fault({
    what: `There is no savepoint ${change.savepoint ?? ''} here.`,
    why: 'Postgres refuses the statement, and with it the whole transaction.',
    remedy: 'Name a savepoint that was made before in the same transaction.',
  });
}

function fault(message: Message): Fault {
  return { message };
}
