import type { ObjectName } from '../../model/schema-change';
import type { Node, RangeVar } from './ast';
import { tableName } from './names';
import type { Source } from './source';
import { stringsOf, walk } from './walk';

export interface QueryUses {
  /** Tables and views read, each once, at their first place. */
  readonly tables: readonly ObjectName[];
  /** `table.column` where the query says which table, else bare `column`; `table.*` or `*` for all columns. */
  readonly columns: readonly string[];
}

/** What a query reads, as far as its text shows. Names bound by WITH are not tables. */
export function queryUses(query: Node, source: Source): QueryUses {
  const bound = new Set<string>();
  const tables = new Map<string, ObjectName>();
  const aliases = new Map<string, string>();
  const references: string[][] = [];
  walk(query, (type, body) => {
    if (type === 'CommonTableExpr') bound.add(String(body['ctename']));
    else if (type === 'RangeVar') addTable(body);
    else if (type === 'RangeSubselect' || type === 'RangeFunction') {
      const alias = (body as { alias?: { aliasname?: string } }).alias?.aliasname;
      if (alias !== undefined) aliases.set(alias, '');
    } else if (type === 'ColumnRef') references.push(fieldsOf((body as { fields?: Node[] }).fields ?? []));
    return undefined;
  });
  function addTable(relation: RangeVar): void {
    const name = tableName(relation, source);
    const key = `${name.schema ?? ''}.${name.name}`;
    if (!tables.has(key)) tables.set(key, name);
    aliases.set(relation.alias?.aliasname ?? name.name, name.name);
  }
  const real = [...tables.values()].filter((table) => table.schema !== null || !bound.has(table.name));
  const only = aliases.size === 1 && real.length === 1 ? real[0]?.name : undefined;
  const columns = new Set<string>();
  for (const fields of references) {
    const column = fields.at(-1) ?? '';
    const qualifier = fields.at(-2);
    const table = qualifier === undefined ? only : aliases.get(qualifier);
    if (table !== undefined && bound.has(table)) continue;
    columns.add(table === undefined || table === '' ? column : `${table}.${column}`);
  }
  return { tables: real, columns: [...columns] };
}

function fieldsOf(fields: readonly Node[]): string[] {
  return stringsOf(fields).map((name, i) => {
    const field = fields[i];
    return field !== undefined && 'A_Star' in field ? '*' : name;
  });
}
