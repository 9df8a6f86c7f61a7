import type { SchemaChange, WhereClause } from '../../model/schema-change';
import type { DeleteStmt, InsertStmt, Node, TruncateStmt, UpdateStmt } from './ast';
import { isLiteral } from './expression';
import { tableName } from './names';
import type { Source } from './source';
import { rangeVars, stringOf } from './walk';

/** INSERT: where it goes and where its rows come from. Its values are not looked at. */
export function readInsert(statement: InsertStmt, source: Source): SchemaChange | null {
  if (statement.relation === undefined) return null;
  const select = statement.selectStmt;
  const values =
    select !== undefined && 'SelectStmt' in select && select.SelectStmt.valuesLists !== undefined;
  return {
    kind: 'insert',
    range: source.whole,
    table: tableName(statement.relation, source),
    columns: targets(statement.cols, source),
    source: select === undefined ? 'default' : values ? 'values' : 'query',
  };
}

export function readUpdate(statement: UpdateStmt, source: Source): SchemaChange | null {
  if (statement.relation === undefined) return null;
  const table = tableName(statement.relation, source);
  const columns = targets(statement.targetList, source);
  const where = whereOf(statement.whereClause);
  const only = statement.relation.inh === true ? {} : { only: true };
  return { kind: 'update', range: source.whole, table, columns, where, ...only };
}

export function readDelete(statement: DeleteStmt, source: Source): SchemaChange | null {
  if (statement.relation === undefined) return null;
  const where = whereOf(statement.whereClause);
  const only = statement.relation.inh === true ? {} : { only: true };
  return {
    kind: 'delete',
    range: source.whole,
    table: tableName(statement.relation, source),
    where,
    ...only,
  };
}

/** TRUNCATE: one change per table; with several names each has its name as range. */
export function readTruncate(statement: TruncateStmt, source: Source): SchemaChange[] {
  const relations = rangeVars(statement.relations);
  const cascade = statement.behavior === 'DROP_CASCADE';
  return relations.map((relation) => {
    const table = tableName(relation, source);
    return {
      kind: 'truncate-table',
      range: relations.length === 1 ? source.whole : table.range,
      table,
      cascade,
      ...(relation.inh === true ? {} : { only: true }),
    };
  });
}

function targets(nodes: readonly Node[] | undefined, source: Source) {
  return (nodes ?? []).flatMap((node) =>
    'ResTarget' in node && node.ResTarget.name !== undefined
      ? [source.identifierAt(source.at(node.ResTarget.location), node.ResTarget.name)]
      : [],
  );
}

/** What a WHERE clause says about the rows it lets through. */
export function whereOf(node: Node | undefined): WhereClause {
  if (node === undefined) return 'none';
  return isAlwaysTrue(node) ? 'always-true' : 'some';
}

function isAlwaysTrue(node: Node): boolean {
  if ('A_Const' in node) {
    const { boolval } = node.A_Const as { boolval?: { boolval?: boolean } };
    return boolval?.boolval === true;
  }
  if ('TypeCast' in node) return node.TypeCast.arg !== undefined && isTrueText(node.TypeCast.arg);
  if ('BoolExpr' in node) {
    const args = node.BoolExpr.args ?? [];
    if (node.BoolExpr.boolop === 'AND_EXPR') return args.every(isAlwaysTrue);
    return node.BoolExpr.boolop === 'OR_EXPR' && args.some(isAlwaysTrue);
  }
  if ('A_Expr' in node && node.A_Expr.kind === 'AEXPR_OP' && stringOf(node.A_Expr.name?.[0]) === '=') {
    const { lexpr, rexpr } = node.A_Expr;
    return (
      lexpr !== undefined && rexpr !== undefined && isLiteral(lexpr) && isLiteral(rexpr) && same(lexpr, rexpr)
    );
  }
  return false;
}

function isTrueText(node: Node): boolean {
  if (!('A_Const' in node)) return false;
  const constant = node.A_Const as { sval?: { sval?: string }; boolval?: { boolval?: boolean } };
  return constant.boolval?.boolval === true || /^t(rue)?$/i.test(constant.sval?.sval ?? '');
}

function same(left: Node, right: Node): boolean {
  const text = (node: Node): string =>
    JSON.stringify(node, (key, value: unknown) => (key === 'location' ? undefined : value));
  // NULL = NULL is not true.
  return text(left) === text(right) && !text(left).includes('isnull');
}
