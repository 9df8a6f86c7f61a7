import type { Statement, StatementReading } from '../../model/statement';
import type { Range } from '../../model/text';
import { arity, callsIn, readCalledBody, type CalledBody, type RoutineCall } from './body/routine-calls';
import type { ReadInner } from './body/read-body';
import type { PostgresParser } from './parser';
import { unmasked } from './read-template';
import { maskTemplates } from './templates';

/** A function or procedure that the script creates. */
interface Routine {
  readonly name: string;
  readonly schema: string | null;
  readonly statement: Statement;
}

/** A body that calls itself, or a chain of calls nobody writes, is not followed further. */
const deepestCall = 20;

/**
 * Adds to the statements of a script what the functions and procedures do that it creates and then calls: after each
 * calling statement one entry for each called body that changes something. What it learns of a statement's text it
 * keeps by the identity of its reading, so the same call of the same body gives the same reading object again.
 */
export class CalledRoutines {
  private readonly calls = new WeakMap<StatementReading, readonly RoutineCall[]>();
  private readonly bodies = new WeakMap<StatementReading, Map<string, CalledBody | null>>();
  private readonly arities = new WeakMap<StatementReading, ReturnType<typeof arity>>();

  private readonly unknowns = new WeakMap<StatementReading, StatementReading>();
  /** The readings that calls of unknown procedures have by themselves. */
  private readonly originals = new WeakMap<StatementReading, StatementReading>();

  constructor(
    private readonly parser: PostgresParser,
    private readonly read: ReadInner,
  ) {}

  /** The same array when the script creates no routine and calls no procedure. */
  followed(statements: readonly Statement[]): readonly Statement[] {
    if (!statements.some(({ reading }) => createsRoutine(reading) || isCall(reading))) return statements;
    const routines: Routine[] = [];
    const result: Statement[] = [];
    for (const statement of statements) {
      const reading = this.originals.get(statement.reading) ?? statement.reading;
      const created = createdRoutine(reading);
      if (created !== null) routines.push({ ...created, statement });
      const calls = created === null && mentions(reading.text, routines) ? this.callsOf(reading) : [];
      const isUnknown = isCall(reading) && !calls.some((call) => this.routineOf(call, routines) !== null);
      result.push({ ...statement, reading: isUnknown ? this.asUnknown(reading) : reading });
      this.run(calls, routines, { start: statement.start, end: statement.end }, result, []);
    }
    return result;
  }

  /** A procedure is called for what it does: when that stands elsewhere, the call is not understood. */
  private asUnknown(reading: StatementReading): StatementReading {
    let unknown = this.unknowns.get(reading);
    if (unknown === undefined) {
      const range = { start: 0, end: reading.text.length };
      const entry = { range, reason: 'what this procedure does is not known: another script creates it' };
      unknown = { ...reading, unread: [...reading.unread, entry] };
      this.unknowns.set(reading, unknown);
      this.originals.set(unknown, reading);
    }
    return unknown;
  }

  private routineOf(call: RoutineCall, routines: readonly Routine[]): Routine | null {
    return routines.findLast((candidate) => this.fits(candidate, call)) ?? null;
  }

  private run(
    calls: readonly RoutineCall[],
    routines: readonly Routine[],
    calledFrom: Range,
    result: Statement[],
    stack: readonly Routine[],
  ): void {
    for (const call of calls) {
      const routine = this.routineOf(call, routines);
      if (routine === null || stack.includes(routine) || stack.length >= deepestCall) continue;
      const body = this.bodyOf(routine.statement.reading, call);
      if (body === null) continue;
      const { start, end, next } = routine.statement;
      if (matters(body.reading)) result.push({ start, end, next, reading: body.reading, calledFrom });
      this.run(body.calls, routines, calledFrom, result, [...stack, routine]);
    }
  }

  private fits(routine: Routine, call: RoutineCall): boolean {
    if (routine.name !== call.name) return false;
    if (routine.schema !== null && call.schema !== null && routine.schema !== call.schema) return false;
    const { reading } = routine.statement;
    if (!this.arities.has(reading)) this.arities.set(reading, arity(this.parser, plain(reading.text)));
    const takes = this.arities.get(reading);
    if (takes == null) return true;
    const given = call.positional.length + call.namedCount;
    return given >= takes.least && given <= takes.most;
  }

  private callsOf(reading: StatementReading): readonly RoutineCall[] {
    let calls = this.calls.get(reading);
    if (calls === undefined) {
      const text = plain(reading.text);
      calls = callsIn(this.parser, text, this.read);
      // A schema that is a placeholder is the same one at the call as at the routine, or there is no telling.
      if (text !== reading.text) calls = calls.map((call) => ({ ...call, schema: null }));
      this.calls.set(reading, calls);
    }
    return calls;
  }

  private bodyOf(created: StatementReading, call: RoutineCall): CalledBody | null {
    let known = this.bodies.get(created);
    if (known === undefined) this.bodies.set(created, (known = new Map<string, CalledBody | null>()));
    const key = JSON.stringify([call.positional, [...call.named]]);
    let body = known.get(key);
    if (body === undefined) known.set(key, (body = this.readBody(created, call)));
    return body;
  }

  private readBody(created: StatementReading, call: RoutineCall): CalledBody | null {
    const masked = maskTemplates(created.text);
    const text = masked?.text ?? created.text;
    const body = readCalledBody(this.parser, { ...created, text }, call, this.read);
    if (body === null || masked === null) return body;
    return { ...body, reading: unmasked(body.reading, masked, created.text) };
  }
}

function createsRoutine(reading: StatementReading): boolean {
  return reading.keyword === 'CREATE FUNCTION' || reading.keyword === 'CREATE PROCEDURE';
}

function isCall(reading: StatementReading): boolean {
  return reading.keyword === 'CALL';
}

function createdRoutine(reading: StatementReading): Pick<Routine, 'name' | 'schema'> | null {
  const [change] = reading.changes;
  if (!createsRoutine(reading) || change?.kind !== 'create-object') return null;
  return { name: change.name.name, schema: change.name.schema };
}

/** Most statements of a script call nothing: a look at the text spares parsing them again. */
function mentions(text: string, routines: readonly Routine[]): boolean {
  const lower = text.toLowerCase();
  return routines.some(({ name }) => lower.includes(name.toLowerCase()));
}

/** With names in place of templates. */
function plain(text: string): string {
  return maskTemplates(text)?.text ?? text;
}

function matters({ changes, unread }: StatementReading): boolean {
  return unread.length > 0 || changes.some((change) => change.kind !== 'other');
}
