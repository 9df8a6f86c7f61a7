import { listed } from '../change/words';
import { columnNamed, tableNamed } from '../code/stored-models';
import { isCold, isHeavy, isSmall } from '../code/weight-of-query';
import { hasIndexOn, indexKey } from '../code/usable-index';
import type { QuerySite } from '../../model/code';
import type { Column, Schema, Table } from '../../model/schema';
import type { CodeDraft, QueryContext, QueryRule } from '../rule';

export const unindexedFilter: QueryRule = {
  meta: {
    id: 'unindexed-filter',
    family: 'query',
    title: 'A query filters by columns that no index of the table begins with.',
    level: 'info',
    dialects: null,
    since: '0.3.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/indexes-multicolumn.html',
      'https://dev.mysql.com/doc/refman/8.4/en/multiple-column-indexes.html',
    ],
  },

  check(file, context): readonly CodeDraft[] {
    const said = new Set<string>();
    return file.queries.flatMap((query) => {
      // What runs by hand or once may read a whole table.
      const found = isCold(file, query) ? null : unindexed(query, context);
      if (found === null) return [];
      const { table, columns } = found;
      const key = `${table.name} ${columns.join()}`;
      if (said.has(key)) return [];
      said.add(key);
      const declared = context.declared(table.name);
      const order = orderWords(query);
      return [
        {
          file: query.file,
          range: query.range,
          ...(isHeavy(context, table.name) ? { severity: 'warning' as const } : {}),
          confidence: query.confidence === 'high' ? ('high' as const) : ('medium' as const),
          sameAs: { key: indexKey(table, columns) },
          message: {
            what: `This query filters ${table.name} by ${listed(columns)}${order}, and no index begins with ${columns.length === 1 ? 'it' : 'any of them'}.`,
            why: `The database reads every row of ${table.name}${rows(declared?.rows)} each time, and what that costs grows with the table.`,
            remedy: `Add an index that begins with ${listed(columns)}, or filter by a column that has one. A table that stays small can be declared so in evolens.yml.`,
          },
        },
      ];
    });
  },
};

/** The columns of a query that would need an index, and its table; null when there is nothing to say. */
function unindexed(
  query: QuerySite,
  context: QueryContext,
): { readonly table: Table; readonly columns: readonly string[] } | null {
  const { filters, condition } = query.details;
  if (query.table === null || filters === null || filters.length === 0 || condition !== 'some') return null;
  if (query.verb === 'raw' || query.verb === 'insert' || query.verb === 'upsert') return null;
  if (isSmall(context, query.table)) return null;
  const tables = context.schemas.flatMap((schema) => {
    const table = tableNamed(schema, query.table ?? '');
    return table === null ? [] : [{ table, schema }];
  });
  const [first] = tables;
  // With a table of that name in several histories, each must lack the index.
  if (first === undefined || tables.some(({ table }) => !table.columnsKnown)) return null;
  const searched = filters.filter(({ operator }) => operator !== 'other' && operator !== 'like');
  const columns = [...new Set(searched.map(({ column }) => column))];
  const known = columns.map((column) => columnNamed(first.table, column));
  if (known.some((column) => column === null)) return null;
  if (
    tables.some(({ table }) =>
      hasIndexOn(
        table,
        filters.map(({ column }) => column),
      ),
    )
  )
    return null;
  const helped = known.filter((column) => column !== null && isSelective(column, first.schema));
  return helped.length === 0
    ? null
    : { table: first.table, columns: helped.map((column) => column?.name ?? '') };
}

/** A flag, a state or the time of a deletion tells too few rows apart for an index alone. */
function isSelective(column: Column, schema: Schema): boolean {
  const type = column.type?.name ?? '';
  if (/^(?:bool|boolean|tinyint|bit|enum|set|json|jsonb)$/.test(type)) return false;
  if (column.type?.values != null) return false;
  const own = [...schema.types.values()].find(({ name }) => name === column.type?.name);
  if (own?.kind === 'enum') return false;
  // `deletedAt: null`.
  return !(column.nullable && /^(?:timestamp|datetime|date)/.test(type));
}

function orderWords({ details }: QuerySite): string {
  const names = (details.order ?? []).map(({ column }) => column);
  return names.length === 0 ? '' : ` and sorts by ${listed(names)}`;
}

function rows(count: number | undefined): string {
  return count === undefined ? '' : ` (about ${count.toLocaleString('en-US')})`;
}
