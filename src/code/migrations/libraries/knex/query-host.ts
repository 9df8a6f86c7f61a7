import type { HostCall, Run } from '../../evaluate/host';
import { hosted, type Value } from '../../evaluate/values';
import { attempt } from '../not-understood';
import { rawQuery } from './raw';
import { QueryHolder, type Query } from './query';
import { renderWrite, writingLink } from './write';

/** Methods of a query builder that start or continue a chain. */
const chained =
  /^(?:select|columns?|first|distinct|distinctOn|from|fromRaw|into|table|withSchema|(?:and|or)?[wW]here\w*|(?:\w*[jJ]oin)(?:Raw)?|group\w*|having\w*|orderBy\w*|limit|offset|count\w*|min|max|sum\w*|avg\w*|pluck|insert|update|upsert|del|delete|increment|decrement|truncate|returning|onConflict|ignore|merge|with|withRecursive|as|clone|forUpdate|forShare|skipLocked|noWait|transacting|timeout|connection|options|debug|union\w*|modify|using|queryContext|comment)$/;

export function isQueryMethod(name: string): boolean {
  return chained.test(name);
}

/** `knex('orders')` and what is chained to it: sent when it is awaited. */
export class QueryHost extends QueryHolder {
  readonly label = 'knex';
  readonly query: Query & { readonly links: HostCall[] };
  private sent = false;

  constructor(
    private readonly run: Run,
    table: Value | undefined,
    schema: string | null = null,
  ) {
    super();
    this.query = { run, schema, table, links: [] };
  }

  override method(call: HostCall): Value | undefined {
    // `knex.transacting(trx).raw(…)`
    if (call.name === 'raw') return rawQuery(this.run, call);
    if (!isQueryMethod(call.name)) return undefined;
    this.run.append(this.query.links, call);
    return hosted(this, call.place);
  }

  settle(): void {
    const [last] = this.query.links.slice(-1);
    if (this.sent || last === undefined) return;
    this.run.change(
      () => {
        this.sent = true;
      },
      () => {
        this.sent = false;
      },
    );
    const link = writingLink(this.query);
    if (link === null) {
      this.run.seen(last);
      return;
    }
    for (const statement of attempt(this.run, last, () => renderWrite(this.query, link)) ?? [])
      this.run.emitSql(last, statement);
  }
}
