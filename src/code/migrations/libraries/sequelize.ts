import { hosted } from '../evaluate/values';
import type { MigrationLibrary } from '../library';
import { QueryInterfaceHost } from './sequelize/query-interface';
import { isSequelizeModule, SequelizeHost } from './sequelize/sequelize-host';

/** Migrations of Sequelize, also run by Umzug: `up(queryInterface, Sequelize)` and `up({ context })`. */
export const sequelize: MigrationLibrary = {
  name: 'sequelize',
  open: (run, place) => ({
    parameters: [hosted(new QueryInterfaceHost(run), place), hosted(new SequelizeHost(run, false), place)],
    imported: (module, name) => {
      if (!isSequelizeModule(module)) return null;
      const whole = new SequelizeHost(run, false);
      if (name === '*' || name === 'default') return whole;
      const part = whole.property(name, place);
      return part?.kind === 'host' ? part.host : null;
    },
  }),
};
