import type { LibraryName, QuerySite } from '../../model/code';

interface LibraryWords {
  /** One read for many keys. */
  readonly readMany: string;
  /** Rows counted for many keys. */
  readonly countMany: string;
  readonly insertMany: string;
  readonly writeMany: string;
  /** Keys that one query takes. */
  readonly limit: string;
}

const postgresLimit = 'Postgres takes 65,535 parameters, SQLite 32,766, SQL Server 2,100';

/** How each library asks once for many rows. */
const words: Readonly<Record<LibraryName, LibraryWords>> = {
  prisma: {
    readMany: '`findMany({ where: { id: { in: ids } } })`',
    countMany: '`groupBy({ by: […], _count: true })`, or `_count` on the query that loads the list',
    insertMany: '`createMany({ data: rows })`',
    writeMany: '`updateMany` or `deleteMany` with `{ id: { in: ids } }`',
    limit: 'Prisma takes 32,767 parameters',
  },
  typeorm: {
    readMany: '`find({ where: { id: In(ids) } })`',
    countMany: 'a query builder with `GROUP BY` and `COUNT(*)`',
    insertMany: '`insert(rows)`, or `save(rows)` where subscribers must run',
    writeMany: '`update({ id: In(ids) }, …)` or `delete({ id: In(ids) })`',
    limit: postgresLimit,
  },
  drizzle: {
    readMany: '`where(inArray(table.id, ids))`',
    countMany: '`select({ key, n: count() }).groupBy(key)`',
    insertMany: '`insert(table).values(rows)`',
    writeMany: '`where(inArray(table.id, ids))`',
    limit: postgresLimit,
  },
  kysely: {
    readMany: "`where('id', 'in', ids)`",
    countMany: '`groupBy` with `fn.countAll()`',
    insertMany: '`insertInto(table).values(rows)`',
    writeMany: "`where('id', 'in', ids)`",
    limit: postgresLimit,
  },
  knex: {
    readMany: "`whereIn('id', ids)`",
    countMany: '`groupBy(key).count()`',
    insertMany: '`insert(rows)`',
    writeMany: "`whereIn('id', ids)`",
    limit: postgresLimit,
  },
  sequelize: {
    readMany: '`findAll({ where: { id: ids } })`',
    countMany: '`count({ group: [key] })`',
    insertMany: '`bulkCreate(rows)`, with `individualHooks` where hooks must run',
    writeMany: '`update` or `destroy` with `where: { id: ids }`',
    limit: postgresLimit,
  },
  'mikro-orm': {
    readMany: '`em.find(Entity, { id: { $in: ids } })`, or `populate`',
    countMany: 'a query builder with `groupBy` and `count`',
    insertMany: '`em.insertMany(Entity, rows)`, or persist all and flush once',
    writeMany: '`nativeUpdate` or `nativeDelete` with `{ id: { $in: ids } }`',
    limit: postgresLimit,
  },
  objection: {
    readMany: "`whereIn('id', ids)`, or `withGraphFetched`",
    countMany: '`groupBy(key).count()`',
    insertMany: '`insert(rows)` on Postgres, `insertGraph` elsewhere',
    writeMany: "`whereIn('id', ids)`",
    limit: postgresLimit,
  },
  mongoose: {
    readMany: '`find({ _id: { $in: ids } })`, or `populate`',
    countMany: '`aggregate([{ $group: … }])`',
    insertMany: '`insertMany(rows)` or `bulkWrite`',
    writeMany: '`updateMany` or `deleteMany` with `$in`',
    limit: 'a document of MongoDB holds 16 MB',
  },
  supabase: {
    readMany: "`.in('id', ids)`, or a nested select",
    countMany: 'a view or a function that groups',
    insertMany: '`insert(rows)`',
    writeMany: "`.in('id', ids)`",
    limit: 'the keys stand in the URL, so a few hundred',
  },
  sql: {
    readMany: '`WHERE id = ANY($1)` or `IN (…)`',
    countMany: '`GROUP BY` and `COUNT(*)`',
    insertMany: 'one INSERT with many rows',
    writeMany: '`WHERE id = ANY($1)` or `IN (…)`',
    limit: postgresLimit,
  },
};

export function wordsOf(query: QuerySite): LibraryWords {
  return words[query.library];
}

/** ` from orders`; empty when the table is not known. */
export function fromTable(query: QuerySite): string {
  return query.table === null ? '' : ` from ${query.table}`;
}
