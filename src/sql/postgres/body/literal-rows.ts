import type { Node, SelectStmt } from '../ast';
import type { PostgresParser } from '../parser';
import { Source } from '../source';
import { stringOf, stringsOf } from '../walk';
import { valueOf, type Reading } from './constant-value';
import { made, type DerivedText } from './derived-text';
import type { Environment, Value } from './values';

/** One row: the names of its columns with their values, in order. */
export type LiteralRow = readonly (readonly [string, Value])[];

/** More rows than anybody writes by hand are not followed. */
const mostRows = 1000;

/**
 * The rows of a query that are written in it: VALUES, unnest() of an array of constants, generate_series() of two
 * numbers, alone or as the only FROM item. null when they are known at run time only.
 */
export function literalRows(
  parser: PostgresParser,
  query: DerivedText,
  variables: Environment,
): readonly LiteralRow[] | null {
  const parsed = parser.parse(query.text);
  if ('error' in parsed || parsed.statements.length !== 1) return null;
  const node = parsed.statements[0]?.node;
  if (node === undefined || !('SelectStmt' in node)) return null;
  const rows = rowsOf(node.SelectStmt, { source: new Source(query.text), places: query, variables });
  return rows !== null && rows.length <= mostRows ? rows : null;
}

function rowsOf(select: SelectStmt, reading: Reading): readonly LiteralRow[] | null {
  if (select.valuesLists !== undefined) return valuesRows(select.valuesLists, reading);
  const narrows = select.whereClause ?? select.groupClause ?? select.limitCount ?? select.withClause;
  if (narrows !== undefined || select.op !== 'SETOP_NONE') return null;
  const targets = (select.targetList ?? []).flatMap((node) => ('ResTarget' in node ? [node.ResTarget] : []));
  const [from, ...more] = select.fromClause ?? [];
  if (more.length > 0) return null;
  if (from !== undefined) {
    const rows = fromRows(from, reading);
    return rows === null ? null : projected(rows, targets, reading);
  }
  const [target] = targets;
  if (targets.length !== 1 || target?.val === undefined) return null;
  const items = setReturned(target.val, reading);
  if (items === null) return null;
  const name = target.name ?? functionName(target.val);
  return items.map((item) => [[name, item]]);
}

function valuesRows(lists: readonly Node[], reading: Reading): readonly LiteralRow[] | null {
  const rows: LiteralRow[] = [];
  for (const list of lists) {
    const values = ('List' in list ? (list.List.items ?? []) : []).map((item) => valueOf(item, reading));
    if (values.some((value) => value === null)) return null;
    const known = values.filter((value) => value !== null);
    rows.push(known.map((value, i): readonly [string, Value] => [`column${String(i + 1)}`, value]));
  }
  return rows;
}

function fromRows(from: Node, reading: Reading): readonly LiteralRow[] | null {
  if ('RangeSubselect' in from) {
    const { subquery, alias } = from.RangeSubselect;
    if (subquery === undefined || !('SelectStmt' in subquery)) return null;
    const rows = rowsOf(subquery.SelectStmt, reading);
    return rows === null ? null : renamed(rows, stringsOf(alias?.colnames));
  }
  if (!('RangeFunction' in from) || from.RangeFunction.ordinality === true) return null;
  const { functions, alias } = from.RangeFunction;
  const [call] = functions ?? [];
  const node = call !== undefined && 'List' in call ? call.List.items?.[0] : undefined;
  const items = node === undefined || (functions ?? []).length > 1 ? null : setReturned(node, reading);
  if (items === null || node === undefined) return null;
  const name = stringsOf(alias?.colnames)[0] ?? alias?.aliasname ?? functionName(node);
  return items.map((item) => [[name, item]]);
}

function renamed(rows: readonly LiteralRow[], names: readonly string[]): readonly LiteralRow[] {
  return rows.map((row) =>
    row.map(([name, value], i): readonly [string, Value] => [names[i] ?? name, value]),
  );
}

/** The columns that the query asks for, of each row. */
function projected(
  rows: readonly LiteralRow[],
  targets: readonly { readonly name?: string; readonly val?: Node }[],
  reading: Reading,
): readonly LiteralRow[] | null {
  const result: LiteralRow[] = [];
  for (const row of rows) {
    const columns: (readonly [string, Value])[] = [];
    for (const { name, val } of targets) {
      if (val === undefined) return null;
      const fields = 'ColumnRef' in val ? (val.ColumnRef.fields ?? []) : [];
      const last = fields.at(-1);
      if (last !== undefined && 'A_Star' in last) {
        columns.push(...row);
        continue;
      }
      const column = stringOf(last);
      const value = row.find(([own]) => own === column)?.[1] ?? valueOf(val, reading);
      if (value === null) return null;
      columns.push([name ?? (column === '' ? '?column?' : column), value]);
    }
    result.push(columns);
  }
  return result;
}

function setReturned(node: Node, reading: Reading): readonly Value[] | null {
  if (!('FuncCall' in node)) return null;
  const args = (node.FuncCall.args ?? []).map((arg) => valueOf(arg, reading));
  const [first, second] = args;
  switch (functionName(node)) {
    case 'unnest':
      return args.length === 1 && first?.kind === 'list' ? first.items : null;
    case 'generate_series':
      return args.length === 2 && first?.kind === 'text' && second?.kind === 'text'
        ? series(first.text, second.text)
        : null;
    default:
      return null;
  }
}

/** The whole numbers from one to another, both included; null when there are too many or they are none. */
export function series(first: DerivedText, last: DerivedText): readonly Value[] | null {
  const from = Number(first.text);
  const count = Number(last.text) - from + 1;
  if (!Number.isInteger(from) || !Number.isInteger(count) || count > mostRows) return null;
  return Array.from({ length: Math.max(count, 0) }, (_, i): Value => {
    return { kind: 'text', text: made(String(from + i), null) };
  });
}

function functionName(node: Node): string {
  return 'FuncCall' in node ? (stringsOf(node.FuncCall.funcname).at(-1) ?? '') : '?column?';
}
