import { hosted } from '../evaluate/values';
import type { MigrationLibrary } from '../library';
import { Connection } from './tagged/connection';
import { SqlTag } from './tagged/sql-tag';

/** slonik and its like: `up(pool)` with tagged `sql` templates; also postgres.js, whose `sql` sends by itself. */
export const slonik: MigrationLibrary = {
  name: 'slonik',
  open(run, place) {
    const sql = new SqlTag(run);
    return {
      parameters: [hosted(new Connection(run, sql, 'pool'), place)],
      imported: (module, name) =>
        isSlonik(module) && (name === 'sql' || name === 'createSqlTag') ? sql : null,
    };
  },
};

function isSlonik(module: string): boolean {
  return /(?:^|\/)slonik$|^sql-template-tag$/.test(module);
}
