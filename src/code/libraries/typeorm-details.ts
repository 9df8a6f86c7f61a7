import type { QueryDetails, QueryVerb } from '../../model/code';
import type { CallFact, FileFacts, PropertyFact, Shape, Value } from '../facts';
import { chainTo } from './chain';
import { clientText, isHandle } from './clients';
import { bareColumn, readConditionText } from './condition-text';
import { DetailsDraft, isFalse, literalText, type ColumnName, type Operator } from './details';
import { propertyShape, receiverOf } from './recognition';
import type { Entity } from './typeorm-entities';
import { readWhere, type WhereWords } from './where-object';

/** Functions that stand for a comparison. Source: typeorm.io/docs/working-with-entity-manager/find-options. */
const functions: Readonly<Record<string, Operator>> = {
  In: 'in',
  Any: 'in',
  Equal: 'equals',
  IsNull: 'equals',
  LessThan: 'range',
  LessThanOrEqual: 'range',
  MoreThan: 'range',
  MoreThanOrEqual: 'range',
  Between: 'range',
  Like: 'like',
  ILike: 'like',
};
const takesWhere =
  /^(?:findBy|findOneBy|findOneByOrFail|findAndCountBy|countBy|existsBy|delete|softDelete|restore|update|increment|decrement)$/;
const takesOptions = /^(?:find|findOne|findOneOrFail|findAndCount|count|exist|exists)$/;
const single = /^findOne/;

/** What a call on a repository or a manager asks. */
export function typeormDetails(
  facts: FileFacts,
  call: CallFact,
  verb: QueryVerb,
  entity: Entity | null,
  onManager: boolean,
): QueryDetails {
  const client = receiverOf(call);
  const draft = new DetailsDraft(clientText(facts, client));
  draft.inTransaction = runsInTransaction(facts, client);
  const named = onManager && isEntityArgument(call, entity);
  const [first, second, third] = (call.shapes ?? []).slice(named ? 1 : 0);
  const column = columnOf(entity);
  const where = (shape: Shape | undefined): void => {
    readCondition(draft, facts, shape, entity, column);
  };
  draft.limited = single.test(call.name) || verb === 'count' ? 'one' : 'none';
  if (takesWhere.test(call.name)) where(first);
  else if (takesOptions.test(call.name)) readOptions(draft, first, entity, where);
  else if (call.name === 'findByIds') draft.filter(column('id'), 'in');
  else if (call.name === 'findOneById') draft.filter(column('id'), 'equals');
  else if (/^(?:sum|average|minimum|maximum)$/.test(call.name)) where(second);
  else if (verb === 'upsert' || verb === 'insert') draft.write(first, (name) => [column(name)]);
  if (call.name === 'update') draft.write(second, (name) => [column(name)]);
  if (call.name === 'increment' || call.name === 'decrement')
    draft.writeColumn(second?.kind === 'text' ? column(second.text) : '', third);
  if (call.name.startsWith('find') && entity && !relationsTurnedOff(first)) addEager(draft, entity);
  return draft.done();
}

/** What a query builder asks, by the calls of its chain; what was added to it through a variable is not seen. */
export function builderDetails(
  facts: FileFacts,
  call: CallFact,
  entity: Entity | null,
  verb: QueryVerb,
): QueryDetails {
  const chain = chainTo(facts, call, true);
  const draft = new DetailsDraft(clientText(facts, chain.client));
  draft.inTransaction = runsInTransaction(facts, chain.client);
  const column = columnOf(entity);
  const direct = chainTo(facts, call).calls.length === chain.calls.length;
  if (!direct) {
    draft.mayFilter();
    draft.sortUnknown();
    draft.limited = 'unknown';
  }
  for (const link of chain.calls) readBuilderLink(draft, link, column, entity);
  if (/^get(?:RawOne|Count|Exists)$|^getOne/.test(call.name) && verb !== 'insert') draft.limited = 'one';
  return draft.done();
}

