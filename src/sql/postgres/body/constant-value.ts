import { quote } from '../../identifiers';
import type { Node } from '../ast';
import type { PostgresParser } from '../parser';
import { Source } from '../source';
import { stringOf, stringsOf } from '../walk';
import { cut, joined, made, sourceRange, through, type DerivedText } from './derived-text';
import { changed, quoteLiteral } from './constant-text';
import { filledIn } from './format-call';
import { unquoted } from './quoted-text';
import type { Environment, Value } from './values';

/** An expression being read: its places, and what the variables in it hold. */
export interface Reading {
  readonly source: Source;
  /** The text of `source`, led back to the body. */
  readonly places: DerivedText;
  readonly variables: Environment;
}

const prefix = 'SELECT ';

/** The one value that an SQL expression has whenever it is computed; null when that is known at run time only. */
export function constantValue(
  parser: PostgresParser,
  expression: DerivedText,
  variables: Environment,
): Value | null {
  const places = joined([made(prefix, null), expression]);
  const parsed = parser.parse(places.text);
  if ('error' in parsed || parsed.statements.length !== 1) return null;
  const node = parsed.statements[0]?.node;
  if (node === undefined || !('SelectStmt' in node) || node.SelectStmt.fromClause !== undefined) return null;
  const [target, ...more] = node.SelectStmt.targetList ?? [];
  if (target === undefined || more.length > 0 || !('ResTarget' in target)) return null;
  return target.ResTarget.val === undefined
    ? null
    : valueOf(target.ResTarget.val, { source: new Source(places.text), places, variables });
}

export function valueOf(node: Node, reading: Reading): Value | null {
  if ('A_Const' in node) return constant(node.A_Const, reading);
  if ('ColumnRef' in node) return variable(node.ColumnRef, reading);
  if ('ParamRef' in node) return reading.variables.get(`$${String(node.ParamRef.number ?? 0)}`) ?? null;
  if ('A_ArrayExpr' in node) return list(node.A_ArrayExpr.elements ?? [], reading);
  if ('CollateClause' in node)
    return node.CollateClause.arg === undefined ? null : valueOf(node.CollateClause.arg, reading);
  if ('CoalesceExpr' in node) return firstKnown(node.CoalesceExpr.args ?? [], reading);
  if ('TypeCast' in node) return cast(node.TypeCast, reading);
  if ('A_Expr' in node && node.A_Expr.kind === 'AEXPR_OP' && stringOf(node.A_Expr.name?.[0]) === '||')
    return concatenated(operandsOf(node), reading);
  if ('FuncCall' in node) return called(node.FuncCall, reading);
  return null;
}

interface Constant {
  readonly isnull?: boolean;
  readonly sval?: { readonly sval?: string };
  readonly ival?: { readonly ival?: number };
  readonly fval?: { readonly fval?: string };
  readonly boolval?: { readonly boolval?: boolean };
  readonly location?: number;
}

function constant(node: object, { source, places }: Reading): Value | null {
  const { isnull, sval, ival, fval, boolval, location } = node as Constant;
  if (isnull === true) return { kind: 'null' };
  const token = source.tokens[source.indexAt(source.at(location))];
  if (token === undefined) return null;
  const range = sourceRange(places, token);
  if (sval !== undefined) {
    const written = unquoted(source.text, token.start, token.end);
    const value = sval.sval ?? '';
    const text = written?.text === value ? through(written, places) : made(value, range);
    return { kind: 'text', text };
  }
  const value =
    ival !== undefined
      ? String(ival.ival ?? 0)
      : (fval?.fval ?? (boolval === undefined ? null : boolval.boolval === true ? 't' : 'f'));
  return value === null ? null : { kind: 'text', text: made(value, range) };
}

function variable(node: { fields?: Node[]; location?: number }, reading: Reading): Value | null {
  const names = stringsOf(node.fields);
  const [first = '', second] = names;
  if (names.length > 2 || names.includes('')) return null;
  const whole = reading.variables.get(first) ?? null;
  const value = second === undefined ? whole : whole?.kind === 'row' ? whole.fields.get(second) : null;
  if (value == null) return null;
  return isPlaced(value) ? value : placedAt(value, node.location, reading);
}

/** A value that came from nowhere in the text stands where it is used. */
function isPlaced(value: Value): boolean {
  return value.kind !== 'text' || value.text.pieces.some((piece) => piece.source !== null);
}

function placedAt(value: Value, location: number | undefined, { source, places }: Reading): Value {
  if (value.kind !== 'text') return value;
  const { range } = source.nameAt(source.at(location), '', null);
  return { kind: 'text', text: made(value.text.text, sourceRange(places, range)) };
}

