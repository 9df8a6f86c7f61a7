import type { Host } from '../evaluate/host';
import { hosted, scalar } from '../evaluate/values';
import type { MigrationLibrary } from '../library';
import { MigrationBuilder } from './node-pg-migrate/builder';

/** The second argument of older migrations: says that they are done. */
const done: Host = {
  label: 'run',
  harmless: true,
  call: (call) => scalar(undefined, call.place),
};

/** Migrations of node-pg-migrate: `up(pgm)`. */
export const nodePgMigrate: MigrationLibrary = {
  name: 'node-pg-migrate',
  open: (run, place) => {
    const builder = new MigrationBuilder(run);
    return {
      parameters: [hosted(builder, place), hosted(done, place)],
      begin: (_self, exported) => {
        builder.use(exported('shorthands'));
      },
    };
  },
};
