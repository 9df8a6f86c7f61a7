import type { Range } from '../../../../model/text';
import type { Host, HostCall, Run } from '../../evaluate/host';
import { hosted, textOf, type Value } from '../../evaluate/values';
import { RawSql, rawSqlOf } from '../raw-sql';
import { join, sql, type Sql } from '../rendered';
import { quote, quoteQualified, quoteReference } from './names';

/** An expression that is not followed, such as what an expression builder makes. It changes nothing. */
export class OpenExpression implements Host {
  readonly label = 'expression';
  readonly harmless = true;

  property(_name: string, place: Range): Value {
    return hosted(this, place);
  }

  call(call: HostCall): Value {
    return hosted(this, call.place);
  }

  method(call: HostCall): Value {
    return hosted(this, call.place);
  }
}

/** SQL that is known; `as` names it. */
export class KnownExpression extends RawSql implements Host {
  constructor(
    private readonly run: Run,
    text: Sql,
  ) {
    super('expression', text);
  }

  method(call: HostCall): Value | undefined {
    const alias = textOf(call.args[0]);
    if (call.name === 'as' && alias !== null)
      return hosted(
        new RawSql('expression', sql`${this.sql} as ${quote(alias, this.run.dialect)}`),
        call.place,
      );
    return /^(?:\$castTo|\$notNull|distinct)$/.test(call.name) ? hosted(this, call.place) : undefined;
  }
}

/** A function that quotes a name: `ref` and `table`, also taken out of `db.dynamic` or of an expression builder. */
class NameFunction implements Host {
  readonly label = 'ref';
  readonly harmless = true;

  constructor(
    private readonly run: Run,
    private readonly kind: 'ref' | 'table',
  ) {}

  call(call: HostCall): Value {
    const name = textOf(call.args[0]);
    if (name === null) return hosted(new OpenExpression(), call.place);
    const { dialect } = this.run;
    const text = this.kind === 'ref' ? quoteReference(name, dialect) : quoteQualified(name, null, dialect);
    return hosted(new KnownExpression(this.run, [text]), call.place);
  }
}

/** `eb` of a callback, and `db.dynamic`: names and functions are read, what compares stays open. */
export class ExpressionBuilder implements Host {
  readonly label = 'expression builder';
  readonly harmless = true;

  constructor(private readonly run: Run) {}

  property(name: string, place: Range): Value {
    if (name === 'ref' || name === 'table') return hosted(new NameFunction(this.run, name), place);
    return hosted(name === 'fn' ? new Functions(this.run) : new OpenExpression(), place);
  }

  call(call: HostCall): Value {
    return hosted(new OpenExpression(), call.place);
  }

  method(call: HostCall): Value {
    if (call.name === 'ref' || call.name === 'table') return new NameFunction(this.run, call.name).call(call);
    return hosted(new OpenExpression(), call.place);
  }
}

const functions = new Set(['count', 'sum', 'min', 'max', 'avg', 'coalesce']);

/** `eb.fn` and `db.fn`. */
export class Functions implements Host {
  readonly label = 'fn';
  readonly harmless = true;

  constructor(private readonly run: Run) {}

  call(call: HostCall): Value {
    return hosted(new OpenExpression(), call.place);
  }

  method(call: HostCall): Value {
    const texts = call.args.map((argument): Sql | null => {
      const name = textOf(argument);
      return name === null ? rawSqlOf(argument) : [quoteReference(name, this.run.dialect)];
    });
    const known = texts.filter((text) => text !== null);
    if (call.name === 'countAll') return hosted(new KnownExpression(this.run, ['count(*)']), call.place);
    if (!functions.has(call.name) || known.length !== texts.length)
      return hosted(new OpenExpression(), call.place);
    return hosted(new KnownExpression(this.run, sql`${call.name}(${join(known, ', ')})`), call.place);
  }
}
