import type { DeclaredModel, QueryDetails, QueryVerb } from '../../model/code';
import type { CallFact, FileFacts, Shape, Value } from '../facts';
import { chainTo, endsChain, type Chain } from './chain';
import { clientText } from './clients';
import { DetailsDraft, literalText } from './details';
import { calleeText, propertyShape, receiverOf, type LibraryContext, type Recognition } from './recognition';
import { readWhere, type WhereWords } from './where-object';

/** Source: mongoosejs.com/docs/queries.html. */
const verbs: Readonly<Record<string, QueryVerb>> = {
  find: 'read',
  findOne: 'read',
  findById: 'read',
  distinct: 'read',
  aggregate: 'read',
  exists: 'count',
  countDocuments: 'count',
  estimatedDocumentCount: 'count',
  create: 'insert',
  insertOne: 'insert',
  insertMany: 'insert',
  bulkWrite: 'upsert',
  bulkSave: 'upsert',
  updateOne: 'update',
  updateMany: 'update',
  replaceOne: 'update',
  findOneAndUpdate: 'update',
  findByIdAndUpdate: 'update',
  findOneAndReplace: 'update',
  deleteOne: 'delete',
  deleteMany: 'delete',
  findOneAndDelete: 'delete',
  findByIdAndDelete: 'delete',
  findByIdAndRemove: 'delete',
  findOneAndRemove: 'delete',
  remove: 'delete',
  populate: 'read',
};
/** Source: mongoosejs.com/docs/api/document. */
const rowVerbs: Readonly<Record<string, QueryVerb>> = {
  save: 'update',
  updateOne: 'update',
  deleteOne: 'delete',
  remove: 'delete',
  populate: 'read',
};
const finders = /^(?:find|findOne|findById|create|findOneAnd\w+|findByIdAnd\w+)$/;
const packages = /^(?:mongoose|@nestjs\/mongoose)$/;
const words: WhereWords = {
  operators: {
    $eq: 'equals',
    $in: 'in',
    $gt: 'range',
    $gte: 'range',
    $lt: 'range',
    $lte: 'range',
    $regex: 'like',
  },
  logical: new Set(['$and', '$or', '$nor']),
  listMeansIn: false,
};

/** `mongoose.model('User').find(…)` asks the model. */
function askedOf(chain: Chain): Chain {
  const [opening, asked] = chain.calls;
  return opening?.name === 'model' && asked ? { ...chain, first: asked, calls: chain.calls.slice(1) } : chain;
}

/** The model of a document that a query gave: `const user = await User.findOne(…)`, or one of the list of `User.find()`. */
function rowModel(
  context: LibraryContext,
  facts: FileFacts,
  value: Value,
  depth: number,
): MongooseModel | null {
  if (depth > 4 || value.path.some((name) => name !== '[]')) return null;
  if (value.root.kind === 'variable') {
    const init = facts.variables[value.root.variable]?.init;
    return init ? rowModel(context, facts, init, depth + 1) : null;
  }
  const call = value.root.kind === 'call' ? facts.calls[value.root.call] : undefined;
  if (!call) return null;
  const { first, calls } = askedOf(chainTo(facts, call));
  // What is lean is no document.
  if (!finders.test(first.name) || calls.some((link) => link.name === 'lean')) return null;
  return modelBehind(context, facts, receiverOf(first), first.within, 0);
}

interface MongooseModel {
  readonly model: DeclaredModel | null;
}

/** `User.find(…)` of a model, with what is chained to it: thenable, so the chain's last call is the query. Documents are known by `new User()`, or by the query in the same function that gave them. */
export function recogniseMongoose(
  context: LibraryContext,
  facts: FileFacts,
  call: CallFact,
): Recognition | null {
  if (call.kind !== 'call' || !endsChain(call) || call.callee.path.length === 0) return null;
  const chain = askedOf(chainTo(facts, call));
  const { first } = chain;
  const verb = Object.hasOwn(verbs, first.name) ? verbs[first.name] : undefined;
  if (first.name === 'save' && chain.calls.length === 1) {
    const made = documentModel(context, facts, receiverOf(first), first.within);
    if (made) return found(facts, chain, 'insert', made.model);
  }
  const ofRow = chain.calls.length === 1 && Object.hasOwn(rowVerbs, first.name) ? rowVerbs[first.name] : null;
  const row = ofRow ? rowModel(context, facts, receiverOf(first), 0) : null;
  if (ofRow && row) return found(facts, chain, ofRow, row.model);
  if (!verb) return null;
  const target = modelBehind(context, facts, receiverOf(first), first.within, 0);
  return target ? found(facts, chain, verb, target.model) : null;
}

function found(facts: FileFacts, chain: Chain, verb: QueryVerb, model: DeclaredModel | null): Recognition {
  return {
    library: 'mongoose',
    verb,
    table: model?.table ?? null,
    entity: model?.name ?? null,
    call: calleeText(facts, chain.last.callee),
    confidence: model ? 'high' : 'medium',
    details: details(facts, chain, verb),
  };
}

/** A variable that `model('User', …)` made, a property typed `Model<User>`, also of Nest's `@InjectModel`. */
function modelBehind(
  context: LibraryContext,
  facts: FileFacts,
  value: Value,
  within: number,
  depth: number,
): MongooseModel | null {
  if (depth > 4) return null;
  const { program } = context;
  const type = program.typeOf(facts, value, within);
  if (type?.kind === 'external' && packages.test(type.module)) {
    if (!/(?:^|\.)(?:\w*Model|Model\w*)$/.test(type.name) && !/^(?:model|models?)\(\)$/.test(type.name))
      return madeHere(context, facts, value, within);
    const name = type.args[0]?.name.replace(/Document$|^I(?=[A-Z])/g, '') ?? '';
    return madeHere(context, facts, value, within) ?? { model: context.models.named('mongoose', name) };
  }
  return type ? null : madeHere(context, facts, value, within);
}

