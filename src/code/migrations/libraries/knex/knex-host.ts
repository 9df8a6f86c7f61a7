import type { Range } from '../../../../model/text';
import type { Host, HostCall, Run } from '../../evaluate/host';
import { settle } from '../../evaluate/reach';
import {
  booleanOf,
  computedText,
  entry,
  hosted,
  itemsOf,
  numberOf,
  record,
  unknown,
  type Value,
} from '../../evaluate/values';
import { attempt } from '../not-understood';
import { RawSql } from '../raw-sql';
import { wrap } from './identifiers';
import { isQueryMethod, QueryHost } from './query-host';
import { rawQuery } from './raw';
import { SchemaHost } from './schema-host';
import { insertRows } from './write';

/** How Knex calls its client for a dialect. */
const clients = { postgres: 'pg', mysql: 'mysql2', mariadb: 'mysql2', sqlite: 'sqlite3' } as const;

/** `knex`, and a transaction of it. */
export class KnexHost implements Host {
  readonly label = 'knex';
  /** The runner wraps the migration: a transaction inside is only a savepoint. */
  private isWrapped = true;

  constructor(
    private readonly run: Run,
    private readonly isTransaction = false,
  ) {}

  /** The `config` that the migration exports: `{ transaction: false }`. */
  configure(config: Value | undefined): void {
    this.isWrapped = booleanOf(entry(config, 'transaction')) !== false;
  }

  call(call: HostCall): Value {
    return hosted(new QueryHost(this.run, call.args[0]), call.place);
  }

  property(name: string, place: Range): Value | undefined {
    switch (name) {
      case 'schema':
        return hosted(new SchemaHost(this.run), place);
      case 'fn':
        return hosted(new FunctionHost(this.run), place);
      case 'client':
        return clientOf(this.run, place);
      case 'context':
        return hosted(this, place);
      default:
        return undefined;
    }
  }

  method(call: HostCall): Value | undefined {
    const { name, args, place } = call;
    switch (name) {
      case 'raw':
        return rawQuery(this.run, call);
      case 'ref': {
        const text = attempt(this.run, call, () => wrap(args[0], this.run.dialect, 'the name'));
        return text === undefined ? unknown(call.label, place) : hosted(new RawSql('knex.ref', text), place);
      }
      case 'transaction':
        return this.transaction(call);
      case 'batchInsert':
        return this.batchInsert(call);
      case 'commit':
        if (this.isTransaction) this.run.emitSql(call, ['COMMIT']);
        else this.run.seen(call);
        return unknown(call.label, place);
      case 'rollback':
      case 'isCompleted':
      case 'destroy':
        this.run.seen(call);
        return unknown(call.label, place);
      case 'queryBuilder':
        return hosted(new QueryHost(this.run, undefined), place);
      default:
        if (!isQueryMethod(name)) return undefined;
        return new QueryHost(this.run, undefined).method(call);
    }
  }

  /** `knex.transaction(trx => …)`, or the transaction itself when there is no callback. */
  private transaction(call: HostCall): Value {
    const opens = !this.isWrapped && !this.isTransaction;
    const [callback] = call.args;
    const ends = callback?.kind === 'function';
    const trx = hosted(new KnexHost(this.run, opens && !ends), call.place);
    if (opens) this.run.emitSql(call, ['BEGIN']);
    else this.run.seen(call);
    if (!ends) return trx;
    const result = this.run.invoke(callback, [trx], call);
    settle(result);
    if (opens) this.run.emitSql(call, ['COMMIT']);
    return unknown(call.label, call.place);
  }

  private batchInsert(call: HostCall): Value {
    const [table, rows] = call.args;
    const query = { run: this.run, schema: null, table, links: [] };
    const statements = attempt(this.run, call, () =>
      insertRows(wrap(table, this.run.dialect, 'the name of the table'), itemsOf(rows), query),
    );
    for (const statement of statements ?? []) this.run.emitSql(call, statement);
    if (statements?.length === 0) this.run.seen(call);
    return hosted(new QueryHost(this.run, table), call.place);
  }
}

/** `knex.client`, as far as migrations ask it for the dialect. */
function clientOf(run: Run, place: Range): Value {
  const text = (value: string): Value => computedText(value, place);
  const client = clients[run.dialect];
  const dialect = { postgres: 'postgresql', mysql: 'mysql', mariadb: 'mysql', sqlite: 'sqlite3' } as const;
  const config = record(new Map([['client', text(client)]]), place, false);
  const entries = new Map<string, Value>([
    ['config', config],
    ['dialect', text(dialect[run.dialect])],
    ['driverName', text(client)],
  ]);
  return record(entries, place, false);
}

const uuids = {
  postgres: '(gen_random_uuid())',
  mysql: '(UUID())',
  mariadb: '(UUID())',
  sqlite:
    "(lower(hex(randomblob(4))) || '-' || lower(hex(randomblob(2))) || '-4' || substr(lower(hex(randomblob(2))),2) || '-' || substr('89ab',abs(random()) % 4 + 1, 1) || substr(lower(hex(randomblob(2))),2) || '-' || lower(hex(randomblob(6))))",
} as const;

/** `knex.fn`. */
class FunctionHost implements Host {
  readonly label = 'knex.fn';
  readonly harmless = true;

  constructor(private readonly run: Run) {}

  method(call: HostCall): Value | undefined {
    const raw = (text: string): Value => hosted(new RawSql(call.label, [text]), call.place);
    if (call.name === 'uuid') return raw(uuids[this.run.dialect]);
    if (call.name !== 'now') return undefined;
    const precision = numberOf(call.args[0]);
    return raw(precision === null ? 'CURRENT_TIMESTAMP' : `CURRENT_TIMESTAMP(${String(precision)})`);
  }
}
