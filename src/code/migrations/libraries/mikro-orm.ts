import type { Host, HostCall, Run } from '../evaluate/host';
import { hosted, list, scalar, unknown, type TextValue, type Value } from '../evaluate/values';
import type { MigrationLibrary } from '../library';
import { KnexHost } from './knex/knex-host';
import { rawSqlOf } from './raw-sql';
import { Fragment, fragmentOf } from './tagged/fragment';
import { SqlTag } from './tagged/sql-tag';

/** MikroORM: `addSql` collects what is sent when `up` has ended; `execute` sends at once. */
export const mikroOrm: MigrationLibrary = {
  name: 'mikro-orm',
  open(run) {
    const queries: Query[] = [];
    const sql = new SqlTag(run, run.dialect === 'mysql' || run.dialect === 'mariadb' ? '`' : '"');
    return {
      parameters: [],
      self: migration(run, queries),
      imported: (module, name) => (module.startsWith('@mikro-orm/') ? exported(run, sql, name) : null),
      finish: () => {
        for (const { call, text } of queries) run.emitRaw(call, text);
      },
    };
  },
};

interface Query {
  readonly call: HostCall;
  readonly text: TextValue;
}

function migration(run: Run, queries: Query[]): Host {
  return {
    label: 'the migration',
    property: (name, place) =>
      name === 'driver' || name === 'config' || name === 'ctx' ? unknown(`this.${name}`, place) : undefined,
    method(call) {
      const { place, args } = call;
      switch (call.name) {
        case 'addSql':
          add(run, queries, call, args[0]);
          return scalar(undefined, place);
        case 'execute':
          send(run, call, args[0]);
          return unknown('the result of a query', place);
        case 'getKnex':
          return hosted(new KnexHost(run), place);
        case 'getEntityManager':
          return hosted(entityManager(run), place);
        case 'getQueries':
          return list([], place, false);
        case 'reset':
          run.change(
            () => (queries.length = 0),
            () => undefined,
          );
          return scalar(undefined, place);
        default:
          return undefined;
      }
    },
  };
}

function add(run: Run, queries: Query[], call: HostCall, sql: Value | undefined): void {
  run.seen(call);
  const text = textFrom(sql);
  if (text !== null) run.append(queries, { call, text });
  else sendOther(run, call, sql);
}

function send(run: Run, call: HostCall, sql: Value | undefined): void {
  const text = textFrom(sql);
  if (text !== null) run.emitRaw(call, text);
  else sendOther(run, call, sql);
}

function textFrom(sql: Value | undefined): TextValue | null {
  return sql?.kind === 'text' ? sql : (fragmentOf(sql)?.text ?? null);
}

/** A query that was built with Knex, or raw SQL of it; it runs with what was collected so far. */
function sendOther(run: Run, call: HostCall, sql: Value | undefined): void {
  const raw = rawSqlOf(sql);
  if (raw !== null) run.emitSql(call, raw);
  else if (sql?.kind === 'host' && sql.host.settle !== undefined) sql.host.settle();
  else
    run.unread(
      call,
      `what ${sql?.kind === 'unknown' ? sql.name : call.label} sends is not known`,
      sql?.place,
    );
}

/** Data through entities: their tables are declared elsewhere. */
function entityManager(run: Run): Host {
  const host: Host = {
    label: 'the entity manager',
    method(call) {
      if (call.name === 'execute') {
        send(run, call, call.args[0]);
        return unknown('the result of a query', call.place);
      }
      if (/^(?:find|count|get|refresh|populate|clear|create|assign|map)/.test(call.name)) {
        run.seen(call);
        return call.name === 'getConnection' || call.name === 'getKnex'
          ? hosted(call.name === 'getKnex' ? new KnexHost(run) : host, call.place)
          : unknown('the result of a query', call.place);
      }
      return undefined;
    },
  };
  return host;
}

function exported(run: Run, sql: SqlTag, name: string): Host | null {
  if (name === 'sql') return sql;
  if (name !== 'raw') return null;
  return {
    label: 'raw',
    harmless: true,
    call: ({ args: [text], place }) =>
      text?.kind === 'text' ? hosted(new Fragment(text, run), place) : undefined,
  };
}
