import { listed } from '../change/words';
import { columnNamed, tableNamed } from '../code/stored-models';
import { isCold } from '../code/weight-of-query';
import { leavingColumns } from '../code/leaving-columns';
import { libraryNames } from '../code/library-names';
import type { LibraryName, QuerySite } from '../../model/code';
import type { FileQueries } from '../../model/query-patterns';
import type { Table } from '../../model/schema';
import type { CodeDraft, QueryContext, QueryRule } from '../rule';

/** Types whose values may be large, and lie apart from the row. In Postgres and SQLite `text` is what any short string is. */
const wide = /^(?:jsonb?|bytea|xml|vector|tsvector|blob)$/;
/** Libraries that list the columns they know instead of asking for `*`. */
const namesColumns: ReadonlySet<LibraryName> = new Set([
  'prisma',
  'typeorm',
  'drizzle',
  'sequelize',
  'mikro-orm',
]);
const wideInMysql = /^(?:json|(?:medium|long)?(?:text|blob))$/;

export const wideSelect: QueryRule = {
  meta: {
    id: 'wide-select',
    family: 'query',
    title: 'A query takes every column of a wide table, and the code uses few of them.',
    level: 'off',
    dialects: null,
    since: '0.3.0',
    fix: null,
    sources: ['https://www.postgresql.org/docs/current/storage-toast.html'],
  },

  check(file, context): readonly CodeDraft[] {
    const wide = file.queries.flatMap((query) => {
      const found = isCold(file, query) ? null : wideRead(query, context);
      if (found === null) return [];
      const { table, used, unused } = found;
      return [
        {
          file: query.file,
          range: query.range,
          message: {
            what: `This query takes all ${table.columns.length} columns of ${table.name}, and the code uses ${listed(used)}.`,
            why: `${listed(unused)} may be large: each row is read from two places, sent and parsed for nothing.`,
            remedy: `Select ${listed(used)}.`,
          },
        },
      ];
    });
    const leaving = leavingReads(file, context);
    return [...leaving, ...wide.filter(({ range }) => !leaving.some((other) => other.range === range))];
  },
};

/** The reads of a file that take a whole row of which a column is about to go: one finding for each column. */
function leavingReads(file: FileQueries, context: QueryContext): readonly CodeDraft[] {
  const reads = file.queries.filter(
    (query) => query.verb === 'read' && query.details.selected === 'all' && !isCold(file, query),
  );
  if (reads.length === 0) return [];
  return leavingColumns(context).flatMap(({ table, column, by }) => {
    const [first, ...others] = reads.filter((read) => read.table?.toLowerCase() === table.toLowerCase());
    if (first === undefined) return [];
    return [
      {
        file: first.file,
        range: first.range,
        severity: 'warning' as const,
        confidence: first.confidence,
        evidence: [
          by,
          ...others
            .slice(0, 10)
            .map(({ range }) => ({ file: file.file, range, message: 'So does this read' })),
        ],
        message: {
          what: `${first.call} takes every column of ${table}, ${column} too, which ${by.file} takes away.`,
          why: namesColumns.has(first.library)
            ? `${libraryNames[first.library]} asks for each declared column by its name: instances that still declare ${column} fail on this read once it is gone.`
            : `The rows lose ${column} without a word, and Postgres refuses a prepared statement whose columns changed until the connection is new.`,
          remedy: `Select the columns that the code uses, without ${column}, and release that before the migration.`,
        },
      },
    ];
  });
}

/** What a read takes and uses; null where the whole row goes on, or nothing wide is left unused. */
function wideRead(
  { verb, table: name, details, result }: QuerySite,
  context: QueryContext,
): { readonly table: Table; readonly used: readonly string[]; readonly unused: readonly string[] } | null {
  if (verb !== 'read' || name === null || details.selected !== 'all' || result === null) return null;
  const schema = context.schemas.find((one) => tableNamed(one, name) !== null);
  const table = schema === undefined ? null : tableNamed(schema, name);
  if (table === null || result.taken.length === 0) return null;
  const isMysql = schema?.dialect === 'mysql' || schema?.dialect === 'mariadb';
  const used = result.taken.map((taken) => columnNamed(table, taken));
  if (used.some((column) => column === null)) return null;
  const unused = table.columns.filter(
    (column) => (isMysql ? wideInMysql : wide).test(column.type?.name ?? '') && !used.includes(column),
  );
  if (unused.length === 0 || used.length * 2 > table.columns.length) return null;
  return {
    table,
    used: used.flatMap((column) => column?.name ?? []),
    unused: unused.map((column) => column.name),
  };
}
