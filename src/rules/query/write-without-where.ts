import type { QuerySite } from '../../model/code';
import type { FileQueries } from '../../model/query-patterns';
import { byHand, roleOf } from '../code/weight-of-query';
import type { QueryRule } from '../rule';

export const writeWithoutWhere: QueryRule = {
  meta: {
    id: 'write-without-where',
    family: 'query',
    title: 'An update or delete has no condition.',
    level: 'error',
    dialects: null,
    since: '0.2.0',
    fix: null,
    sources: ['https://www.prisma.io/docs/orm/reference/prisma-client-reference#deletemany'],
  },

  check(file) {
    return file.queries.flatMap((query) => {
      const { verb, details, table, call } = query;
      if ((verb !== 'update' && verb !== 'delete') || details.condition !== 'none') return [];
      const role = roleOf(file, query);
      if (
        role === 'test' ||
        role === 'seed' ||
        explicit.test(call) ||
        saysAll(query) ||
        takesRows(query) ||
        isFilledAnew(file, query)
      )
        return [];
      return [
        {
          file: query.file,
          range: query.range,
          confidence: query.confidence,
          severity: byHand.has(role) ? ('info' as const) : ('error' as const),
          message: {
            what: `${call} ${verb === 'delete' ? 'deletes' : 'changes'} all rows of ${table ?? 'the table'}: it has no condition.`,
            why: 'One call loses or overwrites the whole table, and locks all of it meanwhile.',
            remedy:
              'Name the rows. Where all are meant, say so: a condition that is always true, TRUNCATE, or a method that has "all" in its name.',
          },
        },
      ];
    });
  },
};

/** It is handed the rows or a condition by its form: `repository.remove(order)`, `repository.delete(id)` of TypeORM. */
function takesRows({ library, call }: QuerySite): boolean {
  return (
    /(?:^|\.)(?:remove|softRemove|recover|restore)$/.test(call) ||
    (library === 'typeorm' && !/(?:^|\.)execute$/.test(call))
  );
}

/** The same function deletes all rows of a table and then puts new ones in: a copy that is made anew. */
function isFilledAnew({ queries }: FileQueries, { verb, table, within, range }: QuerySite): boolean {
  if (verb !== 'delete' || table === null) return false;
  return queries.some(
    (other) =>
      other.table === table &&
      (other.verb === 'insert' || other.verb === 'upsert') &&
      other.range.start > range.end &&
      functionOf(other.within) === functionOf(within),
  );
}

/** The named function around a place, callbacks in it left out. */
function functionOf(within: QuerySite['within']): string {
  return within?.replace(/\/callback@\d+/g, '') ?? '';
}

/** The function or file around it says by its name that all rows are meant: `deleteAll`, `reset-db.ts`. */
function saysAll({ within, file }: QuerySite): boolean {
  const fn = functionOf(within).replace(/^[^#]*#/, '');
  const name = fn.split('.').at(-1) ?? '';
  return named.test(name) || /(?:^|\/)(?:reset|clear|wipe|purge|truncate|clean)[^/]*$/i.test(file);
}

const named = /all(?![a-z])|clear|truncate|reset|wipe|purge|empty|cleanup|drop|destroy/i;

/** Calls that say by their name that all rows are meant. */
const explicit = /(?:\.|^)(?:clear|truncate|deleteAll|updateAll)(?:\W|$)/i;
