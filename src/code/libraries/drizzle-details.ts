import type { DeclaredModel, QueryDetails, QueryVerb } from '../../model/code';
import type { CallFact, FileFacts, Shape, Value } from '../facts';
import type { Chain } from './chain';
import { clientText, isHandle } from './clients';
import { DetailsDraft, isFalse, type ColumnName, type Operator } from './details';
import { columnsOf } from './model-columns';
import { propertyShape } from './recognition';

/** Source: orm.drizzle.team/docs/operators. */
const operators: Readonly<Record<string, Operator>> = {
  eq: 'equals',
  isNull: 'equals',
  inArray: 'in',
  gt: 'range',
  gte: 'range',
  lt: 'range',
  lte: 'range',
  between: 'range',
  like: 'like',
  ilike: 'like',
  ne: 'other',
  isNotNull: 'other',
  notInArray: 'other',
  notBetween: 'other',
  notLike: 'other',
  notIlike: 'other',
  arrayContains: 'other',
  arrayContained: 'other',
  arrayOverlaps: 'other',
};

/** What a builder chain asks. */
export function chainDetails(
  facts: FileFacts,
  chain: Chain,
  verb: QueryVerb,
  model: DeclaredModel | null,
): QueryDetails {
  const draft = new DetailsDraft(clientText(facts, chain.client));
  draft.inTransaction = isHandle(facts, chain.client);
  const column = columnsOf(model);
  for (const link of chain.calls) readLink(facts, draft, link, column);
  if (verb === 'count' && !chain.calls.some((link) => link.name === 'groupBy')) draft.limited = 'one';
  return draft.done();
}

function readLink(facts: FileFacts, draft: DetailsDraft, link: CallFact, column: ColumnName): void {
  const [first] = link.shapes ?? [];
  switch (link.name) {
    case 'select':
    case 'selectDistinct':
      readSelected(draft, first, column);
      return;
    case 'where':
      readCondition(facts, draft, link.values[0] ?? null, column, 0);
      return;
    case '$count':
      if (link.values.length > 1) readCondition(facts, draft, link.values[1] ?? null, column, 0);
      return;
    case 'orderBy':
      for (const value of link.values) readOrder(facts, draft, value, column);
      return;
    case 'limit':
      draft.limited = first?.kind === 'literal' && first.text === '1' ? 'one' : 'limit';
      return;
    case 'offset':
      draft.offset = true;
      return;
    case 'for':
      draft.locks = true;
      return;
    case 'values':
    case 'set':
      draft.write(first, (name) => [column(name)]);
      return;
    case '$dynamic':
      draft.mayFilter();
      draft.sortUnknown();
      draft.limited = 'unknown';
  }
}

/** What `db.query.orders.findMany({ where, with, columns, orderBy, limit })` asks. */
export function relationalDetails(
  facts: FileFacts,
  call: CallFact,
  model: DeclaredModel | null,
  client: string,
  inTransaction: boolean,
): QueryDetails {
  const draft = new DetailsDraft(client);
  draft.inTransaction = inTransaction;
  const column = columnsOf(model);
  const options = call.shapes?.[0];
  draft.limited = call.name === 'findFirst' ? 'one' : 'none';
  if (options && options.kind !== 'object') {
    draft.mayFilter();
    draft.sortUnknown();
    draft.selected = null;
    if (draft.limited === 'none') draft.limited = 'unknown';
    return draft.done();
  }
  const part = (name: string): Shape | undefined => propertyShape(options, name) ?? undefined;
  const where = part('where');
  if (where) readConditionShape(facts, draft, where, column);
  if (part('limit') && draft.limited !== 'one') draft.limited = 'limit';
  draft.offset = part('offset') !== undefined;
  const order = part('orderBy');
  for (const shape of order?.kind === 'array' ? order.elements : order ? [order] : [])
    readOrder(facts, draft, valueOf(shape), column);
  const columns = part('columns');
  if (columns?.kind === 'object') {
    const wanted = columns.properties.filter(({ value }) => !isFalse(value)).map(({ name }) => column(name));
    // `columns: { secret: false }` takes away from everything.
    if (wanted.length > 0) draft.select(wanted);
    else draft.selected = null;
  }
  readWith(draft, part('with'), '');
  if (options?.kind === 'object' && options.spreads) draft.mayFilter();
  return draft.done();
}

