import type { QueryDetails, QueryVerb } from '../../model/code';
import type { CallFact, FileFacts, Shape, Value } from '../facts';
import { chainTo, endsChain, type Chain } from './chain';
import { clientText, isClientOf, nameOfValue, type ClientKind } from './clients';
import { DetailsDraft, isFalse, type Operator } from './details';
import { calleeText, propertyShape, receiverOf, type LibraryContext, type Recognition } from './recognition';

const clients: ClientKind = {
  modules: /^@supabase\//,
  types: /SupabaseClient$|^create\w*Client\(\)$|^PostgrestClient$/,
};
const verbs: Readonly<Record<string, QueryVerb>> = {
  select: 'read',
  insert: 'insert',
  upsert: 'upsert',
  update: 'update',
  delete: 'delete',
};
/** Source: supabase.com/docs/reference/javascript/using-filters. */
const filters: Readonly<Record<string, Operator>> = {
  eq: 'equals',
  is: 'equals',
  in: 'in',
  gt: 'range',
  gte: 'range',
  lt: 'range',
  lte: 'range',
  like: 'like',
  ilike: 'like',
  textSearch: 'like',
  neq: 'other',
  not: 'other',
  contains: 'other',
  containedBy: 'other',
  overlaps: 'other',
  filter: 'other',
};

/** `supabase.from('orders').select(…).eq(…)`: thenable, so the chain's last call is the query. Storage and auth are none. */
export function recogniseSupabase(
  context: LibraryContext,
  facts: FileFacts,
  call: CallFact,
): Recognition | null {
  if (call.kind !== 'call' || !endsChain(call)) return null;
  const chain = chainTo(facts, call);
  const { first } = chain;
  const opening = chain.calls.find((link) => Object.hasOwn(verbs, link.name));
  const isFrom =
    first.name === 'from' && first.callee.path.length > 0 && opening !== undefined && opening !== first;
  if (!isFrom && !(first.name === 'rpc' && first.text !== null && first.callee.path.length > 0)) return null;
  const client = receiverOf(first);
  if (client.path[client.path.length - 1] === 'storage') return null;
  const known = isClientOf(context.program, facts, openedOn(facts, client), first.within, clients);
  if (!known && !/supabase/i.test(nameOfValue(facts, client))) return null;
  const verb = isFrom ? (verbs[opening.name] ?? 'read') : 'raw';
  const counts = verb === 'read' && isCount(opening);
  return {
    library: 'supabase',
    verb: counts ? 'count' : verb,
    table: isFrom ? first.text : null,
    entity: null,
    call: calleeText(facts, call.callee),
    confidence: known ? 'high' : 'medium',
    details: details(facts, chain, opening),
  };
}

/** `supabase.schema('shop').from(…)` is asked of the client below. */
function openedOn(facts: FileFacts, client: Value): Value {
  const call =
    client.root.kind === 'call' && client.path.length === 0 ? facts.calls[client.root.call] : undefined;
  return call?.name === 'schema' ? receiverOf(call) : client;
}

/** `select('*', { count: 'exact', head: true })`. */
function isCount(opening: CallFact | undefined): boolean {
  const head = propertyShape(opening?.shapes?.[1], 'head');
  return head !== null && !isFalse(head);
}

function details(facts: FileFacts, chain: Chain, opening: CallFact | undefined): QueryDetails {
  const draft = new DetailsDraft(clientText(facts, receiverOf(chain.first)));
  if (isCount(opening)) draft.limited = 'one';
  for (const link of chain.calls) readLink(draft, link, link === opening);
  return draft.done();
}

function readLink(draft: DetailsDraft, link: CallFact, opens: boolean): void {
  const [first, second] = link.shapes ?? [];
  const operator = Object.hasOwn(filters, link.name) ? filters[link.name] : undefined;
  if (operator) {
    if (link.text === null) draft.filterUnknown();
    else draft.filter(link.text, operator);
    return;
  }
  switch (link.name) {
    case 'select':
      if (opens) readSelected(draft, first);
      return;
    case 'insert':
    case 'upsert':
    case 'update':
      if (opens) draft.write(first, (name) => [name]);
      return;
    case 'match':
      if (first?.kind === 'object') for (const { name } of first.properties) draft.filter(name, 'equals');
      else draft.filterUnknown();
      return;
    case 'or':
      draft.filterUnknown();
      return;
    case 'order': {
      const ascending = propertyShape(second, 'ascending') ?? undefined;
      if (link.text === null) draft.sortUnknown();
      else draft.sort(link.text, isFalse(ascending));
      return;
    }
    case 'limit':
      draft.limited = 'limit';
      return;
    case 'range':
      draft.limited = 'limit';
      draft.offset = true;
      return;
    case 'single':
    case 'maybeSingle':
      draft.limited = 'one';
  }
}

/** `'id, name, items(id, total)'`: columns, and relations in parentheses. */
function readSelected(draft: DetailsDraft, shape: Shape | undefined): void {
  if (!shape) return;
  if (shape.kind !== 'text') {
    draft.selected = null;
    return;
  }
  for (const match of shape.text.matchAll(/(?:(\w+):)?(\w+)(?:!\w+)*\s*\(/g))
    draft.include(match[1] ?? match[2] ?? '');
  let outer = shape.text;
  for (let before = ''; before !== outer;) {
    before = outer;
    outer = outer.replace(/[\w:!]+\s*\([^()]*\)/g, '');
  }
  const names = outer
    .split(',')
    .map((part) => part.trim().split(':').pop() ?? '')
    .filter((name) => name !== '');
  if (!names.includes('*')) draft.select(names);
}
