import { hosted } from '../evaluate/values';
import type { MigrationLibrary } from '../library';
import { DatabaseHost } from './kysely/database';
import { SqlTag } from './kysely/sql-tag';

/** Migrations of Kysely: `up(db)`, and `sql` of the library. */
export const kysely: MigrationLibrary = {
  name: 'kysely',
  open: (run, place) => ({
    parameters: [hosted(new DatabaseHost(run), place)],
    imported: (module, name) => (module === 'kysely' && name === 'sql' ? new SqlTag(run) : null),
  }),
};
