import type { Host, HostCall, Run } from '../../evaluate/host';
import { hosted, record, unknown, type Value } from '../../evaluate/values';
import { asText, relocated } from '../../evaluate/texts';
import { Fragment, fragmentOf, taggedText } from './fragment';
import type { SqlTag } from './sql-tag';

/** Methods of a slonik pool, a postgres.js or a drizzle database that send the SQL they are given. */
const sending =
  /^(?:query|execute|run|all|get|one|many|any|maybeOne|exists|stream|values|(?:one|many|any|maybeOne)First)$/;
const nested = new Set(['transaction', 'connect', 'begin', 'savepoint', 'reserve']);

/** What such libraries hand to `up`: a thing that sends SQL, and for postgres.js the tag that does. */
export class Connection implements Host {
  constructor(
    private readonly run: Run,
    private readonly sql: SqlTag,
    readonly label: string,
  ) {}

  /** Umzug and Payload hand over an object that holds it. */
  property(name: string, place: Value['place']): Value | undefined {
    switch (name) {
      case 'sql':
        return hosted(this.sql, place);
      case 'context':
      case 'connection':
      case 'pool':
      case 'db':
      case 'drizzle':
      case 'client':
        return hosted(this, place);
      case 'payload':
        return record(new Map([['db', hosted(this, place)]]), place, false);
      case 'req':
        return unknown('req', place);
      default:
        return undefined;
    }
  }

  /** postgres.js: `` await sql`…` `` sends. */
  tag(tag: Parameters<NonNullable<Host['tag']>>[0]): Value {
    const text = taggedText(tag, this.run.dialect);
    const call: HostCall = { name: '', args: [], place: tag.place, link: tag.place, label: tag.label };
    return hosted(new Fragment(text, this.run, () => this.run.emitRaw(call, text)), tag.place);
  }

  /** postgres.js: `sql('name')` is a name. */
  call(call: HostCall): Value | undefined {
    const [name] = call.args;
    if (name?.kind !== 'text') return unknown(call.label, call.place);
    return this.sql.method({ ...call, name: 'identifier' });
  }

  method(call: HostCall): Value | undefined {
    if (nested.has(call.name)) return this.run.invoke(call.args.at(-1), [hosted(this, call.place)], call);
    if (call.name === 'unsafe') return this.send(call);
    return sending.test(call.name) ? this.send(call) : undefined;
  }

  private send(call: HostCall): Value {
    const [sql] = call.args;
    const fragment = fragmentOf(sql);
    if (fragment !== null) this.run.emitRaw(call, fragment.text);
    else if (sql?.kind === 'text') this.run.emitRaw(call, sql);
    else if (sql?.kind === 'record') this.sendText(call, sql.entries.get('sql') ?? sql.entries.get('text'));
    else
      this.run.unread(
        call,
        `what ${sql?.kind === 'unknown' ? sql.name : call.label} sends is not known`,
        sql?.place,
      );
    return unknown('the result of a query', call.place);
  }

  private sendText(call: HostCall, sql: Value | undefined): void {
    if (sql?.kind === 'text') this.run.emitRaw(call, relocated(asText(sql), call.place));
    else this.run.unread(call, `what ${call.label} sends is not known`);
  }
}
