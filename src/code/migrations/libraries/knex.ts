import { hosted } from '../evaluate/values';
import type { MigrationLibrary } from '../library';
import { KnexHost } from './knex/knex-host';

/** Migrations of Knex: `up(knex)`. */
export const knex: MigrationLibrary = {
  name: 'knex',
  open: (run, place) => {
    const host = new KnexHost(run);
    return {
      parameters: [hosted(host, place)],
      begin: (_self, exported) => {
        host.configure(exported('config'));
      },
    };
  },
};