function readBuilderLink(
  draft: DetailsDraft,
  link: CallFact,
  column: ColumnName,
  entity: Entity | null,
): void {
  const [first, second] = link.shapes ?? [];
  switch (link.name) {
    case 'where':
    case 'andWhere':
    case 'orWhere':
      if (first?.kind === 'text') readConditionText(draft, first.text, column);
      else if (first?.kind === 'object')
        for (const { name } of first.properties) draft.filter(column(name), 'equals');
      else draft.filterUnknown();
      return;
    case 'whereInIds':
      draft.filter(column('id'), 'in');
      return;
    case 'orderBy':
    case 'addOrderBy':
      if (link.text === null) draft.sortUnknown();
      else draft.sort(column(bareColumn(link.text)), literalText(second) === "'DESC'");
      return;
    case 'take':
    case 'limit':
      draft.limited = 'limit';
      return;
    case 'skip':
    case 'offset':
      draft.offset = true;
      return;
    case 'select':
      readSelected(draft, link, column);
      return;
    case 'leftJoinAndSelect':
    case 'innerJoinAndSelect': {
      const relation = link.text === null ? '' : bareColumn(link.text);
      if (relation !== '')
        draft.include(relation, { toMany: relationKind(entity, relation)?.toMany ?? null });
      return;
    }
    case 'setLock':
    case 'useTransaction':
      draft.locks ||= link.name === 'setLock';
      return;
    case 'set':
    case 'values':
      draft.write(first, (name) => [column(name)]);
  }
}

