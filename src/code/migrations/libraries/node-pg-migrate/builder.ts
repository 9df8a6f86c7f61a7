import type { Range } from '../../../../model/text';
import type { Host, HostCall, Run } from '../../evaluate/host';
import { computedText, hosted, scalar, unknown, type TextValue, type Value } from '../../evaluate/values';
import { attempt, expectRecord, expectText, notKnown } from '../not-understood';
import { RawSql, rawSqlOf } from '../raw-sql';
import type { Sql } from '../rendered';
import { replaceIn, textFrom } from '../sliced-text';
import { escapeValue, literal } from './data';
import { operationOf } from './operations';
import type { Shorthands } from './types';

/** `pgm`. */
export class MigrationBuilder implements Host {
  readonly label = 'pgm';
  private shorthands: Shorthands = new Map();

  constructor(private readonly run: Run) {}

  /** The shorthands that the migration exports. */
  use(exported: Value | undefined): void {
    if (exported?.kind === 'record') this.shorthands = exported.entries;
  }

  property(name: string, place: Range): Value | undefined {
    return name === 'db' ? hosted(new DatabaseHost(this.run), place) : undefined;
  }

  method(call: HostCall): Value | undefined {
    const { name, args, place } = call;
    const { run } = this;
    const nothing = scalar(undefined, place);
    switch (name) {
      case 'func': {
        const [text] = args;
        if (text?.kind === 'text') return hosted(new RawSql(call.label, [text]), place);
        return unknown(call.label, place);
      }
      case 'sql':
        attempt(run, call, () => {
          sendSql(run, call);
        });
        return nothing;
      case 'noTransaction':
        run.seen(call);
        return nothing;
    }
    const operation = operationOf(name);
    if (operation === null) return undefined;
    const statements = attempt(run, call, () => operation(args, { run, call, shorthands: this.shorthands }));
    for (const statement of statements ?? []) run.emitSql(call, statement);
    if (statements?.length === 0) run.seen(call);
    return nothing;
  }
}

/** `pgm.sql(text, { name: value })`: names in braces are replaced, texts as identifiers. */
function sendSql(run: Run, call: HostCall): void {
  const [text, given] = call.args;
  if (text?.kind !== 'text') throw notKnown(text, 'the SQL');
  const values = expectRecord(given, 'what is put into the SQL');
  run.emitRaw(call, values.size === 0 ? text : replaced(text, values, call.place));
}

function replaced(text: TextValue, values: ReadonlyMap<string, Value>, place: Range): TextValue {
  const parts = replaceIn(text, /(?<!\$)\{(\w+)\}/g, ([, name]): Sql | null => {
    const value = values.get(name ?? '');
    if (value === undefined) return null;
    const isName = (value.kind === 'text' && rawSqlOf(value) === null) || value.kind === 'record';
    return [isName ? literal(value, 'a name') : escapeValue(value, 'a value')];
  });
  return textFrom(parts, place);
}

/** `pgm.db`: sends at once. */
class DatabaseHost implements Host {
  readonly label = 'pgm.db';

  constructor(private readonly run: Run) {}

  method(call: HostCall): Value | undefined {
    if (call.name !== 'query' && call.name !== 'select') return undefined;
    const [first] = call.args;
    attempt(this.run, call, () => {
      const text = first?.kind === 'record' ? expectRecord(first, 'the query').get('text') : first;
      if (text?.kind === 'text') this.run.emitRaw(call, text);
      else this.run.emitRaw(call, computedText(expectText(text, 'the SQL'), call.place));
    });
    return unknown(call.label, call.place);
  }
}
