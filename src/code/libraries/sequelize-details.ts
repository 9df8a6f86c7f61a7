import type { DeclaredModel, QueryDetails, QueryVerb } from '../../model/code';
import type { CallFact, FileFacts, Shape } from '../facts';
import { clientText, isHandle } from './clients';
import { DetailsDraft, isFalse, type ColumnName } from './details';
import { columnsOf } from './model-columns';
import { propertyShape, receiverOf } from './recognition';
import { readWhere, type WhereWords } from './where-object';

/** Source: sequelize.org/docs/v6/core-concepts/model-querying-basics#operators. */
const words: WhereWords = {
  operators: {
    '[Op.eq]': 'equals',
    '[Op.is]': 'equals',
    '[Op.in]': 'in',
    '[Op.gt]': 'range',
    '[Op.gte]': 'range',
    '[Op.lt]': 'range',
    '[Op.lte]': 'range',
    '[Op.between]': 'range',
    '[Op.like]': 'like',
    '[Op.iLike]': 'like',
    '[Op.startsWith]': 'like',
    '[Op.endsWith]': 'like',
    '[Op.substring]': 'like',
    $in: 'in',
    $gt: 'range',
    $gte: 'range',
    $lt: 'range',
    $lte: 'range',
    $like: 'like',
  },
  logical: new Set(['[Op.and]', '[Op.or]', '[Op.not]', '$and', '$or']),
  listMeansIn: true,
};
/** Where the options stand among the arguments. */
const optionsAt: Readonly<Record<string, number>> = {
  findByPk: 1,
  create: 1,
  bulkCreate: 1,
  update: 1,
  increment: 1,
  decrement: 1,
  upsert: 1,
  sum: 1,
  min: 1,
  max: 1,
  $get: 1,
  $count: 1,
};

/** What a call on a model or on a row of one asks. */
export function sequelizeDetails(
  facts: FileFacts,
  call: CallFact,
  verb: QueryVerb,
  model: DeclaredModel | null,
  onRow: boolean,
): QueryDetails {
  const client = receiverOf(call);
  const draft = new DetailsDraft(clientText(facts, client));
  const column = columnsOf(model);
  const shapes = call.shapes ?? [];
  const options = shapes[Object.hasOwn(optionsAt, call.name) ? (optionsAt[call.name] ?? 0) : 0];
  const part = (name: string): Shape | undefined => propertyShape(options, name) ?? undefined;
  const transaction = part('transaction');
  draft.inTransaction = isHandle(facts, client) || (transaction !== undefined && !isNull(transaction));
  const single =
    onRow ||
    call.name === 'findOne' ||
    call.name === 'findByPk' ||
    verb === 'count' ||
    call.name.startsWith('findOrCreate');
  if (single && !call.name.startsWith('$')) draft.limited = 'one';
  if (call.name === 'findByPk' || (onRow && !call.name.startsWith('$'))) draft.filter(column('id'), 'equals');
  readWhere(draft, part('where'), words, {
    column,
    isRelation: (name) => name.startsWith('$') && name.endsWith('$'),
  });
  const open = options !== undefined && (options.kind !== 'object' || options.spreads);
  if (open && verb !== 'insert' && !onRow) {
    draft.mayFilter();
    draft.sortUnknown();
    if (draft.limited === 'none') draft.limited = 'unknown';
  }
  if (part('limit') && draft.limited !== 'one') draft.limited = 'limit';
  draft.offset = part('offset') !== undefined;
  draft.locks = part('lock') !== undefined && !isFalse(part('lock'));
  readOrder(draft, part('order'), column);
  readAttributes(draft, part('attributes'), column);
  readIncludes(draft, part('include'), '');
  if (call.name === 'bulkCreate') draft.rows = 'many';
  if (/^(?:create|bulkCreate|upsert|update|save)$/.test(call.name) && call.name !== 'save')
    draft.write(shapes[0], (name) => [column(name)]);
  if (call.name === 'save') draft.writeUnknown();
  if (verb === 'update' && !onRow) draft.rows = 'unknown';
  if (call.name === 'increment' || call.name === 'decrement') draft.writeUnknown();
  if (call.name === 'findOrCreate') draft.write(part('defaults'), (name) => [column(name)]);
  return draft.done();
}

function isNull(shape: Shape): boolean {
  return (
    shape.kind === 'literal' ||
    (shape.kind === 'value' && shape.value.root.kind === 'name' && shape.value.root.name === 'undefined')
  );
}

/** `'name'`, `[['createdAt', 'DESC']]`, `['createdAt', 'DESC']`. */
function readOrder(draft: DetailsDraft, shape: Shape | undefined, column: ColumnName): void {
  if (!shape) return;
  const elements = shape.kind === 'array' && !shape.alternatives ? shape.elements : [shape];
  const [first, second] = elements;
  // One pair, not a list of them.
  if (first?.kind === 'text' && second?.kind === 'text' && /^(?:asc|desc)\b/i.test(second.text)) {
    draft.sort(column(first.text), /^desc/i.test(second.text));
    return;
  }
  for (const element of elements) {
    const [name, direction] = element.kind === 'array' ? element.elements : [element];
    if (name?.kind === 'text')
      draft.sort(column(name.text), direction?.kind === 'text' && /^desc/i.test(direction.text));
    else draft.sortUnknown();
  }
}

function readAttributes(draft: DetailsDraft, shape: Shape | undefined, column: ColumnName): void {
  if (!shape) return;
  if (shape.kind !== 'array' || shape.alternatives) {
    draft.selected = null;
    return;
  }
  for (const element of shape.elements) {
    const [name] = element.kind === 'array' ? element.elements : [element];
    if (name?.kind === 'text') draft.select([column(name.text)]);
    else draft.selected = null;
  }
}

/** `[User, { model: Order, as: 'orders', limit: 3 }, 'items', { association: 'team' }]`, nested ones with their path. */
function readIncludes(draft: DetailsDraft, shape: Shape | undefined, path: string, depth = 0): void {
  if (!shape || depth > 6) return;
  const elements = shape.kind === 'array' ? shape.elements : [shape];
  for (const element of elements) {
    const name = includedName(element);
    if (name === null) continue;
    draft.include(`${path}${name}`, {
      ordered: propertyShape(element, 'order') !== null,
      limited: propertyShape(element, 'limit') !== null,
    });
    readIncludes(draft, propertyShape(element, 'include') ?? undefined, `${path}${name}.`, depth + 1);
  }
}

function includedName(shape: Shape): string | null {
  if (shape.kind === 'text') return shape.text;
  if (shape.kind === 'value') return nameOf(shape);
  const given =
    propertyShape(shape, 'as') ?? propertyShape(shape, 'association') ?? propertyShape(shape, 'model');
  if (given?.kind === 'text') return given.text;
  return given?.kind === 'value' ? nameOf(given) : null;
}

function nameOf({ value }: Shape & { readonly kind: 'value' }): string | null {
  return value.path[value.path.length - 1] ?? (value.root.kind === 'name' ? value.root.name : null);
}
