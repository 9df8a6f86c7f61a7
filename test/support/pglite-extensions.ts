import { PGlite } from '@electric-sql/pglite';
import { btree_gin } from '@electric-sql/pglite/contrib/btree_gin';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { citext } from '@electric-sql/pglite/contrib/citext';
import { hstore } from '@electric-sql/pglite/contrib/hstore';
import { ltree } from '@electric-sql/pglite/contrib/ltree';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { pgcrypto } from '@electric-sql/pglite/contrib/pgcrypto';
import { unaccent } from '@electric-sql/pglite/contrib/unaccent';
import { uuid_ossp } from '@electric-sql/pglite/contrib/uuid_ossp';
import { vector } from '@electric-sql/pglite-pgvector';
import type { Database, Row } from './database';

/** What public histories ask for with CREATE EXTENSION. */
export const extensions = {
  btree_gin,
  btree_gist,
  citext,
  hstore,
  ltree,
  pg_trgm,
  pgcrypto,
  unaccent,
  uuid_ossp,
  vector,
};

/** Postgres in WebAssembly with these extensions. */
export async function startPgliteWithExtensions(): Promise<Database> {
  const lite = await PGlite.create({ extensions });
  return {
    query: async (sql, values = []) => (await lite.query<Row>(sql, [...values])).rows,
    script: async (sql) => {
      await lite.exec(sql);
    },
    stop: () => lite.close(),
  };
}
