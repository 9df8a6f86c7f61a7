import type { LibraryName, QuerySite } from '../../model/code';
import { isCold } from '../code/weight-of-query';
import type { QueryRule } from '../rule';

export const writesWithoutTransaction: QueryRule = {
  meta: {
    id: 'writes-without-transaction',
    family: 'query',
    title: 'A function writes to several tables without a transaction.',
    level: 'info',
    dialects: null,
    since: '0.2.0',
    fix: null,
    sources: ['https://www.postgresql.org/docs/current/tutorial-transactions.html'],
  },

  check(file) {
    return file.sequences.flatMap((sequence) => {
      if (onlyLogsFollow(sequence.writes)) return [];
      const tables = new Set(sequence.writes.flatMap(({ table }) => (table === null ? [] : [table])));
      const [first, ...others] = sequence.writes;
      const second = others.find(({ table }) => table !== null && table !== first?.table);
      if (!first || !second || tables.size < 2 || isCold(file, first)) return [];
      return [
        {
          file: sequence.file,
          range: second.range,
          evidence: [first, ...others].map(({ file: at, range, call }) => ({
            file: at,
            range,
            message: `${call} writes`,
          })),
          message: {
            what: `Candidate for a transaction: ${first.call} and ${second.call} write to ${[...tables].slice(0, 4).join(', ')} one after the other.`,
            why: 'When the second fails, the first stays.',
            remedy: `Put them into one transaction (${openers[first.library]}), or make the function safe to run again.`,
          },
        },
      ];
    });
  },
};

/** What follows the first write only notes that it happened: without the note, what was done is still whole. */
function onlyLogsFollow([, ...others]: readonly QuerySite[]): boolean {
  return others.every(({ table, verb }) => verb === 'insert' && table !== null && log.test(table));
}

const log = /(?:^|_|[a-z])(?:audit|activity|access|security)?_?logs?(?:_?entry|_?entries)?$|audit/i;

const openers: Readonly<Record<LibraryName, string>> = {
  prisma: '`prisma.$transaction`',
  typeorm: '`dataSource.transaction`',
  drizzle: '`db.transaction`',
  kysely: '`db.transaction().execute`',
  knex: '`knex.transaction`',
  sequelize: '`sequelize.transaction`',
  'mikro-orm': '`em.transactional`',
  objection: '`Model.transaction`',
  mongoose: '`connection.transaction`',
  supabase: 'a database function called with `rpc`',
  sql: 'BEGIN and COMMIT on one connection',
};
