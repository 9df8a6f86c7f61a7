import type { QueryDetails, QueryVerb } from '../../model/code';
import type { CallFact, Shape } from '../facts';
import { DetailsDraft, isFalse, literalText } from './details';
import type { CataloguedModel, PrismaCatalogue } from './prisma-catalogue';
import { propertyShape } from './recognition';
import { readWhere, type WhereNames, type WhereWords } from './where-object';

const words: WhereWords = {
  operators: {
    equals: 'equals',
    in: 'in',
    lt: 'range',
    lte: 'range',
    gt: 'range',
    gte: 'range',
    contains: 'like',
    startsWith: 'like',
    endsWith: 'like',
    search: 'like',
    has: 'other',
    hasSome: 'other',
    hasEvery: 'other',
  },
  logical: new Set(['AND', 'OR', 'NOT']),
  listMeansIn: false,
};

/** Calls that work on one row, by a unique key or as the first. Source: prisma.io/docs/orm/reference/prisma-client-reference. */
const single = /^(?:findUnique|findFirst)(?:OrThrow)?$|^(?:create|update|delete|upsert)$/;
const written: Readonly<Record<string, readonly string[]>> = {
  create: ['data'],
  createMany: ['data'],
  createManyAndReturn: ['data'],
  update: ['data'],
  updateMany: ['data'],
  updateManyAndReturn: ['data'],
  upsert: ['create', 'update'],
};

/** What a call on a model asks. `model` undefined: names are taken as written. */
export function prismaDetails(
  catalogue: PrismaCatalogue,
  model: CataloguedModel | undefined,
  call: CallFact,
  verb: QueryVerb,
  client: string,
  inTransaction: boolean,
): QueryDetails {
  const draft = new DetailsDraft(client);
  draft.inTransaction = inTransaction;
  const names = namesOf(model);
  const args = call.shapes?.[0];
  const part = (name: string): Shape | undefined => propertyShape(args, name) ?? undefined;
  draft.limited = single.test(call.name) || verb === 'count' ? 'one' : 'none';
  if (call.name.endsWith('Many') || call.name.endsWith('AndReturn'))
    draft.rows = verb === 'read' ? 'unknown' : 'many';
  // The argument comes from elsewhere, in whole or in part.
  const open = (args !== undefined && args.kind !== 'object') || (args?.kind === 'object' && args.spreads);
  if (open && verb !== 'insert') {
    draft.mayFilter();
    draft.sortUnknown();
    if (draft.limited === 'none') draft.limited = 'unknown';
    draft.selected = null;
  }
  readWhere(draft, part('where'), words, names);
  for (const key of ['take', 'first', 'last'])
    if (part(key) && draft.limited !== 'one') draft.limited = 'limit';
  draft.offset = part('skip') !== undefined && part('cursor') === undefined;
  readOrder(draft, part('orderBy'), names);
  if (verb === 'read') {
    readSelection(catalogue, model, draft, args, '', 0);
  }
  if (verb !== 'read' && verb !== 'count' && !part('select')) draft.selected = 'all';
  for (const key of written[call.name] ?? []) {
    draft.write(part(key), (name) => writtenBy(model, name));
    if (!part(key) && open) draft.writeUnknown();
  }
  return draft.done();
}

function namesOf(model: CataloguedModel | undefined): WhereNames {
  return {
    column: (name) => model?.columns.get(name)?.column ?? name,
    isRelation: (name) => model?.relations.has(name) ?? false,
    isCompound: (name) => name.includes('_') && !model?.columns.has(name),
  };
}

/** A relation writes the columns that it stands on: `customer: { connect }` sets `customerId`. */
function writtenBy(model: CataloguedModel | undefined, name: string): readonly string[] {
  if (!model?.relations.has(name)) return [model?.columns.get(name)?.column ?? name];
  const field = model.model.fields.find((candidate) => candidate.name === name);
  const args = field?.attributes.find((attribute) => attribute.name === 'relation')?.args ?? '';
  const names = /fields:\s*\[([^\]]*)\]/.exec(args)?.[1] ?? '';
  return names
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => model.columns.get(part)?.column ?? part);
}

function readOrder(draft: DetailsDraft, shape: Shape | undefined, names: WhereNames): void {
  if (!shape) return;
  if (shape.kind === 'array') for (const element of shape.elements) readOrder(draft, element, names);
  else if (shape.kind === 'object') {
    for (const { name, value } of shape.properties) {
      const direction = value.kind === 'object' ? (propertyShape(value, 'sort') ?? undefined) : value;
      if (names.isRelation(name)) draft.sort(name, false);
      else draft.sort(names.column(name), literalText(direction) === "'desc'");
    }
    if (shape.spreads) draft.sortUnknown();
  } else draft.sortUnknown();
}

/** `select` and `include`, nested ones with their path. */
function readSelection(
  catalogue: PrismaCatalogue,
  model: CataloguedModel | undefined,
  draft: DetailsDraft,
  args: Shape | undefined,
  path: string,
  depth: number,
): void {
  const select = propertyShape(args, 'select');
  const include = propertyShape(args, 'include');
  if (path === '' && select) {
    if (select.kind === 'object' && !select.spreads)
      draft.selected = select.properties
        .filter(({ name, value }) => !isFalse(value) && !name.startsWith('_') && !model?.relations.has(name))
        .map(({ name }) => model?.columns.get(name)?.column ?? name);
    else draft.selected = null;
  }
  for (const shape of [select, include]) {
    if (shape?.kind !== 'object' || depth > 6) continue;
    for (const { name, value } of shape.properties) {
      const other = model?.relations.get(name);
      const isRelation = model ? other !== undefined : shape === include;
      if (!isRelation || isFalse(value) || name.startsWith('_')) continue;
      const full = path === '' ? name : `${path}.${name}`;
      draft.include(full, {
        toMany: model?.model.fields.find((field) => field.name === name)?.list ?? null,
        ordered: propertyShape(value, 'orderBy') !== null,
        limited: propertyShape(value, 'take') !== null,
      });
      const inner = other === undefined ? undefined : catalogue.models.get(other);
      readSelection(catalogue, inner, draft, value, full, depth + 1);
    }
  }
}
