import { hosted } from '../evaluate/values';
import type { MigrationLibrary } from '../library';
import { Connection } from './tagged/connection';
import { SqlTag } from './tagged/sql-tag';

/** Drizzle in TypeScript: `up(db)` or, as Payload writes it, `up({ db })`, with `` db.execute(sql`…`) ``. */
export const drizzle: MigrationLibrary = {
  name: 'drizzle',
  open(run, place) {
    const sql = new SqlTag(run, run.dialect === 'mysql' || run.dialect === 'mariadb' ? '`' : '"');
    return {
      parameters: [hosted(new Connection(run, sql, 'db'), place)],
      imported: (module, name) =>
        name === 'sql' && /^drizzle-orm(?:\/|$)|^@payloadcms\//.test(module) ? sql : null,
    };
  },
};
