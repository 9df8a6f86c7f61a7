import type { Dialect } from '../../../model/dialect';
import type { UnreadCode } from '../../../model/embedding';
import type { Range } from '../../../model/text';
import type { HostCall, Run, SqlPart } from './host';
import { invoke } from './functions';
import type { Modules } from './modules';
import { hostWithin } from './reach';
import type { Scope } from './scope';
import { unknown, type TextPiece, type TextValue, type Value } from './values';

/** SQL that one call sends. */
export interface Sent {
  readonly call: HostCall;
  readonly pieces: readonly TextPiece[];
  /** It is sent in a branch of which it is not known whether it runs. */
  readonly conditional: boolean;
}

/** What could not be found out. */
export interface NotRead extends UnreadCode {
  /** The call it is part of; null: it is about code that holds calls, which are not among the calls met. */
  readonly call: HostCall | null;
}

/** Evaluation went on for longer than any migration needs. */
export class LimitReached extends Error {}

const mostSteps = 200_000;

interface Assignment {
  readonly scope: Scope;
  readonly name: string;
}

interface JournalEntry {
  readonly undo: () => void;
  readonly assigned: Assignment | null;
}

/** One walk through `up`. Everything that changes goes through `change`, so that a branch can be tried and undone. */
export class Evaluation implements Run {
  readonly sent: Sent[] = [];
  readonly notRead: NotRead[] = [];
  /** Calls of the library that were met, each once. */
  readonly calls: HostCall[] = [];
  /** Where the call stands that led out of the migration's own file; null while inside it. */
  outside: Range | null = null;
  depth = 0;
  /** Whether what runs now was reached by a condition that is not known. */
  conditional = false;
  private steps = 0;
  private readonly journal: JournalEntry[] = [];
  /** How often something was done that a migration does: only the difference between two readings matters. */
  private touched = 0;

  constructor(
    readonly dialect: Dialect,
    readonly modules: Modules,
  ) {}

  /** Counts one step. Throws LimitReached, which only the reader of the whole migration catches. */
  step(): void {
    if (++this.steps > mostSteps) throw new LimitReached();
  }

  emitRaw(call: HostCall, sql: TextValue): void {
    this.meet(call);
    this.append(this.sent, { call, pieces: sql.pieces, conditional: this.conditional });
  }

  emitSql(call: HostCall, parts: readonly SqlPart[]): void {
    this.meet(call);
    const pieces = parts.flatMap((part) => rendered(part, call.place));
    this.append(this.sent, { call, pieces, conditional: this.conditional });
  }

  unread(call: HostCall, reason: string, place: Range = call.place): void {
    const isFirst = !this.notRead.some((one) => one.call === call);
    this.meet(call);
    this.append(this.notRead, { range: within(place, call.place), reason, calls: isFirst ? 1 : 0, call });
  }

  /** Like `unread`, for what is no call of the library. `calls`: how many calls of it stand there. */
  missed(range: Range, reason: string, calls = 1): void {
    this.append(this.notRead, { range, reason, calls, call: null });
  }

  seen(call: HostCall): void {
    this.meet(call);
  }

  /** A call that was met is counted, which is no change in itself. */
  private meet(call: HostCall): void {
    if (this.calls.includes(call)) return;
    this.change(
      () => this.calls.push(call),
      () => this.calls.pop(),
    );
  }

  invoke(callback: Value | undefined, args: readonly Value[], call: HostCall): Value {
    if (callback?.kind === 'function') return invoke(this, callback, args, call.place);
    const name = callback?.kind === 'unknown' ? callback.name : 'the callback';
    this.unread(call, `what ${name} does is not known`);
    return unknown(name, call.place);
  }

  /** Goes a way that is assumed to be taken. */
  conditionally<T>(way: () => T): T {
    const before = this.conditional;
    this.conditional = true;
    try {
      return way();
    } finally {
      this.conditional = before;
    }
  }

  append<T>(list: T[], item: T): void {
    this.touched++;
    this.change(
      () => list.push(item),
      () => list.pop(),
    );
  }

  change(apply: () => void, undo: () => void): void {
    apply();
    this.journal.push({ undo, assigned: null });
  }

  assign(scope: Scope, name: string, value: Value): void {
    const before = scope.assign(name, value);
    const undo = (): void => {
      if (before === undefined) scope.forget(name);
      else scope.assign(name, before);
    };
    this.journal.push({ undo, assigned: { scope, name } });
  }

  /** A point to which `undo` can go back. */
  mark(): Mark {
    return { journal: this.journal.length, touched: this.touched };
  }

  /** Whether something was sent, missed or collected since then. */
  touchedSince(mark: Mark): boolean {
    return this.touched !== mark.touched;
  }

  undo(mark: Mark): void {
    while (this.journal.length > mark.journal) this.journal.pop()?.undo();
    this.touched = mark.touched;
  }

  /** Variables that were assigned since then, each once. */
  assignedSince(mark: Mark): readonly Assignment[] {
    const all = this.journal.slice(mark.journal).flatMap(({ assigned }) => assigned ?? []);
    return all.filter(
      (one, index) =>
        all.findIndex((other) => other.scope === one.scope && other.name === one.name) === index,
    );
  }

  /** Makes variables unknown whose value depends on what is not known. */
  blur(assigned: readonly Assignment[], place: Range): void {
    for (const { scope, name } of assigned)
      if (scope.holder(name) === scope) this.assign(scope, name, unknown(name, place));
  }

  /** Something of the library goes to code that is not followed. */
  escaped(label: string, args: readonly Value[], place: Range): void {
    const host = args.map((arg) => hostWithin(arg)).find((found) => found !== null);
    if (host !== undefined) this.missed(place, `what ${label} does with ${host.label} is not known`);
  }
}

export interface Mark {
  readonly journal: number;
  readonly touched: number;
}

/** Rendered SQL stands nowhere: its places are for showing only. */
function rendered(part: SqlPart, place: Range): readonly TextPiece[] {
  if (typeof part === 'string')
    return part === '' ? [] : [{ text: part, source: place, verbatim: null, placeholder: false }];
  const pieces =
    'kind' in part
      ? part.pieces
      : [{ text: part.text, source: part.place, verbatim: null, placeholder: false }];
  return pieces
    .filter((piece) => piece.text !== '')
    .map((piece) => ({ ...piece, verbatim: null, source: within(piece.source, place) }));
}

/** A constant that is declared elsewhere is shown at the call that uses it. */
function within(source: Range, place: Range): Range {
  return source.start >= place.start && source.end <= place.end ? source : place;
}
