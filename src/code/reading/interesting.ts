/**
 * Names of methods whose arguments are kept as shapes. This only decides what is remembered; whether a call is a
 * query or a route is decided later, by the library modules, from its root and its types.
 */
export const shapedCalls: ReadonlySet<string> = new Set([
  // Prisma
  'findUnique', 'findUniqueOrThrow', 'findFirst', 'findFirstOrThrow', 'findMany', 'create', 'createMany', 'createManyAndReturn',
  'update', 'updateMany', 'updateManyAndReturn', 'upsert', 'delete', 'deleteMany', 'count', 'aggregate', 'groupBy',
  // TypeORM
  'find', 'findBy', 'findOne', 'findOneBy', 'findOneOrFail', 'findOneByOrFail', 'findAndCount', 'findAndCountBy', 'countBy', 'exist', 'exists', 'existsBy',
  'findByIds', 'findOneById', 'sum', 'average', 'minimum', 'maximum', 'increment', 'decrement', 'insert', 'save', 'remove', 'softDelete', 'softRemove',
  'restore', 'recover', 'getRepository', 'getTreeRepository', 'getMongoRepository', 'createQueryBuilder', 'addSelect', 'andWhere', 'orWhere', 'addOrderBy',
  'addGroupBy', 'leftJoin', 'innerJoin', 'leftJoinAndSelect', 'innerJoinAndSelect', 'merge', 'preload',
  // Knex
  'select', 'where', 'whereIn', 'whereNotIn', 'whereNot', 'whereNull', 'whereNotNull', 'orWhereIn', 'whereBetween', 'orderBy', 'groupBy', 'from', 'into', 'table', 'join',
  'leftJoin', 'rightJoin', 'innerJoin', 'column', 'columns', 'distinct', 'pluck', 'first', 'returning', 'del', 'onConflict', 'with', 'having', 'countDistinct',
  'min', 'max', 'avg', 'on', 'andOn', 'set', 'values',
  // raw SQL
  'query', 'raw', 'execute', '$queryRaw', '$executeRaw', '$queryRawUnsafe', '$executeRawUnsafe', 'unsafe',
  // Nest and Express
  'enableVersioning', 'setGlobalPrefix', 'use', 'route', 'Router', 'forRoutes',
]);

/** Verbs of Express routers, shaped only when the first argument is a path. */
export const routeVerbs: ReadonlySet<string> = new Set(['get', 'post', 'put', 'patch', 'delete', 'all', 'options', 'head', 'del']);

/** Array methods whose callback runs once per element. */
export const elementCallbacks: ReadonlyMap<string, 'map' | 'for-each' | 'reduce'> = new Map([
  ['map', 'map'],
  ['flatMap', 'map'],
  ['forEach', 'for-each'],
  ['filter', 'map'],
  ['some', 'map'],
  ['every', 'map'],
  ['find', 'map'],
  ['findIndex', 'map'],
  ['reduce', 'reduce'],
  ['reduceRight', 'reduce'],
]);

/** Calls that take the elements of a list and give a list (or one) of the same elements. */
export const elementPreserving: ReadonlySet<string> = new Set([
  'filter', 'find', 'sort', 'toSorted', 'slice', 'reverse', 'toReversed', 'at', 'concat', 'values', 'flat', 'pop', 'shift', 'findLast',
]);

/** Helpers that run a callback per element with bounded concurrency or in chunks. */
export const boundedRunners: ReadonlySet<string> = new Set(['pMap', 'pmap', 'mapLimit', 'eachLimit', 'mapSeries', 'asyncPool']);

export const sleeps: ReadonlySet<string> = new Set(['sleep', 'delay', 'wait', 'setTimeout', 'pause', 'sleepMs', 'waitFor', 'throttle', 'backoff']);

/** Takes an item from a work list. */
export const takesItem: ReadonlySet<string> = new Set(['shift', 'pop', 'next', 'dequeue', 'read', 'poll', 'take']);