/** `model('User', schema)`, `mongoose.model('User')`, `connection.model('User', schema)` behind a name. */
function madeHere(
  context: LibraryContext,
  facts: FileFacts,
  value: Value,
  within: number,
): MongooseModel | null {
  const { program } = context;
  let file = facts;
  let made: Value | null | undefined = value.root.kind === 'call' && value.path.length === 0 ? value : null;
  if (value.root.kind === 'variable' && value.path.length === 0)
    made = facts.variables[value.root.variable]?.init;
  if (value.root.kind === 'name' && value.path.length < 2) {
    let declaration = program.resolveName(facts, value.root.name, within);
    const [member] = value.path;
    if (declaration?.kind === 'module' && member !== undefined)
      declaration = program.resolveExport(declaration.facts, member);
    else if (member !== undefined) return null;
    if (declaration?.kind !== 'variable') return null;
    file = declaration.facts;
    made = file.variables[declaration.index]?.init;
  }
  const call = made?.root.kind === 'call' && made.path.length === 0 ? file.calls[made.root.call] : undefined;
  if (call?.name !== 'model' || call.text === null) return null;
  if (!file.imports.some((item) => item.from === 'mongoose')) return null;
  return { model: context.models.named('mongoose', call.text) };
}

/** `user` of `const user = new User(…)`. */
function documentModel(
  context: LibraryContext,
  facts: FileFacts,
  value: Value,
  within: number,
): MongooseModel | null {
  const init =
    value.root.kind === 'variable' && value.path.length === 0
      ? facts.variables[value.root.variable]?.init
      : value;
  const call = init?.root.kind === 'call' && init.path.length === 0 ? facts.calls[init.root.call] : undefined;
  return call?.kind === 'new' ? modelBehind(context, facts, call.callee, within, 1) : null;
}

function details(facts: FileFacts, chain: Chain, verb: QueryVerb): QueryDetails {
  const { first } = chain;
  const draft = new DetailsDraft(clientText(facts, receiverOf(first)));
  const shapes = first.shapes ?? [];
  const options = shapes.find((shape) => propertyShape(shape, 'session') !== null);
  draft.inTransaction = options !== undefined || chain.calls.some((link) => link.name === 'session');
  if (/ById/.test(first.name)) draft.filter('_id', 'equals');
  else if (first.name === 'aggregate' || first.name === 'bulkWrite') draft.mayFilter();
  else if (verb !== 'insert' && Object.hasOwn(rowVerbs, first.name) && shapes.length === 0) {
    draft.filter('_id', 'equals');
    draft.writeUnknown();
  } else if (verb !== 'insert' && first.name !== 'populate') readFilter(draft, shapes[0]);
  if (/^findOne|ById|One$|^exists$/.test(first.name) || verb === 'count') draft.limited = 'one';
  if (first.name === 'aggregate') draft.limited = 'unknown';
  if (first.name === 'insertMany') draft.rows = 'many';
  if (verb === 'insert' && first.name !== 'save') draft.write(shapes[0], (name) => [name]);
  if (verb === 'update') writeUpdate(draft, shapes[1]);
  for (const link of chain.calls.slice(1)) readLink(draft, link);
  return draft.done();
}

function readFilter(draft: DetailsDraft, shape: Shape | undefined): void {
  readWhere(draft, shape, words, { column: (name) => name, isRelation: () => false });
}

/** `{ $set: { a: 1 }, $inc: { n: 1 } }`, or the columns themselves. */
function writeUpdate(draft: DetailsDraft, shape: Shape | undefined): void {
  if (shape?.kind !== 'object') {
    draft.writeUnknown();
    return;
  }
  for (const { name, value } of shape.properties) {
    if (!name.startsWith('$')) draft.writeColumn(name, value);
    else if (value.kind === 'object')
      for (const inner of value.properties) draft.writeColumn(inner.name, inner.value);
    else draft.writeUnknown();
  }
  if (shape.spreads) draft.writeUnknown();
}

function readLink(draft: DetailsDraft, link: CallFact): void {
  const [first] = link.shapes ?? [];
  switch (link.name) {
    case 'limit':
      draft.limited = 'limit';
      return;
    case 'skip':
      draft.offset = true;
      return;
    case 'sort':
      if (first?.kind === 'object')
        for (const { name, value } of first.properties)
          draft.sort(name, /^-1$|desc/i.test(literalText(value) ?? ''));
      else if (first?.kind === 'text')
        for (const name of first.text.split(/\s+/))
          draft.sort(name.replace(/^[-+]/, ''), name.startsWith('-'));
      else draft.sortUnknown();
      return;
    case 'select':
      if (first?.kind === 'text' && !first.text.includes('-'))
        draft.select(first.text.split(/\s+/).map((name) => name.replace(/^\+/, '')));
      else draft.selected = null;
      return;
    case 'populate':
      if (first?.kind === 'text') draft.include(first.text);
      else {
        const path = propertyShape(first, 'path');
        if (path?.kind === 'text') draft.include(path.text);
      }
      return;
    case 'where':
    case 'or':
    case 'and':
      draft.filterUnknown();
      return;
    case 'countDocuments':
    case 'findOne':
      draft.limited = 'one';
  }
}
