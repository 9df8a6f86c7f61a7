import type { Host, HostCall, Run } from '../../evaluate/host';
import { computedText, hosted, record, unknown, type Value } from '../../evaluate/values';

/** SQL as text, sent as it is: `queryRunner.query('…')`. */
export function sendRaw(run: Run, call: HostCall): Value {
  const [sql] = call.args;
  if (sql?.kind === 'text') run.emitRaw(call, sql);
  else
    run.unread(
      call,
      `what ${sql?.kind === 'unknown' ? sql.name : call.label} stands for is not known`,
      sql?.place,
    );
  return unknown('the result of a query', call.place);
}

/** `queryRunner.connection`, `.dataSource` and `.manager`: raw queries, and the data through entities. */
export function connectionHost(run: Run, label: string, queryRunner: Host): Host {
  const host: Host = {
    label,
    property: (name, place) => connectionProperty(run, label, queryRunner, name, place),
    method(call) {
      if (call.name === 'query') return sendRaw(run, call);
      if (call.name === 'createQueryRunner') return hosted(queryRunner, call.place);
      if (call.name === 'transaction') {
        run.invoke(call.args.at(-1), [hosted(host, call.place)], call);
        return unknown(call.label, call.place);
      }
      if (call.name === 'getRepository' || call.name === 'createQueryBuilder')
        return hosted(entityHost(run, call.label), call.place);
      return entityCall(run, call);
    },
  };
  return host;
}

function connectionProperty(
  run: Run,
  label: string,
  queryRunner: Host,
  name: string,
  place: Value['place'],
): Value | undefined {
  switch (name) {
    case 'options':
    case 'driver':
      return record(new Map([['type', typeOf(run, place)]]), place, false);
    case 'manager':
    case 'connection':
    case 'dataSource':
      return hosted(connectionHost(run, `${label}.${name}`, queryRunner), place);
    case 'queryRunner':
      return hosted(queryRunner, place);
    default:
      return undefined;
  }
}

/** SQLite has several drivers, each with a type of its own. */
function typeOf(run: Run, place: Value['place']): Value {
  return run.dialect === 'sqlite' ? unknown('the driver of SQLite', place) : computedText(run.dialect, place);
}

const reading =
  /^(?:find|count|exist|has|get(?:One|Many|Raw|Count|Exists|Sql|Query|Parameters)|sum|average|minimum|maximum|stream)/;
const writing =
  /^(?:save|insert|update|upsert|delete|remove|softDelete|softRemove|recover|restore|increment|decrement|clear)/;

/** Rows that are read or changed through entities: their tables are declared elsewhere. */
function entityCall(run: Run, call: HostCall): Value | undefined {
  if (reading.test(call.name)) {
    run.seen(call);
    return unknown('the result of a query', call.place);
  }
  if (!writing.test(call.name)) return undefined;
  run.unread(call, 'rows that are changed through entities are not followed');
  return unknown(call.label, call.place);
}

/** A repository, or a query that is being built: it changes rows when it is executed as anything but a select. */
function entityHost(run: Run, label: string): Host {
  const kind = { writes: false };
  const host: Host = {
    label,
    harmless: false,
    method(call) {
      if (call.name === 'execute') {
        if (kind.writes) run.unread(call, 'rows that are changed through entities are not followed');
        else run.seen(call);
        return unknown('the result of a query', call.place);
      }
      if (call.name === 'createQueryBuilder') return hosted(entityHost(run, call.label), call.place);
      if (call.name === 'query') return sendRaw(run, call);
      if (call.name === 'create' || call.name === 'merge') return unknown(call.label, call.place);
      if (reading.test(call.name)) return entityCall(run, call);
      const isBuilder = label.endsWith('createQueryBuilder');
      if (!isBuilder) return entityCall(run, call);
      if (writing.test(call.name)) {
        const before = kind.writes;
        run.change(
          () => (kind.writes = true),
          () => (kind.writes = before),
        );
      }
      return hosted(host, call.place);
    },
  };
  return host;
}
