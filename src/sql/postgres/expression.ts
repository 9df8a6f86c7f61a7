import type { Expression } from '../../model/schema-change';
import type { Range } from '../../model/text';
import type { Node } from './ast';
import type { Source } from './source';
import { stringOf, stringsOf, walk } from './walk';

/** What an expression says, for a known range of the statement. */
export function readExpression(node: Node, source: Source, range: Range): Expression {
  const functions = new Set<string>();
  const columns = new Set<string>();
  walk(node, (type, body) => {
    if (type === 'FuncCall') functions.add(functionName(body));
    else if (type === 'SQLValueFunction') functions.add(keywordFunction(String(body['op'])));
    else if (type === 'ColumnRef') {
      const name = stringOf((body as { fields?: Node[] }).fields?.at(-1));
      if (name !== '') columns.add(name);
    }
    return undefined;
  });
  return {
    text: source.text.slice(range.start, range.end),
    range,
    isLiteral: isLiteral(node),
    functions: [...functions],
    columns: [...columns],
    provesNotNull: provenNotNull(node),
  };
}

/** The grammar writes some operators as functions of pg_catalog (AT TIME ZONE, EXTRACT): they bear their bare name. */
function functionName(call: { funcname?: Node[] }): string {
  const parts = stringsOf(call.funcname).map((part) => part.toLowerCase());
  return (parts[0] === 'pg_catalog' ? parts.slice(1) : parts).join('.');
}

function keywordFunction(op: string): string {
  return op
    .replace(/^SVFOP_/, '')
    .replace(/_N$/, '')
    .toLowerCase();
}

/** A constant, possibly signed or cast, or an array or row of such. */
export function isLiteral(node: Node): boolean {
  if ('A_Const' in node) return true;
  if ('TypeCast' in node) return node.TypeCast.arg !== undefined && isLiteral(node.TypeCast.arg);
  if ('CollateClause' in node)
    return node.CollateClause.arg !== undefined && isLiteral(node.CollateClause.arg);
  if ('A_ArrayExpr' in node) return (node.A_ArrayExpr.elements ?? []).every(isLiteral);
  if ('RowExpr' in node) return (node.RowExpr.args ?? []).every(isLiteral);
  if ('A_Expr' in node) {
    const { name, lexpr, rexpr } = node.A_Expr;
    const sign = stringOf(name?.[0]);
    return lexpr === undefined && rexpr !== undefined && (sign === '-' || sign === '+') && isLiteral(rexpr);
  }
  return false;
}

function provenNotNull(node: Node): string[] {
  if ('BoolExpr' in node && node.BoolExpr.boolop === 'AND_EXPR')
    return [...new Set((node.BoolExpr.args ?? []).flatMap(provenNotNull))];
  if ('NullTest' in node && node.NullTest.nulltesttype === 'IS_NOT_NULL') {
    const operand = node.NullTest.arg;
    if (operand !== undefined && 'ColumnRef' in operand) return [stringOf(operand.ColumnRef.fields?.at(-1))];
  }
  return [];
}
