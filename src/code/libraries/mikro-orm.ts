import type { DeclaredModel, QueryDetails, QueryVerb } from '../../model/code';
import type { CallFact, FileFacts, Shape, Value } from '../facts';
import { clientText, isHandle, isTypeOf, type ClientKind } from './clients';
import { DetailsDraft, isFalse, literalText, type ColumnName } from './details';
import { columnsOf } from './model-columns';
import { classNamed, classOfRows, type ClassPlace } from './result-classes';
import { calleeText, propertyShape, receiverOf, type LibraryContext, type Recognition } from './recognition';
import { readWhere, type WhereWords } from './where-object';

const packages = /^@mikro-orm\//;
const managers: ClientKind = { modules: packages, types: /EntityManager$|^MikroORM$/ };
const repositories: ClientKind = { modules: packages, types: /EntityRepository$/ };
const loaders: ClientKind = {
  modules: packages,
  types: /^(?:Collection|Reference|Ref|ScalarReference|LoadedCollection)$/,
};

/** Source: mikro-orm.io/docs/entity-manager. */
const verbs: Readonly<Record<string, QueryVerb>> = {
  find: 'read',
  findOne: 'read',
  findOneOrFail: 'read',
  findAll: 'read',
  findAndCount: 'read',
  findByCursor: 'read',
  stream: 'read',
  refresh: 'read',
  populate: 'read',
  count: 'count',
  insert: 'insert',
  nativeInsert: 'insert',
  insertMany: 'insert',
  upsert: 'upsert',
  upsertMany: 'upsert',
  nativeUpdate: 'update',
  nativeDelete: 'delete',
  lock: 'read',
  flush: 'upsert',
  persistAndFlush: 'upsert',
  removeAndFlush: 'delete',
};
const loads: Readonly<Record<string, QueryVerb>> = {
  init: 'read',
  load: 'read',
  loadOrFail: 'read',
  loadItems: 'read',
  loadProperty: 'read',
  matching: 'read',
  loadCount: 'count',
};
const words: WhereWords = {
  operators: {
    $eq: 'equals',
    $in: 'in',
    $gt: 'range',
    $gte: 'range',
    $lt: 'range',
    $lte: 'range',
    $like: 'like',
    $ilike: 'like',
    $re: 'like',
    $fulltext: 'like',
  },
  logical: new Set(['$and', '$or', '$not']),
  listMeansIn: true,
};

/** `em.find(Order, …)`, `orders.findOne(…)` of an EntityRepository, `em.flush()`, `order.items.init()`, `book.author.load()`. */
export function recogniseMikroOrm(
  context: LibraryContext,
  facts: FileFacts,
  call: CallFact,
): Recognition | null {
  if (call.kind !== 'call' || call.callee.path.length === 0) return null;
  const verb = Object.hasOwn(verbs, call.name) ? verbs[call.name] : undefined;
  const load = Object.hasOwn(loads, call.name) ? loads[call.name] : undefined;
  if (!verb && !load) return null;
  const { program } = context;
  const receiver = receiverOf(call);
  const type =
    program.typeOf(facts, receiver, call.within) ??
    (load
      ? propertyOfRow(context, facts, receiver, call.within)
      : (repositoryType(context, facts, receiver) ??
        managerBehind(context, facts, receiver, call.within, 0)));
  if (!type) return null;
  if (load && isTypeOf(program, type, loaders)) {
    const held =
      type.kind === 'external' && type.args[0] ? program.resolveType(type.from, type.args[0]) : null;
    const model = held?.kind === 'class' ? modelOf(context, held) : null;
    return found(
      facts,
      call,
      load,
      model,
      loadDetails(facts, call, type.kind === 'external' ? type.name : ''),
    );
  }
  if (!verb) return null;
  const asked = repositoryCall(facts, receiver);
  if (asked?.name === 'getRepository') {
    const place = classNamed(program, facts, asked.values[0] ?? null, asked.within);
    const model = place ? modelOf(context, place) : null;
    return found(facts, call, verb, model, details(facts, call, verb, model, 0));
  }
  if (isTypeOf(program, type, managers)) {
    const place = classNamed(program, facts, call.values[0] ?? null, call.within);
    const model = place ? modelOf(context, place) : null;
    return found(facts, call, verb, model, details(facts, call, verb, model, writesUnit(call.name) ? 0 : 1));
  }
  if (!isTypeOf(program, type, repositories)) return null;
  const model = repositoryModel(context, type);
  return found(facts, call, verb, model, details(facts, call, verb, model, 0));
}

