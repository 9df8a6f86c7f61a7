import type { QueryDetails, QueryVerb } from '../../model/code';
import type { CallFact, FileFacts, Value } from '../facts';
import { finished, readLink, readWriteCall } from './builder-details';
import { endsChain } from './chain';
import { clientText, isHandle } from './clients';
import { DetailsDraft } from './details';
import { calleeText, receiverOf, textOf, type LibraryContext, type Recognition } from './recognition';

const verbOf: Readonly<Record<string, QueryVerb>> = {
  insert: 'insert',
  update: 'update',
  increment: 'update',
  decrement: 'update',
  del: 'delete',
  delete: 'delete',
  truncate: 'delete',
  upsert: 'upsert',
  merge: 'upsert',
  count: 'count',
  countDistinct: 'count',
  sum: 'count',
  avg: 'count',
  min: 'count',
  max: 'count',
};
const tableCalls = new Set(['from', 'into', 'table', 'withSchema']);
/** Parts of the client that build no query of rows. */
const notQueries = new Set([
  'transaction',
  'destroy',
  'schema',
  'fn',
  'ref',
  'on',
  'initialize',
  'client',
  'migrate',
  'seed',
  'batchInsert',
  'transactionProvider',
  'raw',
  'identifier',
]);

/** A builder chain from `knex('orders')` or `knex.select(…).from('orders')`, told at its last call. */
export interface KnexChain {
  readonly table: string | null;
  /** The calls of the chain, first to last. */
  readonly calls: readonly CallFact[];
  /** The first call is the client itself: `knex('orders')`. */
  readonly direct: boolean;
}

export function recogniseKnex(context: LibraryContext, facts: FileFacts, call: CallFact): Recognition | null {
  if (!endsChain(call) || call.kind !== 'call') return null;
  if (call.name === 'batchInsert') return batchInsert(context, facts, call);
  const chain = knexChain(context, facts, call);
  if (!chain || isPartOfAnother(context, facts, call) || onlyBuilds(context, facts, call, chain)) return null;
  const named =
    chain.calls
      .map((link) =>
        Object.hasOwn(verbOf, link.name) && link.callee.path.length > 0 ? verbOf[link.name] : undefined,
      )
      .find((found) => found !== undefined) ?? 'read';
  const verb = chain.calls.some((link) => link.name === 'merge') ? 'upsert' : named;
  return {
    library: 'knex',
    verb,
    table: chain.table,
    entity: null,
    call: calleeText(facts, call.callee),
    confidence: chain.table ? 'high' : 'medium',
    details: knexDetails(facts, chain, verb),
  };
}

/** `knex.batchInsert('orders', rows, 100)`: one statement for each chunk. */
function batchInsert(context: LibraryContext, facts: FileFacts, call: CallFact): Recognition | null {
  const client = receiverOf(call);
  if (call.text === null || !isClient(context, facts, client, call.within, 0)) return null;
  const draft = new DetailsDraft(clientText(facts, client));
  draft.inTransaction = isHandle(facts, client);
  draft.writeUnknown();
  draft.rows = 'many';
  return {
    library: 'knex',
    verb: 'insert',
    table: call.text,
    entity: null,
    call: calleeText(facts, call.callee),
    confidence: 'high',
    details: draft.done(),
  };
}

/** `query.where(…)` on a builder that was handed in: it adds to a query that runs elsewhere. */
function onlyBuilds(context: LibraryContext, facts: FileFacts, call: CallFact, chain: KnexChain): boolean {
  const [first] = chain.calls;
  if (chain.direct || call.awaited || !first) return false;
  const type = context.program.typeOf(facts, receiverOf(first), first.within);
  return type?.kind === 'external' && /Builder$/.test(type.name);
}

const asWritten = (name: string): string => name;
const writing = new Set(['insert', 'update', 'merge', 'upsert', 'increment', 'decrement']);

function knexDetails(facts: FileFacts, chain: KnexChain, verb: QueryVerb): QueryDetails {
  const [first] = chain.calls;
  const client = first ? (chain.direct ? first.callee : receiverOf(first)) : null;
  const draft = new DetailsDraft(client ? clientText(facts, client) : '');
  const transacting = chain.calls.some((link) => link.name === 'transacting');
  draft.inTransaction = transacting || (client !== null && isHandle(facts, client));
  for (const link of chain.calls) {
    if (link === first && chain.direct) continue;
    readLink(draft, link, asWritten);
    if (writing.has(link.name) && link.values.length > 0) readWriteCall(draft, link, asWritten);
  }
  const grouped = chain.calls.some((link) => link.name.startsWith('groupBy'));
  return finished(draft, verb, grouped);
}

