import type { Dialect } from '../../../model/dialect';
import type { Range } from '../../../model/text';
import type { FunctionValue, TextPiece, TextValue, Value } from './values';

/** A call of something that belongs to a library. All places are absolute in the migration's file. */
export interface HostCall {
  /** The method's name; '' when the host itself is called. */
  readonly name: string;
  readonly args: readonly Value[];
  /** The whole call, with the chain before it. */
  readonly place: Range;
  /** The call's own part of a chain: from its method's name to its closing parenthesis. */
  readonly link: Range;
  /** As a reader knows it, for messages: `queryRunner.addColumn`. */
  readonly label: string;
}

/** A tagged template: `texts` has one more entry than `values`, as written (escapes taken out). */
export interface HostTag {
  readonly texts: readonly TextValue[];
  readonly values: readonly Value[];
  /** Where each `${…}` stands. */
  readonly holes: readonly Range[];
  readonly place: Range;
  readonly label: string;
}

/**
 * A thing of a library that a migration works with. Every question may be left unanswered (undefined): the
 * evaluator then takes the result as unknown, and counts a call as unread.
 */
export interface Host {
  /** As a user knows it: `queryRunner`, `knex.schema`. */
  readonly label: string;
  property?(name: string, place: Range): Value | undefined;
  /** `host.name(…)`. */
  method?(call: HostCall): Value | undefined;
  /** `host(…)`. */
  call?(call: HostCall): Value | undefined;
  /** `` host`…` ``. */
  tag?(tag: HostTag): Value | undefined;
  /** `new host(…)`. */
  construct?(call: HostCall): Value | undefined;
  /** The value was awaited, returned or left standing: a lazy query runs now. May come more than once. */
  settle?(): void;
  /** Given to code that is not followed, it can change nothing (a type, a fragment of SQL). */
  readonly harmless?: boolean;
  /** It stands for something that was looked for and may not be there. */
  readonly mayBeMissing?: boolean;
}

/** A part of rendered SQL. A bare string stands at the call; a text keeps the places of its pieces. */
export type SqlPart = string | TextValue | { readonly text: string; readonly place: Range };

/** What a library may do while a migration is evaluated. */
export interface Run {
  readonly dialect: Dialect;
  /** SQL that the file itself holds: what is verbatim stays so, and may be edited there. Placeholders stay in it. */
  emitRaw(call: HostCall, sql: TextValue): void;
  /** One or more statements that the library would send for this call, without a terminator for the last. */
  emitSql(call: HostCall, parts: readonly SqlPart[]): void;
  /** The call, or a part of it, changes something that could not be found out. `reason` names what is not known. */
  unread(call: HostCall, reason: string, place?: Range): void;
  /** The call was understood and sends nothing that changes a schema or data (a query, `hasTable`). */
  seen(call: HostCall): void;
  /** Runs a callback of the migration (a table builder, a transaction). Anything but a function is taken as unread. */
  invoke(callback: Value | undefined, args: readonly Value[], call: HostCall): Value;
  /** Appends, so that it can be undone when a branch turns out not to be taken. Use it for all state of a host. */
  append<T>(list: T[], item: T): void;
  /** Any other change of a host's state, with how to undo it. */
  change(apply: () => void, undo: () => void): void;
}

export type { FunctionValue, TextPiece, TextValue, Value };
