import type { Dialect } from '../../../../model/dialect';
import type { Host, HostCall, Run } from '../../evaluate/host';
import { hosted, isMissing, joined, unknown, type TextValue, type Value } from '../../evaluate/values';
import { attempt, expectList, notKnown } from '../not-understood';
import { rawSqlOf, RawSql } from '../raw-sql';
import type { Sql } from '../rendered';
import { replaceIn, textFrom } from '../sliced-text';
import { columnize } from './identifiers';
import { parameter } from './literals';

/** `knex.raw(…)`: sent when it is awaited, a part of another statement where it is put into one. */
export class RawQuery extends RawSql implements Host {
  private sent = false;

  constructor(
    private readonly run: Run,
    private readonly sender: HostCall,
    /** null: it is not known. */
    private readonly text: Sql | null,
  ) {
    super('knex.raw', text ?? []);
  }

  method(call: HostCall): Value | undefined {
    return chained.has(call.name) ? hosted(this, call.place) : undefined;
  }

  settle(): void {
    if (this.sent || this.text === null) return;
    this.run.change(
      () => {
        this.sent = true;
      },
      () => {
        this.sent = false;
      },
    );
    this.run.emitRaw(this.sender, textFrom(this.text, this.sender.place));
  }
}

const chained = new Set(['transacting', 'connection', 'timeout', 'options', 'queryContext', 'debug']);

/** What `raw(sql, bindings)` gives; SQL that is not known is unread at once. */
export function rawQuery(run: Run, call: HostCall): Value {
  const text = attempt(run, call, () => withBindings(call.args[0], call.args[1], run.dialect));
  if (text === undefined) return unknown(call.label, call.place);
  return hosted(new RawQuery(run, call, text), call.place);
}

/** SQL with its bindings put in: `?` and `:name` become values, `??` and `:name:` names. */
export function withBindings(value: Value | undefined, bindings: Value | undefined, dialect: Dialect): Sql {
  const raw = rawSqlOf(value);
  if (raw !== null) return raw;
  if (value?.kind !== 'text') throw notKnown(value, 'the SQL');
  if (isMissing(bindings)) return [unescaped(value)];
  if (bindings?.kind === 'record') return namedBindings(value, bindings.entries, dialect);
  if (bindings?.kind === 'unknown') throw notKnown(bindings, 'what is bound');
  return listedBindings(value, expectList(bindings, 'what is bound'), dialect);
}

function listedBindings(value: TextValue, bindings: readonly Value[], dialect: Dialect): Sql {
  let next = 0;
  return replaceIn(value, /\\\?|\?\??/g, ([match]) => {
    if (match === '\\?') return ['?'];
    const binding = bindings[next++];
    if (binding === undefined) throw notKnown(value, 'what is bound');
    return match === '??' ? columnize(binding, dialect, 'a name that is bound') : parameter(binding, dialect);
  });
}

function namedBindings(value: TextValue, bindings: ReadonlyMap<string, Value>, dialect: Dialect): Sql {
  // As in Knex: `::` is a cast of Postgres, a backslash keeps the colon.
  return replaceIn(value, /\\?(?::(\w+):(?=::)|:(\w+):(?!:)|:(\w+))/g, (match) => {
    const [all, cast, name, plain] = match;
    if (all.startsWith('\\')) return [all.slice(1)];
    const binding = bindings.get(cast ?? name ?? plain ?? '');
    if (binding === undefined) return null;
    return plain === undefined
      ? columnize(binding, dialect, 'a name that is bound')
      : parameter(binding, dialect);
  });
}

/** A question mark that is no binding is written `\?`. */
function unescaped(value: TextValue): TextValue {
  return joined(value).includes('\\?')
    ? textFrom(
        replaceIn(value, /\\\?/g, () => ['?']),
        value.place,
      )
    : value;
}
