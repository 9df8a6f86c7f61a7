import type { QueryDetails, QueryVerb } from '../../model/code';
import type { CallFact, FileFacts, TypeRef, Value } from '../facts';
import type { TypeHit } from '../linking/program';
import { clientText } from './clients';
import { unknownDetails } from './details';
import { calleeText, receiverOf, type LibraryContext, type Recognition } from './recognition';
import { builderDetails, typeormDetails } from './typeorm-details';
import type { Entity } from './typeorm-entities';

const repositoryVerbs: Readonly<Record<string, QueryVerb>> = {
  find: 'read',
  findBy: 'read',
  findOne: 'read',
  findOneBy: 'read',
  findOneOrFail: 'read',
  findOneByOrFail: 'read',
  findOneById: 'read',
  findByIds: 'read',
  findAndCount: 'read',
  findAndCountBy: 'read',
  exist: 'count',
  exists: 'count',
  existsBy: 'count',
  count: 'count',
  countBy: 'count',
  sum: 'count',
  average: 'count',
  minimum: 'count',
  maximum: 'count',
  insert: 'insert',
  save: 'upsert',
  upsert: 'upsert',
  update: 'update',
  increment: 'update',
  decrement: 'update',
  softDelete: 'update',
  softRemove: 'update',
  restore: 'update',
  recover: 'update',
  delete: 'delete',
  remove: 'delete',
  clear: 'delete',
};
const builderEnds: Readonly<Record<string, QueryVerb>> = {
  getOne: 'read',
  getOneOrFail: 'read',
  getMany: 'read',
  getManyAndCount: 'read',
  getRawOne: 'read',
  getRawMany: 'read',
  getRawAndEntities: 'read',
  getCount: 'count',
  getExists: 'count',
  execute: 'raw',
  stream: 'read',
};
/** Ends of `createQueryBuilder().relation(…).of(…)`: what they write is a link, whose table is not the entity's. */
const relationEnds: Readonly<Record<string, QueryVerb>> = {
  add: 'insert',
  remove: 'delete',
  set: 'update',
  addAndRemove: 'update',
  loadOne: 'read',
  loadMany: 'read',
};
const repositoryTypes = new Set(['Repository', 'TreeRepository', 'MongoRepository', 'AbstractRepository']);
const managerTypes = new Set(['EntityManager', 'DataSource', 'Connection', 'QueryRunner']);

/** Repositories (injected, from `getRepository`, or subclasses), entity managers, active records and query builders. */
export function recogniseTypeorm(
  context: LibraryContext,
  facts: FileFacts,
  call: CallFact,
): Recognition | null {
  if (call.kind !== 'call' || call.callee.path.length === 0) return null;
  const ends = Object.hasOwn(builderEnds, call.name) ? builderEnds[call.name] : undefined;
  if (ends) {
    const builder = builderOf(context, facts, receiverOf(call), 0);
    if (builder) {
      const verb = builder.verb ?? ends;
      return found(facts, call, verb, builder.entity, builderDetails(facts, call, builder.entity, verb));
    }
  }
  const linked = Object.hasOwn(relationEnds, call.name) ? relationEnds[call.name] : undefined;
  if (linked && isRelationOf(facts, receiverOf(call)) && builderOf(context, facts, receiverOf(call), 0))
    return found(facts, call, linked, null, unknownDetails(clientText(facts, receiverOf(call))));
  const verb = Object.hasOwn(repositoryVerbs, call.name) ? repositoryVerbs[call.name] : undefined;
  if (!verb) return null;
  const source = sourceOf(context, facts, receiverOf(call), call.within);
  if (!source) return null;
  const onManager = source.kind === 'manager';
  const entity = onManager
    ? entityOfValue(context, facts, call.values[0] ?? null, call.within)
    : source.entity;
  const details = typeormDetails(facts, call, verb, entity, onManager);
  return found(facts, call, verb, entity, details);
}

function found(
  facts: FileFacts,
  call: CallFact,
  verb: QueryVerb,
  entity: Entity | null,
  details: QueryDetails,
): Recognition {
  return {
    library: 'typeorm',
    verb,
    table: entity?.table ?? null,
    entity: entity?.name ?? null,
    call: calleeText(facts, call.callee),
    confidence: entity ? 'high' : 'medium',
    details,
  };
}

type Source = { readonly kind: 'repository'; readonly entity: Entity | null } | { readonly kind: 'manager' };

function sourceOf(context: LibraryContext, facts: FileFacts, receiver: Value, within: number): Source | null {
  const type = context.program.typeOf(facts, receiver, within);
  const byType = type ? sourceOfType(context, type) : null;
  if (byType) return byType;
  if (receiver.path[receiver.path.length - 1] === 'manager') return { kind: 'manager' };
  const call = callBehind(facts, receiver, 0);
  if (call && /^get(?:Tree|Mongo|Custom)?Repository$/.test(call.name)) {
    const entity =
      entityOfValue(context, facts, call.values[0] ?? null, call.within) ??
      entityOfType(context, facts, call.typeArgs[0]);
    // `getRepository(Order)`: an entity we know, or a call imported from typeorm.
    return entity || facts.imports.some((item) => item.from === 'typeorm')
      ? { kind: 'repository', entity }
      : null;
  }
  return activeRecord(context, facts, receiver, within);
}

