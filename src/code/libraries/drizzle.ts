import type { DeclaredModel, QueryVerb } from '../../model/code';
import type { CallFact, FileFacts, Value } from '../facts';
import { chainTo, endsChain, type Chain } from './chain';
import {
  clientText,
  imports,
  isClientOf,
  isCollectionName,
  isHandle,
  isTypeOf,
  nameOfValue,
  type ClientKind,
} from './clients';
import { chainDetails, relationalDetails } from './drizzle-details';
import { calleeText, type LibraryContext, type Recognition } from './recognition';

const packages = /^drizzle-orm(?:\/|$)/;
/** Source: orm.drizzle.team/docs/connect-overview: every driver has its own `drizzle()` and Database class. */
const clients: ClientKind = { modules: packages, types: /Database$|Transaction$|^drizzle\(\)$/ };
const clientName = /^(?:db|database|drizzle|conn|connection|tx|trx|txn)$|(?:Db|Database|DB)$/;

const verbs: Readonly<Record<string, QueryVerb>> = {
  select: 'read',
  selectDistinct: 'read',
  selectDistinctOn: 'read',
  insert: 'insert',
  update: 'update',
  delete: 'delete',
  $count: 'count',
};
/** What must follow for the chain to be a query of this verb. */
const completed: Readonly<Record<string, string>> = {
  select: 'from',
  selectDistinct: 'from',
  selectDistinctOn: 'from',
  insert: 'values',
  update: 'set',
};
/** A query that is an argument of these is a part of another. */
const takesSubquery =
  /^(?:inArray|notInArray|exists|notExists|eq|ne|gt|gte|lt|lte|as|from|select|union|unionAll|intersect|except|with|\w+[jJ]oin|sql|where|and|or)$/;

/** `db.select().from(orders)…`, `db.query.orders.findMany(…)`, `db.insert(orders).values(…)`: thenable, so the chain's last call is the query. */
export function recogniseDrizzle(
  context: LibraryContext,
  facts: FileFacts,
  call: CallFact,
): Recognition | null {
  if (call.kind !== 'call' || !endsChain(call)) return null;
  if (call.name === 'findMany' || call.name === 'findFirst') return relational(context, facts, call);
  const chain = chainTo(facts, call);
  const at = chain.calls.findIndex((link) => Object.hasOwn(verbs, link.name) && link.callee.path.length > 0);
  const opening = chain.calls[at];
  // Before the verb stand only common table expressions: `db.with(recent).select()`.
  if (!opening || chain.calls.slice(0, at).some((link) => link.name !== 'with')) return null;
  const needed = Object.hasOwn(completed, opening.name) ? completed[opening.name] : undefined;
  const naming = opening.name.startsWith('select')
    ? chain.calls.find((link) => link.name === 'from')
    : opening;
  if (!naming || (needed !== undefined && !chain.calls.some((link) => link.name === needed))) return null;
  const model = tableOf(context, facts, naming.values[0] ?? null, naming.within);
  if (!isConfirmed(context, facts, chain, model) || isPartOfAnother(facts, chain)) return null;
  const verb = verbs[opening.name] ?? 'read';
  const upserts = chain.calls.some(
    (link) => link.name === 'onConflictDoUpdate' || link.name === 'onDuplicateKeyUpdate',
  );
  const counts = verb === 'read' && countsOnly(facts, opening);
  const finalVerb = upserts ? 'upsert' : counts ? 'count' : verb;
  return {
    library: 'drizzle',
    verb: finalVerb,
    table: model?.table ?? null,
    entity: model?.name ?? null,
    call: calleeText(facts, call.callee),
    confidence: model ? 'high' : 'medium',
    details: chainDetails(facts, chain, finalVerb, model),
  };
}

/** `db.query.orders.findMany(…)`. */
function relational(context: LibraryContext, facts: FileFacts, call: CallFact): Recognition | null {
  const { path, root } = call.callee;
  const table = path[path.length - 2];
  if (table === undefined || path[path.length - 3] !== 'query') return null;
  const client: Value = { root, path: path.slice(0, -3) };
  const model = context.models.named('drizzle', table);
  const known = isClientOf(context.program, facts, client, call.within, clients);
  if (!known && !model && !imports(facts, packages)) return null;
  return {
    library: 'drizzle',
    verb: 'read',
    table: model?.table ?? null,
    entity: model?.name ?? null,
    call: calleeText(facts, call.callee),
    confidence: model && known ? 'high' : 'medium',
    details: relationalDetails(facts, call, model, clientText(facts, client), isHandle(facts, client)),
  };
}

/** The client is Drizzle's by its type, or the table is one that Drizzle declares, or the file uses Drizzle and the client is called like one. */
function isConfirmed(
  context: LibraryContext,
  facts: FileFacts,
  chain: Chain,
  model: DeclaredModel | null,
): boolean {
  const type = context.program.typeOf(facts, chain.client, chain.first.within);
  if (type && isTypeOf(context.program, type, clients)) return true;
  // A Map that has tables for keys.
  if (type?.kind === 'external' && type.module === '' && isCollectionName(type.name)) return false;
  if (model) return true;
  return imports(facts, packages) && clientName.test(nameOfValue(facts, chain.client));
}

function isPartOfAnother(facts: FileFacts, chain: Chain): boolean {
  if (chain.calls.some((link) => link.name === 'as' || link.name === 'getSQL' || link.name === 'toSQL'))
    return true;
  const outer = facts.calls[chain.last.argumentOf];
  return outer !== undefined && !chain.last.awaited && takesSubquery.test(outer.name);
}

/** The table a name stands for: a variable that `pgTable` and the like made, in this file or another. */
export function tableOf(
  context: LibraryContext,
  facts: FileFacts,
  value: Value | null,
  within: number,
): DeclaredModel | null {
  if (!value) return null;
  const { root, path } = value;
  if (root.kind === 'variable' && path.length === 0)
    return context.models.named('drizzle', facts.variables[root.variable]?.name ?? '', facts.file);
  if (root.kind !== 'name') return null;
  const named = context.program.resolveName(facts, root.name, within);
  const member = path[0];
  const found =
    named?.kind === 'module' && member !== undefined
      ? context.program.resolveExport(named.facts, member)
      : named;
  if (found?.kind === 'variable')
    return context.models.named('drizzle', found.facts.variables[found.index]?.name ?? '', found.facts.file);
  return context.models.named('drizzle', path[path.length - 1] ?? root.name);
}

/** `select({ total: count() })`. */
function countsOnly(facts: FileFacts, opening: CallFact): boolean {
  const [shape] = opening.shapes ?? [];
  if (shape?.kind !== 'object' || shape.properties.length !== 1) return false;
  const value = shape.properties[0]?.value;
  const call =
    value?.kind === 'value' && value.value.root.kind === 'call'
      ? facts.calls[value.value.root.call]
      : undefined;
  return call !== undefined && /^count(?:Distinct)?$/.test(call.name);
}
