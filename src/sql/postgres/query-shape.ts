import type { QueryReading } from '../query-reading';
import type { Node } from './ast';
import { integerOf, stringOf } from './walk';
import { lastNameAt } from './written-name';

type Tree = Readonly<Record<string, unknown>>;
type Shape = Omit<QueryReading, 'tables' | 'columns'>;
type Filter = NonNullable<QueryReading['filters']>[number];

/** What the outermost statement asks: conditions, order, limit, columns read and written. */
export function readShape(kind: string, body: Tree, text: string): Shape {
  const condition = body['whereClause'] as Tree | undefined;
  const filters = condition ? filtersOf(text, condition) : [];
  const select = kind === 'SelectStmt';
  const limit = body['limitCount'] as Node | undefined;
  return {
    filters,
    condition: condition !== undefined,
    order: orderOf(text, body['sortClause']),
    limited:
      limit !== undefined && !isNull(limit)
        ? integerOf(limit) === 1
          ? 'one'
          : 'limit'
        : select && isOneRow(body)
          ? 'one'
          : 'none',
    offset: body['limitOffset'] !== undefined,
    locks: body['lockingClause'] !== undefined || /advisory_(?:xact_)?lock\s*\(/i.test(text),
    selected: select ? selectedOf(text, body) : 'all',
    written: select || kind === 'DeleteStmt' ? [] : writtenOf(text, kind, body),
    rows: kind === 'InsertStmt' ? rowsOf(body) : 'unknown',
  };
}

function filtersOf(text: string, node: Tree): readonly Filter[] | null {
  const found: Filter[] = [];
  return addFilters(text, node, found) ? found : null;
}

/** false: a condition that compares no column. Subqueries ask other tables. */
function addFilters(text: string, node: Tree, into: Filter[]): boolean {
  const bool = node['BoolExpr'] as { args?: readonly Tree[] } | undefined;
  if (bool) return (bool.args ?? []).map((arg) => addFilters(text, arg, into)).every(Boolean);
  const test = (node['NullTest'] ?? node['BooleanTest']) as { arg?: Tree } | undefined;
  if (test) return addColumn(text, test.arg, 'equals', into);
  const link = node['SubLink'] as { testexpr?: Tree } | undefined;
  if (link) return link.testexpr ? addColumn(text, link.testexpr, 'in', into) : true;
  const compared = node['A_Expr'] as
    { kind?: string; name?: readonly Node[]; lexpr?: Tree; rexpr?: Tree } | undefined;
  if (!compared) return addColumn(text, node, 'equals', into);
  const operator = operatorOf(compared.kind ?? '', stringOf(compared.name?.[0]));
  return addColumn(text, compared.lexpr, operator, into) || addColumn(text, compared.rexpr, operator, into);
}

function addColumn(
  text: string,
  node: Tree | undefined,
  operator: Filter['operator'],
  into: Filter[],
): boolean {
  const column = node ? columnOf(text, node) : null;
  if (column === null) return false;
  into.push({ column, operator });
  return true;
}

function operatorOf(kind: string, name: string): Filter['operator'] {
  if (kind === 'AEXPR_IN') return name === '=' ? 'in' : 'other';
  if (kind.startsWith('AEXPR_BETWEEN')) return 'range';
  if (kind === 'AEXPR_LIKE' || kind === 'AEXPR_ILIKE' || kind === 'AEXPR_SIMILAR' || name.startsWith('~'))
    return 'like';
  if (name === '=') return kind === 'AEXPR_OP_ANY' ? 'in' : 'equals';
  return /^[<>]=?$/.test(name) ? 'range' : 'other';
}

/** `id` of `o.id` and of `id::text`; null for any other expression. */
function columnOf(text: string, node: Tree): string | null {
  const cast = node['TypeCast'] as { arg?: Tree } | undefined;
  if (cast?.arg) return columnOf(text, cast.arg);
  const ref = node['ColumnRef'] as { fields?: readonly Node[]; location?: number } | undefined;
  if (!ref?.fields?.every((field) => 'String' in field)) return null;
  return lastNameAt(text, ref.location ?? 0)?.name ?? null;
}

function orderOf(text: string, clause: unknown): QueryReading['order'] {
  const order: { column: string; descending: boolean }[] = [];
  for (const item of listOf(clause)) {
    const { node, sortby_dir } = (item['SortBy'] ?? {}) as { node?: Tree; sortby_dir?: string };
    const column = node ? columnOf(text, node) : null;
    if (column === null) return null;
    order.push({ column, descending: sortby_dir === 'SORTBY_DESC' });
  }
  return order;
}

function selectedOf(text: string, body: Tree): QueryReading['selected'] {
  if (body['larg'] !== undefined) return null;
  const names: string[] = [];
  for (const item of listOf(body['targetList'])) {
    const { val } = (item['ResTarget'] ?? {}) as { val?: Tree };
    const fields = (val?.['ColumnRef'] as { fields?: readonly Tree[] } | undefined)?.fields ?? [];
    if (fields.some((field) => 'A_Star' in field)) return 'all';
    const column = val ? columnOf(text, val) : null;
    if (column === null) return null;
    names.push(column);
  }
  return names;
}

/** An aggregate without groups gives one row. */
function isOneRow(body: Tree): boolean {
  const targets = listOf(body['targetList']);
  if (body['groupClause'] !== undefined || targets.length === 0) return false;
  return targets.every((item) => {
    const { val } = (item['ResTarget'] ?? {}) as { val?: Tree };
    const call = val?.['FuncCall'] as { funcname?: readonly Node[]; over?: unknown } | undefined;
    const name = stringOf(call?.funcname?.[call.funcname.length - 1]);
    return call?.over === undefined && /^(?:count|sum|avg|min|max)$/.test(name);
  });
}

function writtenOf(text: string, kind: string, body: Tree): readonly string[] | null {
  const targets = listOf(body[kind === 'InsertStmt' ? 'cols' : 'targetList']);
  if (targets.length === 0) return null;
  return targets.flatMap((item) => {
    const { location } = (item['ResTarget'] ?? {}) as { location?: number };
    return lastNameAt(text, location ?? 0)?.name ?? [];
  });
}

function rowsOf(body: Tree): QueryReading['rows'] {
  const select = (body['selectStmt'] as Tree | undefined)?.['SelectStmt'] as Tree | undefined;
  const lists = listOf(select?.['valuesLists']);
  return lists.length === 0 ? 'unknown' : lists.length > 1 ? 'many' : 'one';
}

function isNull(node: Node): boolean {
  return 'A_Const' in node && (node.A_Const as { isnull?: boolean }).isnull === true;
}

function listOf(value: unknown): readonly Tree[] {
  return Array.isArray(value) ? (value as readonly Tree[]) : [];
}
