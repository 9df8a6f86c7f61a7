import type { Host, HostCall, Run } from '../../evaluate/host';
import { hosted, isNothing, truth, unknown, type Value } from '../../evaluate/values';
import { attempt, expectText, NotUnderstood } from '../not-understood';
import { at, sql, type Sql } from '../rendered';
import type { Statement } from './column';
import { wrap, wrapName } from './identifiers';
import { withBindings } from './raw';
import { renderTable } from './render-table';
import { TableHost } from './table-host';
import type { TableSpec } from './table-spec';
import { renderView, ViewHost } from './view-host';
import { withThis } from './with-this';

const tableMethods: Readonly<Record<string, TableSpec['method']>> = {
  createTable: 'create',
  createTableIfNotExists: 'createIfNot',
  createTableLike: 'createLike',
  table: 'alter',
  alterTable: 'alter',
};
const viewMethods = new Set([
  'createView',
  'createViewOrReplace',
  'createMaterializedView',
  'view',
  'alterView',
]);

/** What is rendered once it is known whether `withSchema` was said, which holds for the whole chain. */
type Pending = (schema: string | null) => readonly Statement[];

/** `knex.schema`: a chain of statements, sent when it is awaited. */
export class SchemaHost implements Host {
  readonly label = 'knex.schema';
  private readonly pending: Pending[] = [];
  private readonly schemas: HostCall[] = [];
  /** The calls of the chain itself: each is shown without those before it. */
  private readonly chain: HostCall[] = [];
  private sent = 0;

  constructor(private readonly run: Run) {}

  method(call: HostCall): Value | undefined {
    const { name, place } = call;
    this.chain.push(call);
    if (name === 'hasTable' || name === 'hasColumn') {
      this.run.seen(call);
      return unknown(call.label, place, 'exists');
    }
    if (name === 'withSchema') this.run.append(this.schemas, call);
    else if (Object.hasOwn(tableMethods, name)) this.table(call);
    else if (viewMethods.has(name)) this.view(call);
    else if (name === 'raw')
      this.add(call, () => [withBindings(call.args[0], call.args[1], this.run.dialect)]);
    else if (isPlain(name)) this.add(call, (schema) => renderPlain(call, this.run.dialect, schema));
    else if (name !== 'queryContext') return undefined;
    return hosted(this, place);
  }

  settle(): void {
    const waiting = this.pending.slice(this.sent);
    if (waiting.length === 0) return;
    const before = this.sent;
    this.run.change(
      () => {
        this.sent = this.pending.length;
      },
      () => {
        this.sent = before;
      },
    );
    const said = this.schemas.at(-1);
    const schema = said === undefined ? null : this.schemaOf(said);
    for (const render of waiting)
      for (const { call, sql: text } of render(schema))
        this.run.emitSql(call, this.chain.includes(call) ? at(call.link, text) : text);
  }

  private schemaOf(call: HostCall): string | null {
    if (isNothing(call.args[0])) return null;
    return attempt(this.run, call, () => expectText(call.args[0], 'the name of the schema')) ?? null;
  }

  private add(call: HostCall, render: (schema: string | null) => readonly Sql[]): void {
    this.run.append(this.pending, (schema) =>
      (attempt(this.run, call, () => render(schema)) ?? []).map((text) => ({ sql: text, call })),
    );
  }

  private table(call: HostCall): void {
    const { run } = this;
    const { dialect } = run;
    const method = tableMethods[call.name] ?? 'alter';
    const [name, second, third] = call.args;
    const callback = method === 'createLike' ? third : second;
    const spec = attempt(run, call, (): TableSpec => {
      const like = method === 'createLike' ? expectText(second, 'the table that is copied') : null;
      const table = expectText(name, 'the name of the table');
      return { method, name: table, like, columns: [], checks: [], requests: [], options: [] };
    });
    if (spec === undefined) return;
    const table = hosted(new TableHost(run, spec), call.place);
    if (callback !== undefined || method !== 'createLike')
      run.invoke(withThis(callback, table), [table], call);
    run.append(this.pending, (schema) => {
      const tableName = wrapName(schema === null ? spec.name : `${schema}.${spec.name}`, dialect);
      return renderTable({ run, dialect, schema, table: spec, tableName, call });
    });
  }

  private view(call: HostCall): void {
    const { run } = this;
    const host = new ViewHost(run, call.name === 'view' || call.name === 'alterView');
    const view = hosted(host, call.place);
    run.invoke(withThis(call.args[1], view), [view], call);
    this.add(call, (schema) => renderView(call, host, run.dialect, schema));
  }
}

const plainMethods = new Set([
  'dropTable',
  'dropTableIfExists',
  'renameTable',
  'renameView',
  'dropView',
  'dropViewIfExists',
  'dropMaterializedView',
  'dropMaterializedViewIfExists',
  'refreshMaterializedView',
]);

function isPlain(name: string): boolean {
  return plainMethods.has(name) || /^(?:create|drop)(?:Schema|Extension)(?:If(?:Not)?Exists)?$/.test(name);
}

function renderPlain(
  { name, args }: HostCall,
  dialect: Run['dialect'],
  schema: string | null,
): readonly Sql[] {
  const [first, second] = args;
  const wrapped = (what: string): Sql => wrap(first, dialect, what);
  const qualified = (what: string): string => {
    const text = expectText(first, what);
    return wrapName(schema === null ? text : `${schema}.${text}`, dialect);
  };
  const guard = name.endsWith('IfExists') ? 'if exists ' : '';
  switch (name) {
    case 'dropTable':
    case 'dropTableIfExists':
      return [sql`drop table ${guard}${qualified('the name of the table')}`];
    case 'renameTable': {
      const to = wrap(second, dialect, 'the new name');
      if (dialect === 'mysql' || dialect === 'mariadb')
        return [sql`rename table ${wrapped('the name of the table')} to ${to}`];
      const from =
        dialect === 'postgres' ? [qualified('the name of the table')] : wrapped('the name of the table');
      return [sql`alter table ${from} rename to ${to}`];
    }
    case 'renameView': {
      const to = wrap(second, dialect, 'the new name');
      if (dialect === 'sqlite') throw new NotUnderstood('Knex renames no view of SQLite');
      const words = dialect === 'postgres' ? ['alter view', 'rename to'] : ['rename table', 'to'];
      return [sql`${words[0] ?? ''} ${wrapped('the name of the view')} ${words[1] ?? ''} ${to}`];
    }
    case 'dropView':
    case 'dropViewIfExists':
      return [sql`drop view ${guard}${qualified('the name of the view')}`];
  }
  if (dialect !== 'postgres') throw new NotUnderstood(`Knex has no ${name} for ${dialect}`);
  switch (name) {
    case 'dropMaterializedView':
    case 'dropMaterializedViewIfExists':
      return [sql`drop materialized view ${guard}${qualified('the name of the view')}`];
    case 'refreshMaterializedView': {
      const concurrently = second !== undefined && truth(second) === true ? 'concurrently ' : '';
      return [sql`refresh materialized view ${concurrently}${wrapped('the name of the view')}`];
    }
    default:
      return [sql`${schemaOrExtension(name)} ${wrapped('the name')}${cascade(name, second)}`];
  }
}

/** `createSchemaIfNotExists` as `create schema if not exists`. */
function schemaOrExtension(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function cascade(name: string, wanted: Value | undefined): string {
  return name.startsWith('dropSchema') && wanted !== undefined && truth(wanted) === true ? ' cascade' : '';
}
