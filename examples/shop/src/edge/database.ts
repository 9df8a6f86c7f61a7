import knex from 'knex';

/** The cache on the edge node: one SQLite file. */
export const edge = knex({
  client: 'better-sqlite3',
  connection: { filename: process.env.EDGE_CACHE ?? 'edge.sqlite' },
  useNullAsDefault: true,
});
