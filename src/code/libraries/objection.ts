import type { DeclaredModel, QueryDetails, QueryVerb } from '../../model/code';
import type { CallFact, FileFacts, Value } from '../facts';
import { finished, readLink, readWriteCall } from './builder-details';
import { chainTo, endsChain, type Chain } from './chain';
import { clientText, isHandle } from './clients';
import { DetailsDraft, type ColumnName } from './details';
import { columnsOf } from './model-columns';
import { classNamed, classOfRows, type ClassPlace } from './result-classes';
import { calleeText, receiverOf, type LibraryContext, type Recognition } from './recognition';

const openings = new Set(['query', '$query', 'relatedQuery', '$relatedQuery', 'fetchGraph', '$fetchGraph']);
/** Chains that give no rows. */
const noRows =
  /^(?:patch|update|delete|deleteById|del|increment|decrement|relate|unrelate|resultSize|truncate|count|groupBy)$/;
/** The link that decides what the chain does. Source: vincit.github.io/objection.js/api/query-builder. */
const verbOf: Readonly<Record<string, QueryVerb>> = {
  insert: 'insert',
  insertAndFetch: 'insert',
  insertGraph: 'insert',
  insertGraphAndFetch: 'insert',
  upsertGraph: 'upsert',
  upsertGraphAndFetch: 'upsert',
  update: 'update',
  updateAndFetch: 'update',
  updateAndFetchById: 'update',
  patch: 'update',
  patchAndFetch: 'update',
  patchAndFetchById: 'update',
  increment: 'update',
  decrement: 'update',
  relate: 'insert',
  unrelate: 'update',
  delete: 'delete',
  del: 'delete',
  deleteById: 'delete',
  truncate: 'delete',
  resultSize: 'count',
  count: 'count',
};

/** `Person.query()…`, `person.$query().patch(…)`, `person.$relatedQuery('pets')`: the receiver must be a class of Objection's Model, or a row of one. */
export function recogniseObjection(
  context: LibraryContext,
  facts: FileFacts,
  call: CallFact,
): Recognition | null {
  if (call.kind !== 'call' || !endsChain(call)) return null;
  const chain = chainTo(facts, call);
  const { first } = chain;
  if (!openings.has(first.name) || first.callee.path.length === 0) return null;
  const { program } = context;
  const receiver = receiverOf(first);
  const place = first.name.startsWith('$')
    ? (ownClass(context, facts, receiver.root.kind, receiver.path, first.within) ??
      classOfRows(program, facts, receiver, first.within) ??
      classOfResult(context, facts, receiver, 0))
    : (classNamed(program, facts, receiver, first.within) ??
      ownClass(context, facts, receiver.root.kind, receiver.path, first.within));
  if (!place || !isModel(context, place)) return null;
  // A builder that is an argument of another is a part of it.
  const outer = facts.calls[call.argumentOf];
  if (outer && !call.awaited && /^(?:where\w*|from|as|select|union|with|whereExists)$/.test(outer.name))
    return null;
  const related = /elatedQuery$|etchGraph$/.test(first.name);
  const model = related
    ? null
    : context.models.named('objection', place.facts.classes[place.index]?.name ?? '', place.facts.file);
  const verb =
    chain.calls
      .map((link) => (Object.hasOwn(verbOf, link.name) ? verbOf[link.name] : undefined))
      .find((found) => found) ?? 'read';
  return {
    library: 'objection',
    verb,
    table: model?.table ?? null,
    entity: model?.name ?? null,
    call: calleeText(facts, call.callee),
    confidence: 'high',
    details: details(facts, chain, verb, model),
  };
}

/** The class of a row that a query in the same function gave: `const person = await Person.query().findById(1)`. */
function classOfResult(
  context: LibraryContext,
  facts: FileFacts,
  value: Value,
  depth: number,
): ClassPlace | null {
  if (depth > 4 || value.path.some((name) => name !== '[]')) return null;
  if (value.root.kind === 'variable') {
    const init = facts.variables[value.root.variable]?.init;
    return init ? classOfResult(context, facts, init, depth + 1) : null;
  }
  const call = value.root.kind === 'call' ? facts.calls[value.root.call] : undefined;
  if (!call) return null;
  const { first, calls } = chainTo(facts, call);
  if (first.name !== 'query' || calls.some((link) => noRows.test(link.name))) return null;
  return classNamed(context.program, facts, receiverOf(first), first.within);
}

function ownClass(
  context: LibraryContext,
  facts: FileFacts,
  root: string,
  path: readonly string[],
  within: number,
): ClassPlace | null {
  const own = root === 'this' && path.length === 0 ? context.program.classAround(facts, within) : null;
  return own?.kind === 'class' ? { facts: own.facts, index: own.index } : null;
}

function isModel({ program }: LibraryContext, { facts, index }: ClassPlace): boolean {
  const chain = program.withBases(facts, index);
  const last = chain[chain.length - 1];
  const top = last?.facts.classes[last.index]?.extends;
  const base = last && top ? program.resolveType(last.facts, top) : null;
  return base?.kind === 'external' && base.module === 'objection' && base.name === 'Model';
}

function details(facts: FileFacts, chain: Chain, verb: QueryVerb, model: DeclaredModel | null): QueryDetails {
  const { first } = chain;
  const client = receiverOf(first);
  const draft = new DetailsDraft(clientText(facts, client));
  const column = columnsOf(model);
  // `Person.query(trx)`.
  const handle = first.values[/elatedQuery$|etchGraph$/.test(first.name) ? 1 : 0];
  draft.inTransaction =
    (handle !== undefined && handle !== null && isHandle(facts, handle)) ||
    chain.calls.some((link) => link.name === 'transacting');
  // Asks for what belongs to rows at hand.
  if (first.name.endsWith('etchGraph')) draft.filterUnknown();
  if (first.name === '$query') {
    draft.filter(column('id'), 'equals');
    draft.limited = 'one';
  }
  if (first.name === '$relatedQuery') draft.filterUnknown();
  for (const link of chain.calls) readOwnLink(draft, link, verb, column);
  return finished(
    draft,
    verb,
    chain.calls.some((link) => link.name === 'groupBy'),
  );
}

function readOwnLink(draft: DetailsDraft, link: CallFact, verb: QueryVerb, column: ColumnName): void {
  const [first, second] = link.shapes ?? [];
  switch (link.name) {
    case 'findById':
    case 'deleteById':
      draft.filter(column('id'), 'equals');
      draft.limited = 'one';
      return;
    case 'patchAndFetchById':
    case 'updateAndFetchById':
      draft.filter(column('id'), 'equals');
      draft.limited = 'one';
      draft.write(second, (name) => [column(name)]);
      return;
    case 'findByIds':
      draft.filter(column('id'), 'in');
      return;
    case 'findOne':
      readLink(draft, { ...link, name: 'where' }, column);
      draft.limited = 'one';
      return;
    case 'withGraphFetched':
    case 'withGraphJoined':
      if (first?.kind === 'text')
        for (const name of first.text.replace(/[[\]]/g, '').split(',')) draft.include(name.trim());
      return;
    case 'page':
    case 'range':
      draft.limited = 'limit';
      draft.offset = true;
      return;
    case 'insertGraph':
    case 'upsertGraph':
      draft.writeUnknown();
      return;
    default:
      if (/^(?:insert|patch|update|patchAndFetch|updateAndFetch|insertAndFetch)$/.test(link.name))
        readWriteCall(draft, link, column);
      else if (verb !== 'insert' || link.name !== 'query') readLink(draft, link, column);
  }
}
