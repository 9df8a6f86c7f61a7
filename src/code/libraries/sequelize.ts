import type { DeclaredModel, QueryVerb } from '../../model/code';
import type { CallFact, FileFacts, Value } from '../facts';
import { clientText, imports, type ClientKind } from './clients';
import { DetailsDraft } from './details';
import { classNamed, classOfRows, type ClassPlace } from './result-classes';
import { sequelizeDetails } from './sequelize-details';
import { mixinVerb } from './sequelize-mixins';
import { calleeText, receiverOf, type LibraryContext, type Recognition } from './recognition';

const packages = /^(?:sequelize|sequelize-typescript|@sequelize\/core)$/;
/** `Model` of the package, or what `sequelize.define` and `sequelize.model` give. */
const models: ClientKind = {
  modules: packages,
  types: /^(?:Model|ModelStatic|ModelCtor|ModelDefined|Repository)$/,
};

/** Source: sequelize.org/docs/v6/core-concepts/model-querying-finders. */
const ofModel: Readonly<Record<string, QueryVerb>> = {
  findByPk: 'read',
  findOne: 'read',
  findAll: 'read',
  findAndCountAll: 'read',
  findOrCreate: 'upsert',
  findCreateFind: 'upsert',
  count: 'count',
  sum: 'count',
  max: 'count',
  min: 'count',
  create: 'insert',
  bulkCreate: 'insert',
  upsert: 'upsert',
  update: 'update',
  increment: 'update',
  decrement: 'update',
  restore: 'update',
  destroy: 'delete',
  truncate: 'delete',
};
const ofInstance: Readonly<Record<string, QueryVerb>> = {
  save: 'update',
  update: 'update',
  destroy: 'delete',
  reload: 'read',
  restore: 'update',
  increment: 'update',
  decrement: 'update',
  $get: 'read',
  $count: 'count',
  $has: 'count',
  $set: 'update',
  $add: 'insert',
  $create: 'insert',
  $remove: 'update',
};
const scopes = /^(?:scope|unscoped|withScope|withoutScope|schema)$/;

/** `User.findAll(…)`, `User.scope('open').count()`, `user.save()`, `user.$get('orders')`: the receiver must be a model or a row of one. */
export function recogniseSequelize(
  context: LibraryContext,
  facts: FileFacts,
  call: CallFact,
): Recognition | null {
  if (call.kind !== 'call' || call.callee.path.length === 0) return null;
  const staticVerb = Object.hasOwn(ofModel, call.name) ? ofModel[call.name] : undefined;
  const verb = staticVerb ?? (Object.hasOwn(ofInstance, call.name) ? ofInstance[call.name] : undefined);
  const receiver = receiverOf(call);
  if (!verb) return throughMixin(context, facts, call, receiver);
  // `this.destroy()` is about the row, `this.findAll()` about the model.
  const onSelf = receiver.root.kind === 'this' && Object.hasOwn(ofInstance, call.name);
  const target = staticVerb && !onSelf ? modelBehind(context, facts, receiver, call.within) : null;
  if (target && staticVerb) return found(facts, call, staticVerb, target.model, false);
  const instanceVerb = Object.hasOwn(ofInstance, call.name) ? ofInstance[call.name] : undefined;
  const row = instanceVerb ? rowModel(context, facts, receiver, call.within) : null;
  return row && instanceVerb ? found(facts, call, instanceVerb, row.model, true) : null;
}

/** `user.getPosts()`. */
function throughMixin(
  context: LibraryContext,
  facts: FileFacts,
  call: CallFact,
  receiver: Value,
): Recognition | null {
  if (!/^(?:get|count|has|set|add|remove|create)[A-Z]/.test(call.name)) return null;
  const place = rowClass(context, facts, receiver, call.within);
  const verb = place && isModel(context, place) ? mixinVerb(context.program, place, call.name) : null;
  if (!verb) return null;
  const draft = new DetailsDraft(clientText(facts, receiver));
  draft.filterUnknown();
  if (verb !== 'read' && verb !== 'count') draft.writeUnknown();
  draft.inTransaction = isGivenTransaction(call);
  return { ...found(facts, call, verb, null, true), confidence: 'high', details: draft.done() };
}

/** `order.getItems({ transaction })`. */
function isGivenTransaction({ fields }: CallFact): boolean {
  return fields !== null && Object.hasOwn(fields, 'transaction');
}

interface Target {
  readonly model: DeclaredModel | null;
}

function found(
  facts: FileFacts,
  call: CallFact,
  verb: QueryVerb,
  model: DeclaredModel | null,
  onRow: boolean,
): Recognition {
  const ofRelation = call.name.startsWith('$');
  return {
    library: 'sequelize',
    verb,
    table: ofRelation ? null : (model?.table ?? null),
    entity: ofRelation ? null : (model?.name ?? null),
    call: calleeText(facts, call.callee),
    confidence: model ? 'high' : 'medium',
    details: sequelizeDetails(facts, call, verb, model, onRow),
  };
}

