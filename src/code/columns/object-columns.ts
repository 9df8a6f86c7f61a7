import type { ColumnUseKind, DeclaredModel } from '../../model/code';
import type { CallFact, Shape } from '../facts';
import { columnsOf } from '../libraries/model-columns';
import type { FileUses, UseSource } from './collect';

/** What the arguments of a call mean: by position, a use for the names in it, or the uses of its sections by name. */
type Argument = ColumnUseKind | Readonly<Record<string, ColumnUseKind>> | null;

const find: Argument = {
  where: 'filter',
  order: 'filter',
  group: 'filter',
  attributes: 'read',
  defaults: 'write',
  fields: 'write',
};
const condition: readonly Argument[] = [find];
const values: readonly Argument[] = ['write', find];

/** Sequelize's calls on a model. Source: sequelize.org/api/v6/class/src/model.js~model. */
export const sequelizeCalls: Readonly<Record<string, readonly Argument[]>> = {
  findAll: condition,
  findOne: condition,
  findByPk: [null, find],
  findAndCountAll: condition,
  findOrCreate: condition,
  findOrBuild: condition,
  count: condition,
  destroy: condition,
  restore: condition,
  create: values,
  build: values,
  bulkCreate: values,
  upsert: values,
  update: values,
  increment: ['write', find],
  decrement: ['write', find],
  sum: ['read', find],
  min: ['read', find],
  max: ['read', find],
};

const mikroOptions: Argument = { fields: 'read', orderBy: 'filter', having: 'filter' };
const mikroFind: readonly Argument[] = ['filter', mikroOptions];

/** MikroORM's calls, the entity taken off. Source: mikro-orm.io/docs/entity-manager. */
export const mikroOrmCalls: Readonly<Record<string, readonly Argument[]>> = {
  find: mikroFind,
  findOne: mikroFind,
  findOneOrFail: mikroFind,
  findAndCount: mikroFind,
  findAll: [{ ...mikroOptions, where: 'filter' }],
  count: ['filter'],
  create: ['write'],
  assign: [null, 'write'],
  insert: ['write'],
  insertMany: ['write'],
  upsert: ['write'],
  upsertMany: ['write'],
  nativeInsert: ['write'],
  nativeUpdate: ['filter', 'write'],
  nativeDelete: ['filter'],
};

/** Mongoose's calls on a model. Source: mongoosejs.com/docs/api/model.html. */
export const mongooseCalls: Readonly<Record<string, readonly Argument[]>> = {
  find: ['filter', 'read'],
  findOne: ['filter', 'read'],
  findOneAndUpdate: ['filter', 'write'],
  findOneAndDelete: ['filter'],
  findByIdAndUpdate: [null, 'write'],
  updateOne: ['filter', 'write'],
  updateMany: ['filter', 'write'],
  deleteOne: ['filter'],
  deleteMany: ['filter'],
  countDocuments: ['filter'],
  exists: ['filter'],
  distinct: ['read', 'filter'],
  create: ['write'],
  insertMany: ['write'],
};

/** Drizzle's relational queries. Source: orm.drizzle.team/docs/rqb. */
export const drizzleCalls: Readonly<Record<string, readonly Argument[]>> = {
  findMany: [{ columns: 'read', where: 'filter', orderBy: 'filter' }],
  findFirst: [{ columns: 'read', where: 'filter', orderBy: 'filter' }],
  values: ['write'],
  set: ['write'],
};

/** Properties of a model named in the objects and lists of a call. Operators between them (`Op.or`, `$and`) are gone through. */
export function addObjectColumns(
  model: DeclaredModel,
  call: CallFact,
  calls: Readonly<Record<string, readonly Argument[]>>,
  source: UseSource,
  uses: FileUses,
): void {
  const rolesOf = Object.hasOwn(calls, call.name) ? calls[call.name] : undefined;
  if (!rolesOf || !call.shapes) return;
  // MikroORM's manager takes the entity first: `em.find(Order, …)`.
  const first = call.values[0];
  const named = first?.root.kind === 'name' && first.path.length === 0 && first.root.name === model.name;
  const shapes = named ? call.shapes.slice(1) : call.shapes;
  rolesOf.forEach((role, at) => {
    const shape = shapes[at];
    if (role === null || !shape) return;
    if (typeof role === 'string') addProperties(model, shape, role, source, uses, 0);
    else if (shape.kind === 'object')
      for (const property of shape.properties) {
        const use = Object.hasOwn(role, property.name) ? role[property.name] : undefined;
        if (use) addProperties(model, property.value, use, source, uses, 0);
      }
  });
}

function addProperties(
  model: DeclaredModel,
  shape: Shape,
  use: ColumnUseKind,
  source: UseSource,
  uses: FileUses,
  depth: number,
): void {
  if (depth > 12) return;
  const known = (name: string): boolean => model.columns.some(({ property }) => property === name);
  const columnOf = columnsOf(model);
  const add = (name: string, start: number, end: number): void => {
    if (known(name)) uses.column(start, end, model.table, columnOf(name), use, source);
  };
  if (shape.kind === 'text') add(shape.text, shape.start, shape.end);
  else if (shape.kind === 'array')
    for (const element of shape.elements) addProperties(model, element, use, source, uses, depth + 1);
  else if (shape.kind === 'object')
    for (const property of shape.properties) {
      add(property.name, property.start, property.end);
      if (!known(property.name) && property.value.kind !== 'text')
        addProperties(model, property.value, use, source, uses, depth + 1);
    }
}
