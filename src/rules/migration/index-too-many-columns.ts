import type { IndexDefinition } from '../../model/schema-change';
import { nameOf } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

/** More key columns than this are rarely all of use to a query. */
const most = 3;

export const indexTooManyColumns: MigrationRule = {
  meta: {
    id: 'index-too-many-columns',
    family: 'migration',
    title: 'An index that is not unique has more than three columns.',
    level: 'off',
    dialects: ['postgres', 'mysql', 'mariadb'],
    since: '0.2.0',
    fix: null,
    sources: ['https://www.postgresql.org/docs/current/indexes-multicolumn.html'],
  },
  kinds: ['create-index', 'create-table'],

  check({ change }): readonly Draft[] {
    const indexes: readonly IndexDefinition[] =
      change.kind === 'create-index' ? [change.index] : change.kind === 'create-table' ? change.indexes : [];
    if (!('table' in change) || change.table === null) return [];
    if (change.kind === 'create-table' && change.temporary) return [];
    const table = change.table;
    return indexes
      .filter((index) => !index.unique && index.columns.length > most)
      .map((index) => ({
        range: index.range,
        message: {
          what: `${index.name === null ? 'An index' : `Index ${index.name.name}`} on ${nameOf(table)} has ${String(index.columns.length)} columns.`,
          why: 'Each further column makes it larger and every write dearer, and columns after the first few are seldom used to find rows.',
          remedy:
            'Keep the columns that queries filter by, the most selective first; columns that are only read belong into INCLUDE (Postgres).',
        },
      }));
  },
};