function sourceOfType(context: LibraryContext, type: TypeHit): Source | null {
  if (type.kind === 'external') {
    if (repositoryTypes.has(type.name) && isTypeorm(type.module))
      return { kind: 'repository', entity: entityOfType(context, type.from, type.args[0]) };
    return managerTypes.has(type.name) && type.module === 'typeorm' ? { kind: 'manager' } : null;
  }
  if (type.kind !== 'class') return null;
  const bases = context.program.withBases(type.facts, type.index);
  const last = bases[bases.length - 1];
  const top = last?.facts.classes[last.index]?.extends;
  if (!last || !top || !repositoryTypes.has(top.name)) return null;
  const resolved = context.program.resolveType(last.facts, top);
  return resolved?.kind === 'external' && isTypeorm(resolved.module)
    ? { kind: 'repository', entity: entityOfType(context, last.facts, top.args[0]) }
    : null;
}

function isTypeorm(module: string): boolean {
  return module === 'typeorm' || module.startsWith('typeorm/') || module.startsWith('@nestjs/typeorm');
}

/** `User.findOne(…)` of an entity that extends BaseEntity. */
function activeRecord(
  context: LibraryContext,
  facts: FileFacts,
  receiver: Value,
  within: number,
): Source | null {
  if (receiver.root.kind !== 'name' || receiver.path.length > 0) return null;
  const entity = entityOfValue(context, facts, receiver, within);
  const bases = entity ? context.program.withBases(entity.facts, entity.index) : [];
  const last = bases[bases.length - 1];
  return entity && last?.facts.classes[last.index]?.extends?.name === 'BaseEntity'
    ? { kind: 'repository', entity }
    : null;
}

function entityOfType(context: LibraryContext, facts: FileFacts, type: TypeRef | undefined): Entity | null {
  const resolved = type ? context.program.resolveType(facts, type) : null;
  return resolved?.kind === 'class' ? entityOfClass(context, resolved.facts, resolved.index) : null;
}

function entityOfValue(
  context: LibraryContext,
  facts: FileFacts,
  value: Value | null,
  within: number,
): Entity | null {
  if (value?.root.kind !== 'name' || value.path.length > 0) return null;
  const declaration = context.program.resolveName(facts, value.root.name, within);
  return declaration?.kind === 'class' ? entityOfClass(context, declaration.facts, declaration.index) : null;
}

function entityOfClass(context: LibraryContext, facts: FileFacts, index: number): Entity | null {
  return context.entities.byKey.get(`${facts.file}#${facts.classes[index]?.name ?? ''}`) ?? null;
}

/** The call a value is the result of, through variables. */
function callBehind(facts: FileFacts, value: Value, depth: number): CallFact | null {
  if (value.path.length > 0 || depth > 4) return null;
  if (value.root.kind === 'call') return facts.calls[value.root.call] ?? null;
  const init = value.root.kind === 'variable' ? facts.variables[value.root.variable]?.init : null;
  return init ? callBehind(facts, init, depth + 1) : null;
}

/** `….relation(Order, 'lines').of(order)`. */
function isRelationOf(facts: FileFacts, value: Value): boolean {
  const of = callBehind(facts, value, 0);
  const relation = of?.name === 'of' ? callBehind(facts, receiverOf(of), 0) : null;
  return relation?.name === 'relation';
}

interface Builder {
  readonly entity: Entity | null;
  /** What the chain does, where it says so. */
  readonly verb: QueryVerb | null;
}

/** Follows a builder chain, through variables, to its `createQueryBuilder`. */
export function builderOf(
  context: LibraryContext,
  facts: FileFacts,
  value: Value,
  depth: number,
): Builder | null {
  const call = depth < 40 ? callBehind(facts, value, 0) : null;
  if (!call) return null;
  if (call.name === 'createQueryBuilder') {
    const named = entityOfValue(context, facts, call.values[0] ?? null, call.within);
    const source = sourceOf(context, facts, receiverOf(call), call.within);
    if (!source && !named) return null;
    return { entity: named ?? (source?.kind === 'repository' ? source.entity : null), verb: null };
  }
  const base = builderOf(context, facts, receiverOf(call), depth + 1);
  if (!base) return null;
  const verb =
    call.name === 'update'
      ? 'update'
      : call.name === 'delete' || call.name === 'softDelete'
        ? 'delete'
        : call.name === 'insert'
          ? 'insert'
          : base.verb;
  const entity = /^(?:from|into|update)$/.test(call.name)
    ? (entityOfValue(context, facts, call.values[0] ?? null, call.within) ?? base.entity)
    : base.entity;
  return { entity, verb };
}