function list(nodes: readonly Node[], reading: Reading): Value | null {
  const items = nodes.map((node) => valueOf(node, reading));
  return items.some((item) => item === null)
    ? null
    : { kind: 'list', items: items.filter((item) => item !== null) };
}

function firstKnown(nodes: readonly Node[], reading: Reading): Value | null {
  for (const node of nodes) {
    const value = valueOf(node, reading);
    if (value?.kind !== 'null') return value;
  }
  return { kind: 'null' };
}

const textTypes = new Set(
  'text varchar bpchar name citext regclass regtype int2 int4 int8 numeric'.split(' '),
);

function cast(
  { arg, typeName }: { arg?: Node; typeName?: { names?: Node[]; arrayBounds?: Node[] } },
  reading: Reading,
): Value | null {
  const value = arg === undefined ? null : valueOf(arg, reading);
  if (value === null || !textTypes.has(stringsOf(typeName?.names).at(-1) ?? '')) return null;
  if (typeName?.arrayBounds === undefined || value.kind !== 'text') return value;
  return listOf(value.text);
}

/** The items of an array constant such as {a,b}; null when it needs quotes or is none. */
export function listOf(text: DerivedText): Value | null {
  if (!/^\{[^"\\{}]*\}$/.test(text.text)) return null;
  return splitList(cut(text, 1, text.text.length - 1), ',');
}

function splitList(text: DerivedText, separator: string): Value {
  const items: Value[] = [];
  let at = 0;
  if (text.text === '') return { kind: 'list', items };
  for (const item of text.text.split(separator)) {
    const start = at + item.length - item.trimStart().length;
    items.push({ kind: 'text', text: cut(text, start, start + item.trim().length) });
    at += item.length + separator.length;
  }
  return { kind: 'list', items };
}

/** The operands of a chain of `||`, which is nested as deep as it is long. */
function operandsOf(chain: Node): readonly (Node | undefined)[] {
  const operands: (Node | undefined)[] = [];
  let node: Node | undefined = chain;
  while (node !== undefined && 'A_Expr' in node && stringOf(node.A_Expr.name?.[0]) === '||') {
    operands.push(node.A_Expr.rexpr);
    node = node.A_Expr.lexpr;
  }
  return [node, ...operands.reverse()];
}

/** Texts one after the other, or lists; null when one of them is not known. */
function concatenated(nodes: readonly (Node | undefined)[], reading: Reading): Value | null {
  const values = nodes.map((node) => (node === undefined ? null : operand(node, reading)));
  const known = values.filter((value) => value !== null);
  if (known.length < values.length) return null;
  if (known.some((value) => value.kind === 'null')) return { kind: 'null' };
  if (known.every((value) => value.kind === 'text'))
    return { kind: 'text', text: joined(known.map((value) => value.text)) };
  const items = known.flatMap((value) => (value.kind === 'list' ? value.items : [value]));
  return { kind: 'list', items };
}

/** A variable among other text stands where it is named, not where its text came from. */
function operand(node: Node, reading: Reading): Value | null {
  const value = valueOf(node, reading);
  return value !== null && 'ColumnRef' in node ? placedAt(value, node.ColumnRef.location, reading) : value;
}

function called(
  call: { funcname?: Node[]; args?: Node[]; location?: number; func_variadic?: boolean },
  reading: Reading,
): Value | null {
  if (call.func_variadic === true) return null;
  const name = stringsOf(call.funcname).at(-1) ?? '';
  const nodes = call.args ?? [];
  const values = nodes.map((node) => operand(node, reading));
  const args = values.filter((value) => value !== null);
  if (args.length < values.length) return null;
  const [first, second] = args;
  const map = (change: (text: string) => string): Value | null =>
    first?.kind !== 'text' ? null : { kind: 'text', text: changed(first.text, change) };
  switch (name) {
    case 'format':
      return first?.kind === 'text' ? filledIn(first.text, args.slice(1)) : null;
    case 'concat':
      return concatenated(
        nodes.filter((_, i) => args[i]?.kind !== 'null'),
        reading,
      );
    case 'quote_ident':
      return map((text) => quote(text, 'postgres'));
    case 'quote_literal':
    case 'quote_nullable':
      return map(quoteLiteral);
    case 'lower':
      return map((text) => text.toLowerCase());
    case 'upper':
      return map((text) => text.toUpperCase());
    case 'string_to_array':
      return first?.kind === 'text' && second?.kind === 'text'
        ? splitExactly(first.text, second.text.text)
        : null;
    default:
      return null;
  }
}

function splitExactly(text: DerivedText, separator: string): Value | null {
  if (separator === '') return null;
  let at = 0;
  const items = text.text.split(separator).map((item): Value => {
    const start = at;
    at += item.length + separator.length;
    return { kind: 'text', text: cut(text, start, start + item.length) };
  });
  return { kind: 'list', items };
}