function readWith(draft: DetailsDraft, shape: Shape | undefined, path: string): void {
  if (shape?.kind !== 'object') return;
  for (const { name, value } of shape.properties) {
    if (isFalse(value)) continue;
    draft.include(`${path}${name}`, {
      ordered: propertyShape(value, 'orderBy') !== null,
      limited: propertyShape(value, 'limit') !== null,
    });
    readWith(draft, propertyShape(value, 'with') ?? undefined, `${path}${name}.`);
  }
}

/** `where: eq(…)`, `where: (orders, { eq }) => eq(…)`, and the object form of Drizzle 1: `where: { id: 1 }`. */
function readConditionShape(facts: FileFacts, draft: DetailsDraft, shape: Shape, column: ColumnName): void {
  if (shape.kind === 'object') {
    for (const { name, value } of shape.properties)
      if (/^(?:AND|OR|NOT|RAW)$/.test(name)) draft.filterUnknown();
      else draft.filter(column(name), value.kind === 'object' ? 'other' : 'equals');
    return;
  }
  readCondition(facts, draft, valueOf(shape), column, 0);
}

function valueOf(shape: Shape): Value | null {
  return shape.kind === 'value' ? shape.value : shape.kind === 'function' ? shape.result : null;
}

/** Reads `and(eq(orders.id, id), inArray(…))`, through variables. */
function readCondition(
  facts: FileFacts,
  draft: DetailsDraft,
  value: Value | null,
  column: ColumnName,
  depth: number,
): void {
  if (value?.root.kind === 'variable' && value.path.length === 0 && depth < 6) {
    const init = facts.variables[value.root.variable]?.init;
    if (init?.root.kind === 'call') {
      readCondition(facts, draft, init, column, depth + 1);
      return;
    }
  }
  const call = value?.root.kind === 'call' ? facts.calls[value.root.call] : undefined;
  if (!call || depth > 6) {
    if (value === null || depth > 0) draft.filterUnknown();
    else draft.mayFilter();
    return;
  }
  if (/^(?:and|or|not)$/.test(call.name)) {
    // `and()` of a list from elsewhere has no arguments that are seen.
    if (call.values.length === 0) draft.mayFilter();
    for (const part of call.values) readCondition(facts, draft, part, column, depth + 1);
    return;
  }
  const operator = Object.hasOwn(operators, call.name) ? operators[call.name] : undefined;
  const name = columnName(call.values[0] ?? null);
  if (operator === undefined || name === null) draft.filterUnknown();
  else draft.filter(column(name), operator);
}

function readOrder(facts: FileFacts, draft: DetailsDraft, value: Value | null, column: ColumnName): void {
  const call = value?.root.kind === 'call' ? facts.calls[value.root.call] : undefined;
  const name = call
    ? /^(?:asc|desc)$/.test(call.name)
      ? columnName(call.values[0] ?? null)
      : null
    : columnName(value);
  if (name === null) draft.sortUnknown();
  else draft.sort(column(name), call?.name === 'desc');
}

/** `email` of `users.email`. */
function columnName(value: Value | null): string | null {
  if (!value || value.root.kind === 'call') return null;
  return value.path[value.path.length - 1] ?? null;
}

function readSelected(draft: DetailsDraft, shape: Shape | undefined, column: ColumnName): void {
  if (!shape) return;
  if (shape.kind !== 'object' || shape.spreads) {
    draft.selected = null;
    return;
  }
  for (const { value } of shape.properties) {
    const name = value.kind === 'value' ? columnName(value.value) : null;
    if (name === null) draft.selected = null;
    else draft.select([column(name)]);
  }
}
