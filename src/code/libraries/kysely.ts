import type { QueryDetails, QueryVerb } from '../../model/code';
import type { CallFact, FileFacts } from '../facts';
import { finished, readLink, readWriteCall } from './builder-details';
import { chainTo, type Chain } from './chain';
import { clientText, imports, isClientOf, isHandle, nameOfValue, type ClientKind } from './clients';
import { DetailsDraft } from './details';
import { columnsOf } from './model-columns';
import { calleeText, type LibraryContext, type Recognition } from './recognition';

const clients: ClientKind = {
  modules: /^kysely(?:-|\/|$)/,
  types: /^(?:Kysely|Transaction|ControlledTransaction|QueryCreator|kysely\(\))/,
};
const clientName =
  /^(?:db|database|kysely|conn|connection|tx|trx|txn|executor|qb)$|(?:Db|Database|DB|Trx|Kysely)$/;

const roots: Readonly<Record<string, QueryVerb>> = {
  selectFrom: 'read',
  insertInto: 'insert',
  replaceInto: 'upsert',
  updateTable: 'update',
  deleteFrom: 'delete',
  mergeInto: 'upsert',
};
const runs = new Set(['execute', 'executeTakeFirst', 'executeTakeFirstOrThrow', 'stream']);

/** `db.selectFrom('orders')….execute()`, through variables. The chain's root decides: `execute` alone is any use case's. */
export function recogniseKysely(
  context: LibraryContext,
  facts: FileFacts,
  call: CallFact,
): Recognition | null {
  if (call.kind !== 'call' || !runs.has(call.name) || call.callee.path.length !== 1) return null;
  const chain = chainTo(facts, call, true);
  const opening = chain.calls.find((link) => Object.hasOwn(roots, link.name) && link.callee.path.length > 0);
  const verb = opening ? roots[opening.name] : undefined;
  if (!opening || !verb) return null;
  const known = isClientOf(context.program, facts, chain.client, chain.first.within, clients);
  const called = imports(facts, clients.modules) || clientName.test(nameOfValue(facts, chain.client));
  if (!known && !called) return null;
  const table = tableName(opening);
  const model = table === null ? null : context.models.named('kysely', table);
  const upserts = chain.calls.some(
    (link) => link.name === 'onConflict' || link.name === 'onDuplicateKeyUpdate',
  );
  const finalVerb = upserts ? 'upsert' : verb === 'read' && countsOnly(facts, chain) ? 'count' : verb;
  return {
    library: 'kysely',
    verb: finalVerb,
    table: model?.table ?? table,
    entity: model?.name ?? null,
    call: calleeText(facts, call.callee),
    confidence: known ? 'high' : 'medium',
    details: details(facts, chain, finalVerb, columnsOf(model)),
  };
}

/** `'public.orders as o'` → `orders`. */
function tableName(opening: CallFact): string | null {
  const [shape] = opening.shapes ?? [];
  const first = shape?.kind === 'array' ? shape.elements[0] : shape;
  const text = opening.text ?? (first?.kind === 'text' ? first.text : null);
  return (
    text
      ?.split(/\s+as\s+/i)[0]
      ?.split('.')
      .pop()
      ?.trim() ?? null
  );
}

/** `select((eb) => eb.fn.countAll().as('n'))` and nothing else. */
function countsOnly(facts: FileFacts, chain: Chain): boolean {
  const selects = chain.calls.filter((link) => link.name.startsWith('select') && link.name !== 'selectFrom');
  const [shape] = selects[0]?.shapes ?? [];
  const value = shape?.kind === 'function' ? shape.result : shape?.kind === 'value' ? shape.value : null;
  if (selects.length !== 1 || value?.root.kind !== 'call') return false;
  const named = facts.calls[value.root.call];
  const inner = named?.callee.root.kind === 'call' ? facts.calls[named.callee.root.call] : named;
  return inner !== undefined && /^count/.test(inner.name);
}

function details(
  facts: FileFacts,
  chain: Chain,
  verb: QueryVerb,
  column: (name: string) => string,
): QueryDetails {
  const draft = new DetailsDraft(clientText(facts, chain.client));
  draft.inTransaction = isHandle(facts, chain.client);
  const direct = chainTo(facts, chain.last).calls.length === chain.calls.length;
  if (!direct) {
    draft.mayFilter();
    draft.sortUnknown();
    draft.limited = 'unknown';
  }
  const reads = verb === 'read';
  // Kysely selects nothing by itself.
  for (const link of chain.calls) {
    if (link.name === 'values' || link.name === 'set') readWriteCall(draft, link, column);
    else if (link.name === 'top' || link.name === 'fetch') draft.limited = 'limit';
    else readLink(draft, link, column);
  }
  if (reads && /^executeTakeFirst/.test(chain.last.name)) draft.limited = 'one';
  return finished(
    draft,
    verb,
    chain.calls.some((link) => link.name === 'groupBy'),
  );
}