type Type = NonNullable<ReturnType<LibraryContext['program']['typeOf']>>;

/** `order.items` of a row that `em.find(Order)` gave. */
function propertyOfRow(
  { program }: LibraryContext,
  facts: FileFacts,
  receiver: Value,
  within: number,
): Type | null {
  const name = receiver.path[receiver.path.length - 1];
  if (name === undefined) return null;
  const owner = classOfRows(
    program,
    facts,
    { root: receiver.root, path: receiver.path.slice(0, -1) },
    within,
  );
  return owner ? program.typeOfProperty(owner.facts, owner.index, name) : null;
}

/** `em` of `const em = orm.em.fork()`, where `orm` is what `MikroORM.init()` gave. */
function managerBehind(
  context: LibraryContext,
  facts: FileFacts,
  value: Value,
  within: number,
  depth: number,
): Type | null {
  if (depth > 5) return null;
  const { program } = context;
  if (value.path.length > 0) {
    if (value.path[value.path.length - 1] !== 'em') return null;
    return managerBehind(
      context,
      facts,
      { root: value.root, path: value.path.slice(0, -1) },
      within,
      depth + 1,
    );
  }
  if (value.root.kind === 'call') {
    const call = facts.calls[value.root.call];
    if (!call) return null;
    const receiver = receiverOf(call);
    if (call.name === 'fork')
      return (
        program.typeOf(facts, receiver, call.within) ??
        managerBehind(context, facts, receiver, call.within, depth + 1)
      );
    if (!/^init(?:Sync)?$/.test(call.name) || receiver.root.kind !== 'name' || receiver.path.length > 0)
      return null;
    const type = program.resolveType(facts, { name: receiver.root.name, args: [] });
    return type && isTypeOf(program, type, managers) ? type : null;
  }
  if (value.root.kind === 'name') {
    const declaration = program.resolveName(facts, value.root.name, within);
    if (declaration?.kind !== 'variable') return null;
    const init = declaration.facts.variables[declaration.index]?.init;
    return init ? managerBehind(context, declaration.facts, init, -1, depth + 1) : null;
  }
  const init = value.root.kind === 'variable' ? facts.variables[value.root.variable]?.init : null;
  return init ? managerBehind(context, facts, init, within, depth + 1) : null;
}

/** `em.getRepository(Order)`. */
function repositoryType(context: LibraryContext, facts: FileFacts, receiver: Value): Type | null {
  const call = repositoryCall(facts, receiver);
  if (!call) return null;
  const owner =
    context.program.typeOf(facts, receiverOf(call), call.within) ??
    managerBehind(context, facts, receiverOf(call), call.within, 0);
  return owner && isTypeOf(context.program, owner, managers) ? owner : null;
}

function repositoryCall(facts: FileFacts, receiver: Value): CallFact | null {
  const init = receiver.root.kind === 'variable' ? facts.variables[receiver.root.variable]?.init : null;
  const root = init?.root ?? receiver.root;
  const call = root.kind === 'call' && receiver.path.length === 0 ? facts.calls[root.call] : undefined;
  return call?.name === 'getRepository' || call?.name === 'fork' ? call : null;
}

function repositoryModel(context: LibraryContext, type: Type): DeclaredModel | null {
  const { program } = context;
  if (type.kind === 'external') {
    const argument = type.args[0] ? program.resolveType(type.from, type.args[0]) : null;
    return argument?.kind === 'class' ? modelOf(context, argument) : null;
  }
  const chain = program.withBases(type.facts, type.index);
  const last = chain[chain.length - 1];
  const argument = last?.facts.classes[last.index]?.extends?.args[0];
  const resolved = last && argument ? program.resolveType(last.facts, argument) : null;
  return resolved?.kind === 'class' ? modelOf(context, resolved) : null;
}

