import type { Host, HostCall, HostTag, Run } from '../../evaluate/host';
import { hosted, textOf, unknown, type Value } from '../../evaluate/values';
import { attempt, expectList, expectText } from '../not-understood';
import { RawSql, rawSqlOf } from '../raw-sql';
import { join, type Sql } from '../rendered';
import { textFrom } from '../sliced-text';
import { builderOf } from './builder';
import { bound, immediate } from './literals';
import { quote, quoteQualified, quoteReference } from './names';
import { renderSelect } from './select';

/** What the tag makes: sent by `execute`, a part of a statement where it is put into one. */
class Fragment extends RawSql implements Host {
  constructor(
    private readonly run: Run,
    sql: Sql,
  ) {
    super('sql', sql);
  }

  method(call: HostCall): Value | undefined {
    if (call.name === 'execute') {
      this.run.emitRaw(call, textFrom(this.sql, call.place));
      return unknown(call.label, call.place);
    }
    const alias = textOf(call.args[0]);
    if (call.name === 'as' && alias !== null)
      return hosted(new RawSql('sql', [...this.sql, ` as ${quote(alias, this.run.dialect)}`]), call.place);
    return /^(?:as|\$castTo|\$notNull|withPlugin|compile)$/.test(call.name)
      ? hosted(this, call.place)
      : undefined;
  }
}

/** `sql` of Kysely: the tag and its helpers. */
export class SqlTag implements Host {
  readonly label = 'sql';
  readonly harmless = true;

  constructor(private readonly run: Run) {}

  tag({ texts, values, place }: HostTag): Value {
    const parts = texts.flatMap((text, index): Sql => {
      const value = values[index];
      return value === undefined ? [text] : [text, ...this.inserted(value)];
    });
    return hosted(new Fragment(this.run, parts), place);
  }

  method(call: HostCall): Value | undefined {
    const { args, place } = call;
    const [first, second] = args;
    const { dialect } = this.run;
    const fragment = (render: () => Sql): Value => {
      const text = attempt(this.run, call, render);
      return text === undefined ? unknown(call.label, place) : hosted(new Fragment(this.run, text), place);
    };
    switch (call.name) {
      case 'raw':
        return first?.kind === 'text'
          ? hosted(new Fragment(this.run, [first]), place)
          : fragment(() => [expectText(first, 'the SQL')]);
      case 'ref':
        return fragment(() => [quoteReference(expectText(first, 'the name of the column'), dialect)]);
      case 'table':
        return fragment(() => [quoteQualified(expectText(first, 'the name of the table'), null, dialect)]);
      case 'id':
        return fragment(() => [args.map((name) => quote(expectText(name, 'a name'), dialect)).join('.')]);
      case 'lit':
      case 'literal':
        return fragment(() => immediate(first, dialect, 'the value'));
      case 'val':
      case 'value':
        return fragment(() => bound(first, dialect));
      case 'join':
        return fragment(() => {
          const separator = rawSqlOf(second) ?? [', '];
          const items = expectList(first, 'what is joined').map((item) => this.inserted(item));
          return items.flatMap((item, index) => (index === 0 ? item : [...separator, ...item]));
        });
      default:
        return undefined;
    }
  }

  private inserted(value: Value): Sql {
    const builder = builderOf(value);
    if (builder === null) return bound(value, this.run.dialect);
    return join(['(', renderSelect(builder), ')'], '');
  }
}