/** The model that a receiver stands for: a class that extends Model, a variable that `define` made, a property of the models. */
function modelBehind(
  context: LibraryContext,
  facts: FileFacts,
  receiver: Value,
  within: number,
): Target | null {
  const { program } = context;
  const inner =
    receiver.root.kind === 'call' && receiver.path.length === 0 ? facts.calls[receiver.root.call] : undefined;
  if (inner && scopes.test(inner.name)) return modelBehind(context, facts, receiverOf(inner), inner.within);
  const place =
    classNamed(program, facts, receiver, within) ??
    (receiver.root.kind === 'this' && receiver.path.length === 0 ? ownClass(context, facts, within) : null);
  if (place) return isModel(context, place) ? { model: modelOf(context, place) } : null;
  const type = program.typeOf(facts, receiver, within);
  if (type?.kind === 'external' && models.modules.test(type.module) && models.types.test(type.name)) {
    const argument = type.args[0] ? program.resolveType(type.from, type.args[0]) : null;
    return { model: argument?.kind === 'class' ? modelOf(context, argument) : null };
  }
  return type ? null : byName(context, facts, receiver, within);
}

/** `models.User`, `db.User`, `User` of `define('User')`: a model of that name that Sequelize knows, in a file or by a name that says so. */
function byName(context: LibraryContext, facts: FileFacts, receiver: Value, within: number): Target | null {
  const { path, root } = receiver;
  const last =
    path[path.length - 1] ??
    (root.kind === 'name'
      ? root.name
      : root.kind === 'variable'
        ? facts.variables[root.variable]?.name
        : undefined);
  if (last === undefined) return null;
  const model =
    context.models.named('sequelize', last) ?? context.models.named('sequelize', upperFirst(last));
  if (!model) return null;
  if (path.length > 0) {
    const holder =
      path[path.length - 2] ??
      (root.kind === 'name'
        ? root.name
        : root.kind === 'variable'
          ? facts.variables[root.variable]?.name
          : '');
    return /^(?:models|db|sequelize|database|Models)$/.test(holder ?? '') ? { model } : null;
  }
  const init = root.kind === 'variable' ? facts.variables[root.variable]?.init : null;
  const made = init?.root.kind === 'call' ? facts.calls[init.root.call] : undefined;
  if (made && (made.name === 'define' || made.name === 'model')) return { model };
  // `const { User } = models`, or an import of the models.
  const taken = init
    ? /^(?:models|db|sequelize)$/.test(init.path[init.path.length - 2] ?? rootName(facts, init))
    : false;
  const imported = root.kind === 'name' && isModelsFile(context, facts, root.name, within);
  return taken || imported || (/^[A-Z]/.test(last) && imports(facts, packages)) ? { model } : null;
}

function rootName(facts: FileFacts, { root }: Value): string {
  if (root.kind === 'name') return root.name;
  return root.kind === 'variable' ? (facts.variables[root.variable]?.name ?? '') : '';
}

function isModelsFile(context: LibraryContext, facts: FileFacts, name: string, within: number): boolean {
  const declaration = context.program.resolveName(facts, name, within);
  if (declaration?.kind === 'variable') {
    const init = declaration.facts.variables[declaration.index]?.init;
    const made = init?.root.kind === 'call' ? declaration.facts.calls[init.root.call] : undefined;
    return made?.name === 'define' || made?.name === 'model' || imports(declaration.facts, packages);
  }
  const imported = facts.imports.find((item) => item.local === name);
  return imported !== undefined && /(?:^|\/)models?(?:\/|$)/.test(imported.from);
}

/** The model of a row: a typed instance, or the result of a finder of a model. */
function rowModel(context: LibraryContext, facts: FileFacts, receiver: Value, within: number): Target | null {
  const place = rowClass(context, facts, receiver, within);
  return place && isModel(context, place) ? { model: modelOf(context, place) } : null;
}

function rowClass(
  context: LibraryContext,
  facts: FileFacts,
  receiver: Value,
  within: number,
): ClassPlace | null {
  const own =
    receiver.root.kind === 'this' && receiver.path.length === 0 ? ownClass(context, facts, within) : null;
  return own ?? classOfRows(context.program, facts, receiver, within);
}

function ownClass(context: LibraryContext, facts: FileFacts, within: number): ClassPlace | null {
  const own = context.program.classAround(facts, within);
  return own?.kind === 'class' ? { facts: own.facts, index: own.index } : null;
}

function isModel(context: LibraryContext, { facts, index }: ClassPlace): boolean {
  const name = facts.classes[index]?.name ?? '';
  const chain = context.program.withBases(facts, index);
  const last = chain[chain.length - 1];
  const top = last?.facts.classes[last.index]?.extends;
  const base = last && top ? context.program.resolveType(last.facts, top) : null;
  if (base?.kind === 'external' && models.modules.test(base.module) && base.name === 'Model') return true;
  return (
    base?.kind === 'external' &&
    base.module === '' &&
    context.models.named('sequelize', name)?.file === facts.file
  );
}

function modelOf(context: LibraryContext, { facts, index }: ClassPlace): DeclaredModel | null {
  return context.models.named('sequelize', facts.classes[index]?.name ?? '', facts.file);
}

function upperFirst(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