/** The chain that ends in a call; null when its root is no Knex client. */
export function knexChain(context: LibraryContext, facts: FileFacts, call: CallFact): KnexChain | null {
  const calls: CallFact[] = [call];
  let base = call;
  while (base.callee.root.kind === 'call') {
    const inner = facts.calls[base.callee.root.call];
    if (!inner || inner.awaited || calls.length > 60) return null;
    calls.unshift(inner);
    base = inner;
  }
  const direct = isClient(context, facts, base.callee, base.within, 0);
  const first = base.callee.path[base.callee.path.length - 1];
  if (
    !direct &&
    (first === undefined ||
      notQueries.has(first) ||
      !isClient(context, facts, receiverOf(base), base.within, 0))
  )
    return null;
  if (!direct && base.callee.path.includes('schema')) return null;
  // `knex({client: 'pg'})` makes a client; `knex('orders')` a query.
  if (direct && base.values.length === 0 && base.shapes === null && base.origins.length < 2) return null;
  return { table: tableOf(context, facts, calls, direct), calls, direct };
}

function tableOf(
  context: LibraryContext,
  facts: FileFacts,
  calls: readonly CallFact[],
  direct: boolean,
): string | null {
  const [base] = calls;
  const naming = [
    ...(direct && base ? [base] : []),
    ...calls.filter((call) => tableCalls.has(call.name) && call.name !== 'withSchema'),
  ];
  for (const call of naming) {
    const text = call.shapes
      ? textOf(context.program, facts, call.shapes[0])
      : textOfValue(context, facts, call);
    if (text)
      return (
        text
          .split(/\s+as\s+|\s+/i)[0]
          ?.split('.')
          .pop() ?? null
      );
  }
  return null;
}

/** The table of `knex(TABLE)`, whose arguments are kept as values only. */
function textOfValue(context: LibraryContext, facts: FileFacts, call: CallFact): string | null {
  if (call.text !== null) return call.text;
  const value = call.values[0];
  if (value?.path.length !== 0) return null;
  if (value.root.kind === 'variable') {
    const shape = facts.variables[value.root.variable]?.shape;
    return shape?.kind === 'text' ? shape.text : null;
  }
  return textOf(context.program, facts, { kind: 'value', value, start: 0, end: 0 });
}

/** A subquery, or an argument of another builder: it runs with that. */
function isPartOfAnother(context: LibraryContext, facts: FileFacts, call: CallFact): boolean {
  const outer = facts.calls[call.argumentOf];
  return (
    outer !== undefined && outer.callee.root.kind === 'call' && knexChain(context, facts, outer) !== null
  );
}

export function isClient(
  context: LibraryContext,
  facts: FileFacts,
  value: Value,
  within: number,
  depth: number,
): boolean {
  if (depth > 5) return false;
  const { program } = context;
  const type = program.typeOf(facts, value, within);
  if (type)
    return (
      type.kind === 'external' &&
      /^(?:Knex|Knex\.\w+|Transaction|(?:knex|Knex|default)\(\))$/.test(type.name) &&
      (type.module === 'knex' || (type.module === '' && type.name.startsWith('Knex')))
    );
  if (value.root.kind === 'call' && value.path.length === 0) {
    const call = facts.calls[value.root.call];
    return (
      call?.callee.root.kind === 'name' &&
      call.callee.path.length === 0 &&
      isFactory(context, facts, call.callee.root.name, call.within)
    );
  }
  if (value.path.length > 0) return false;
  if (value.root.kind === 'variable') {
    const variable = facts.variables[value.root.variable];
    if (!variable) return false;
    const passed = facts.calls[facts.functions[variable.parameterOf]?.inlineOf ?? -1];
    if (passed?.name === 'transaction' && variable.position === 0)
      return isClient(context, facts, receiverOf(passed), passed.within, depth + 1);
    return variable.init
      ? isClient(context, facts, awaitedClient(facts, variable.init), variable.within, depth + 1)
      : false;
  }
  if (value.root.kind !== 'name') return false;
  const declaration = program.resolveName(facts, value.root.name, within);
  if (declaration?.kind !== 'variable') return false;
  return isClient(
    context,
    declaration.facts,
    { root: { kind: 'variable', variable: declaration.index }, path: [] },
    -1,
    depth + 1,
  );
}

/** `const trx = await knex.transaction()` is a client like knex itself. */
function awaitedClient(facts: FileFacts, value: Value): Value {
  const call = value.root.kind === 'call' ? facts.calls[value.root.call] : undefined;
  return call?.name === 'transaction' ? receiverOf(call) : value;
}

function isFactory(context: LibraryContext, facts: FileFacts, name: string, within: number): boolean {
  const declaration = context.program.resolveName(facts, name, within);
  return declaration?.kind === 'external' && declaration.module === 'knex';
}