function readSelected(draft: DetailsDraft, link: CallFact, column: ColumnName): void {
  const shapes = (link.shapes ?? []).flatMap((shape) => (shape.kind === 'array' ? shape.elements : [shape]));
  for (const shape of shapes) {
    if (shape.kind !== 'text') draft.selected = null;
    // `select('order')` is the entity as a whole.
    else if (shape.text.includes('.')) draft.select([column(bareColumn(shape.text))]);
    else if (/[(\s]/.test(shape.text)) draft.selected = null;
  }
}

function readOptions(
  draft: DetailsDraft,
  options: Shape | undefined,
  entity: Entity | null,
  where: (shape: Shape | undefined) => void,
): void {
  if (!options) return;
  if (options.kind !== 'object') {
    draft.mayFilter();
    draft.sortUnknown();
    draft.selected = null;
    if (draft.limited === 'none') draft.limited = 'unknown';
    return;
  }
  const column = columnOf(entity);
  const part = (name: string): Shape | undefined => propertyShape(options, name) ?? undefined;
  const known = options.properties.some(({ name }) =>
    /^(?:where|order|take|skip|select|relations|lock|cache|withDeleted|transaction|loadEagerRelations|loadRelationIds|relationLoadStrategy|comment)$/.test(
      name,
    ),
  );
  // TypeORM 0.2 took the condition itself.
  if (!known && options.properties.length > 0) where(options);
  else where(part('where'));
  if (options.spreads) {
    draft.mayFilter();
    if (draft.limited === 'none') draft.limited = 'unknown';
  }
  if (part('take') && draft.limited !== 'one') draft.limited = 'limit';
  draft.offset = part('skip') !== undefined;
  draft.locks = part('lock') !== undefined;
  readOrder(draft, part('order'), column);
  readNames(part('select'), (name) => {
    draft.select([column(name)]);
  });
  readNames(part('relations'), (name) => {
    draft.include(name, { toMany: relationKind(entity, name.split('.')[0] ?? name)?.toMany ?? null });
  });
}

function readOrder(draft: DetailsDraft, shape: Shape | undefined, column: ColumnName): void {
  if (shape && shape.kind !== 'object') draft.sortUnknown();
  if (shape?.kind !== 'object') return;
  for (const { name, value } of shape.properties)
    draft.sort(column(name), /^(?:'desc'|-1)$/i.test(literalText(value) ?? ''));
}

/** Names of `['a', 'b']` and `{ a: true, b: { c: true } }`, nested ones with their path. */
function readNames(shape: Shape | undefined, add: (name: string) => void, path = ''): void {
  if (shape?.kind === 'array')
    for (const element of shape.elements) if (element.kind === 'text') add(element.text);
  if (shape?.kind !== 'object') return;
  for (const { name, value } of shape.properties) {
    if (isFalse(value)) continue;
    add(`${path}${name}`);
    readNames(value.kind === 'object' ? value : undefined, add, `${path}${name}.`);
  }
}

function readCondition(
  draft: DetailsDraft,
  facts: FileFacts,
  shape: Shape | undefined,
  entity: Entity | null,
  column: ColumnName,
): void {
  // A key, or a list of keys: `delete(id)`, `update([1, 2], …)`.
  if (shape?.kind === 'text' || (shape?.kind === 'literal' && /^\d/.test(shape.text))) {
    draft.filter(column('id'), 'equals');
    return;
  }
  if (shape?.kind === 'value' && (shape.value.root.kind !== 'call' || shape.value.path.length > 0)) {
    // A variable may be a key or a condition; either way there is one.
    draft.filterUnknown();
    return;
  }
  const words: WhereWords = {
    operators: {},
    logical: new Set(),
    listMeansIn: false,
    operatorOf: (value) => functionOf(facts, value),
  };
  readWhere(draft, shape, words, { column, isRelation: (name) => isRelationWithout(entity, name) });
}

function functionOf(facts: FileFacts, value: Shape): Operator | null {
  if (value.kind !== 'value' || value.value.root.kind !== 'call') return null;
  const call = facts.calls[value.value.root.call];
  if (call?.callee.root.kind !== 'name' || call.callee.path.length > 0) return null;
  if (call.name === 'Not') return 'other';
  return Object.hasOwn(functions, call.name) ? (functions[call.name] ?? null) : null;
}

/** A relation whose condition lies in another table, in whole. */
function isRelationWithout(entity: Entity | null, name: string): boolean {
  return (entity?.relations.has(name) ?? false) && !entity?.columns.has(name);
}

function columnOf(entity: Entity | null): ColumnName {
  return (name) => entity?.columns.get(name)?.column ?? name;
}

interface RelationKind {
  readonly toMany: boolean;
  readonly eager: boolean;
}

/** How a relation property is declared; null when it is none. */
export function relationKind(entity: Entity | null, name: string): RelationKind | null {
  const property = entity?.facts.classes[entity.index]?.properties.find(
    (candidate) => candidate.name === name,
  );
  return property ? kindOf(property) : null;
}

function kindOf(property: PropertyFact): RelationKind | null {
  const decorator = property.decorators.find(({ name }) =>
    /^(?:ManyToOne|OneToOne|OneToMany|ManyToMany)$/.test(name),
  );
  if (!decorator) return null;
  const eager = decorator.args.some((argument) => {
    const option = propertyShape(argument, 'eager');
    return option !== null && !isFalse(option);
  });
  return { toMany: decorator.name.endsWith('ToMany'), eager };
}

/** Eager relations come with every find. */
function addEager(draft: DetailsDraft, entity: Entity): void {
  for (const property of entity.facts.classes[entity.index]?.properties ?? []) {
    const kind = kindOf(property);
    if (kind?.eager === true && !draft.includesRelation(property.name))
      draft.include(property.name, { toMany: kind.toMany });
  }
}

function relationsTurnedOff(options: Shape | undefined): boolean {
  return isFalse(propertyShape(options, 'loadEagerRelations') ?? undefined);
}

function isEntityArgument(call: CallFact, entity: Entity | null): boolean {
  const [first] = call.values;
  return first?.root.kind === 'name' && (entity === null || first.root.name === entity.name);
}

/** A manager that a transaction handed out: `manager` of `transaction(async (manager) => …)`, `queryRunner.manager`. */
function runsInTransaction(facts: FileFacts, client: Value): boolean {
  const { path, root } = client;
  if (isHandle(facts, client)) return true;
  const names = [...(root.kind === 'variable' ? [facts.variables[root.variable]?.name ?? ''] : []), ...path];
  if (names.some((name) => /^queryRunner$/i.test(name))) return true;
  // `manager.getRepository(Order)` of such a manager.
  const call = root.kind === 'call' ? facts.calls[root.call] : undefined;
  const init = root.kind === 'variable' && path.length === 0 ? facts.variables[root.variable]?.init : null;
  const behind = call ?? (init?.root.kind === 'call' ? facts.calls[init.root.call] : undefined);
  return (
    behind !== undefined &&
    /^getRepository$|^withRepository$/.test(behind.name) &&
    runsInTransaction(facts, receiverOf(behind))
  );
}
