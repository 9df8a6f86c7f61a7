import type { Dialect } from '../model/dialect';

/** What a path says about the database its file is for. `isCertain`: the word means nothing else in a path. */
export type NamedDatabase =
  | { readonly dialect: Dialect }
  | {
      /** As a message names it: `ClickHouse`. */
      readonly foreign: string;
      readonly isCertain: boolean;
    };

const ours: Readonly<Record<string, Dialect>> = {
  postgres: 'postgres',
  postgresql: 'postgres',
  pgsql: 'postgres',
  psql: 'postgres',
  pg: 'postgres',
  mysql: 'mysql',
  mysql8: 'mysql',
  mariadb: 'mariadb',
  sqlite: 'sqlite',
  sqlite3: 'sqlite',
  libsql: 'sqlite',
};

/** `true`: certain. An oracle may tell prices, a snowflake may be an identifier: those need a sign in the text too. */
const foreign: Readonly<Record<string, readonly [name: string, isCertain: boolean]>> = {
  clickhouse: ['ClickHouse', true],
  cockroach: ['CockroachDB', true],
  cockroachdb: ['CockroachDB', true],
  crdb: ['CockroachDB', true],
  mssql: ['SQL Server', true],
  sqlserver: ['SQL Server', true],
  tsql: ['SQL Server', true],
  bigquery: ['BigQuery', true],
  oracle: ['Oracle', false],
  snowflake: ['Snowflake', false],
};

const describing =
  /^(?:schema|init|tables?|create|ddl|dump|structure|seeds?|data|migrations?|sql|db|database|setup|updates?)$/;

/**
 * The database that a path names: in its file's dotted parts (`001_users.mysql.up.sql`, `mysql.sql`), or in the
 * deepest of its folders that names one (`store/migration/sqlite/…`, `migrations-pg/…`). null: it names none.
 * Words of a migration's own name (`003_copy_from_mysql.sql`) say what it does, not where it runs.
 */
export function databaseByName(file: string): NamedDatabase | null {
  const segments = file.toLowerCase().split('/');
  const parts = (segments.pop() ?? '').split('.');
  const [stem = '', ...dotted] = parts;
  for (const part of dotted.reverse()) {
    const named = databaseOf(part);
    if (named !== null) return named;
  }
  for (const segment of [stem, ...segments.reverse()]) {
    const named = databaseOfFolder(segment);
    if (named !== null) return named;
  }
  return null;
}

/** A word alone, or joined to words that say nothing: `mysql`, `schema_mysql`, `migrations-pg`. */
function databaseOfFolder(segment: string): NamedDatabase | null {
  const words = segment.split(/[-_ ]/);
  const names = words.filter((word) => !describing.test(word));
  return names.length === 1 ? databaseOf(names[0] ?? '') : null;
}

function databaseOf(word: string): NamedDatabase | null {
  const dialect = Object.hasOwn(ours, word) ? ours[word] : undefined;
  if (dialect !== undefined) return { dialect };
  const other = Object.hasOwn(foreign, word) ? foreign[word] : undefined;
  return other === undefined ? null : { foreign: other[0], isCertain: other[1] };
}