function modelOf(context: LibraryContext, { facts, index }: ClassPlace): DeclaredModel | null {
  return context.models.named('mikro-orm', facts.classes[index]?.name ?? '', facts.file);
}

function writesUnit(name: string): boolean {
  return name === 'flush' || name.endsWith('AndFlush') || name === 'refresh' || name === 'populate';
}

function found(
  facts: FileFacts,
  call: CallFact,
  verb: QueryVerb,
  model: DeclaredModel | null,
  own: QueryDetails,
): Recognition {
  return {
    library: 'mikro-orm',
    verb,
    table: model?.table ?? null,
    entity: model?.name ?? null,
    call: calleeText(facts, call.callee),
    confidence: model || writesUnit(call.name) ? 'high' : 'medium',
    details: own,
  };
}

/** A Collection loads what belongs to one row, a Reference one row. */
function loadDetails(facts: FileFacts, call: CallFact, type: string): QueryDetails {
  const draft = new DetailsDraft(clientText(facts, receiverOf(call)));
  draft.filterUnknown();
  if (!type.includes('Collection')) draft.limited = 'one';
  return draft.done();
}

function details(
  facts: FileFacts,
  call: CallFact,
  verb: QueryVerb,
  model: DeclaredModel | null,
  skipped: number,
): QueryDetails {
  const client = receiverOf(call);
  const draft = new DetailsDraft(clientText(facts, client));
  draft.inTransaction = isHandle(facts, client);
  if (writesUnit(call.name)) {
    draft.mayFilter();
    draft.writeUnknown();
    return draft.done();
  }
  const column = columnsOf(model);
  const [first, second, third] = (call.shapes ?? []).slice(skipped);
  const all = call.name === 'findAll';
  const options = all ? first : verb === 'update' ? third : second;
  if (call.name.startsWith('findOne') || verb === 'count') draft.limited = 'one';
  if (verb === 'insert' || verb === 'upsert') draft.write(first, (name) => [column(name)]);
  else readFilter(draft, all ? (propertyShape(first, 'where') ?? undefined) : first, column);
  if (verb === 'update') draft.write(second, (name) => [column(name)]);
  if (verb === 'read') readOptions(draft, options, column);
  if (call.name.endsWith('Many')) draft.rows = 'many';
  return draft.done();
}

/** A condition, or the key itself. */
function readFilter(draft: DetailsDraft, shape: Shape | undefined, column: ColumnName): void {
  if (shape?.kind === 'text' || shape?.kind === 'literal') draft.filter(column('id'), 'equals');
  else if (shape?.kind === 'value') draft.filterUnknown();
  else readWhere(draft, shape, words, { column, isRelation: () => false });
}

function readOptions(draft: DetailsDraft, options: Shape | undefined, column: ColumnName): void {
  if (!options) return;
  if (options.kind !== 'object' || options.spreads) {
    draft.sortUnknown();
    if (draft.limited === 'none') draft.limited = 'unknown';
  }
  const part = (name: string): Shape | undefined => propertyShape(options, name) ?? undefined;
  if (part('limit') && draft.limited !== 'one') draft.limited = 'limit';
  draft.offset = part('offset') !== undefined;
  draft.locks = part('lockMode') !== undefined;
  const order = part('orderBy');
  for (const shape of order?.kind === 'array' ? order.elements : order ? [order] : []) {
    if (shape.kind !== 'object') draft.sortUnknown();
    else
      for (const { name, value } of shape.properties)
        draft.sort(column(name), /desc|^-1$/i.test(literalText(value) ?? lastName(value)));
  }
  const fields = part('fields');
  if (fields?.kind === 'array')
    for (const field of fields.elements) {
      if (field.kind === 'text') draft.select([column(field.text)]);
      else draft.selected = null;
    }
  const populate = part('populate');
  if (populate && !isFalse(populate) && populate.kind === 'array')
    for (const relation of populate.elements) if (relation.kind === 'text') draft.include(relation.text);
}

/** `DESC` of `QueryOrder.DESC`. */
function lastName(shape: Shape): string {
  return shape.kind === 'value' ? (shape.value.path[shape.value.path.length - 1] ?? '') : '';
}
