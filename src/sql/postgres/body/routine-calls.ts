import type { StatementReading } from '../../../model/statement';
import type { Node } from '../ast';
import type { PostgresParser } from '../parser';
import { Source } from '../source';
import { stringsOf, walk } from '../walk';
import { valueOf } from './constant-value';
import { made, taken } from './derived-text';
import { readBody, type BodyReading, type ReadInner } from './read-body';
import type { Environment, Value } from './values';

/** A call of a function or procedure with the arguments that are known from the text. */
export interface RoutineCall {
  readonly name: string;
  readonly schema: string | null;
  /** In order; null: known at run time only. */
  readonly positional: readonly (Value | null)[];
  readonly named: Environment;
  /** Those with unknown values included. */
  readonly namedCount: number;
}

/** Statements that compute their expressions when they run. */
const running = /^(?:Select|Call|Insert|Update|Delete|Merge|CreateTableAs|Explain)Stmt$/;

/** The calls a statement makes when it runs, those in the body of a DO block included. */
export function callsIn(parser: PostgresParser, text: string, read: ReadInner): readonly RoutineCall[] {
  const node = onlyStatement(parser, text);
  if (node === null) return [];
  if ('DoStmt' in node) {
    const body = readBody(parser, node, new Source(text), new Map(), read);
    return body.texts.flatMap((inner) => callsIn(parser, inner, read));
  }
  if (!running.test(Object.keys(node)[0] ?? '')) return [];
  const source = new Source(text);
  const calls: RoutineCall[] = [];
  if ('CallStmt' in node && node.CallStmt.funccall !== undefined)
    calls.push(callOf(node.CallStmt.funccall, source));
  walk(node, (type, body) => {
    if (type === 'FuncCall') calls.push(callOf(body, source));
    return undefined;
  });
  return calls;
}

function onlyStatement(parser: PostgresParser, text: string): Node | null {
  const parsed = parser.parse(text);
  return 'error' in parsed || parsed.statements.length !== 1 ? null : (parsed.statements[0]?.node ?? null);
}

function callOf(call: { funcname?: Node[]; args?: Node[] }, source: Source): RoutineCall {
  const names = stringsOf(call.funcname);
  const places = taken(source.text, source.whole);
  const value = (node: Node): Value | null => {
    const found = valueOf(node, { source, places, variables: new Map() });
    return found === null ? null : withoutPlaces(found);
  };
  const positional: (Value | null)[] = [];
  const named = new Map<string, Value>();
  const args = call.args ?? [];
  for (const arg of args) {
    const inner = 'NamedArgExpr' in arg ? arg.NamedArgExpr : null;
    const found = value(inner?.arg ?? arg);
    if (inner === null) positional.push(found);
    else if (found !== null) named.set(inner.name ?? '', found);
  }
  return {
    name: names.at(-1) ?? '',
    schema: names.at(-2) ?? null,
    positional,
    named,
    namedCount: args.length - positional.length,
  };
}

/** The places of a call mean nothing in the statement that holds the body. */
function withoutPlaces(value: Value): Value {
  switch (value.kind) {
    case 'text':
      return { kind: 'text', text: made(value.text.text, null) };
    case 'list':
      return { kind: 'list', items: value.items.map(withoutPlaces) };
    case 'row':
      return {
        kind: 'row',
        fields: new Map([...value.fields].map(([name, one]) => [name, withoutPlaces(one)])),
      };
    case 'null':
      return value;
  }
}

/** What one call of the routine that a statement creates does, and the calls its body makes in turn. */
export interface CalledBody {
  readonly reading: StatementReading;
  readonly calls: readonly RoutineCall[];
}

/** The body of a CREATE FUNCTION or PROCEDURE, run with the arguments of a call; null when it is none. */
export function readCalledBody(
  parser: PostgresParser,
  created: StatementReading,
  call: RoutineCall,
  read: ReadInner,
): CalledBody | null {
  const node = onlyStatement(parser, created.text);
  if (node === null || !('CreateFunctionStmt' in node)) return null;
  const source = new Source(created.text);
  const known = argumentsOf(node.CreateFunctionStmt.parameters ?? [], call, source);
  const body: BodyReading = readBody(parser, node, source, known, read);
  const { changes, unread, conditional, texts } = body;
  const confidence = conditional ? 'medium' : 'high';
  return {
    reading: {
      text: created.text,
      keyword: created.keyword,
      changes,
      unread,
      reader: 'libpg-query',
      confidence,
    },
    calls: texts.flatMap((text) => callsIn(parser, text, read)),
  };
}

function argumentsOf(parameters: readonly Node[], call: RoutineCall, source: Source): Environment {
  const known = new Map<string, Value>();
  const places = taken(source.text, source.whole);
  let position = 0;
  for (const parameter of parameters) {
    if (!('FunctionParameter' in parameter)) continue;
    const { name, mode, defexpr } = parameter.FunctionParameter;
    if (mode === 'FUNC_PARAM_OUT' || mode === 'FUNC_PARAM_TABLE' || mode === 'FUNC_PARAM_VARIADIC') continue;
    const given = position < call.positional.length ? call.positional[position] : call.named.get(name ?? '');
    position++;
    const usual =
      given === undefined && defexpr !== undefined
        ? valueOf(defexpr, { source, places, variables: new Map() })
        : null;
    const value = given ?? usual;
    if (value === null) continue;
    known.set(`$${String(position)}`, value);
    if (name !== undefined) known.set(name, value);
  }
  return known;
}

/** How many arguments a routine takes, for telling those of one name apart; null when the statement creates none. */
export function arity(parser: PostgresParser, text: string): { least: number; most: number } | null {
  const node = onlyStatement(parser, text);
  if (node === null || !('CreateFunctionStmt' in node)) return null;
  let least = 0;
  let most = 0;
  for (const parameter of node.CreateFunctionStmt.parameters ?? []) {
    if (!('FunctionParameter' in parameter)) continue;
    const { mode, defexpr } = parameter.FunctionParameter;
    if (
      mode === 'FUNC_PARAM_TABLE' ||
      (mode === 'FUNC_PARAM_OUT' && !/^\s*CREATE\s+(?:OR\s+REPLACE\s+)?PROC/i.test(text))
    )
      continue;
    if (mode === 'FUNC_PARAM_VARIADIC') most = Infinity;
    else most++;
    if (defexpr === undefined && mode !== 'FUNC_PARAM_VARIADIC') least++;
  }
  return { least, most };
}
