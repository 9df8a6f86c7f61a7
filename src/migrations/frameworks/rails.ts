import type { Framework } from './framework';
import { sqlFile, wholeFile } from './framework';
import { slugOf, timestampAfter } from './timestamps';
import { joined } from './tree';

/**
 * Rails keeps its migrations in Ruby, which is not read. `db/structure.sql` (and `db/<name>_structure.sql` of
 * further databases) is the schema as Rails dumps it after a run: no migration, but a start for other histories.
 * Source: Ruby on Rails guides, Active Record Migrations, "Schema Dumping and You".
 */
export const rails: Framework = {
  name: 'rails',
  reads: 'sql',
  find: () => [],
  at: () => [],
  dumps: (tree) =>
    tree.namedLike(/^(?:\w+_)?structure\.sql$/).filter((file) => /(^|\/)db\/[^/]+$/.test(file)),
  transaction: () => wholeFile('wrapped'),
  frames: () => null,

  nameAfter(folder, last, slug, now) {
    const version = timestampAfter(last?.version ?? null, now);
    const name = `${version}_${slugOf(slug)}.sql`;
    return sqlFile(name, joined(folder, name), version);
  },
};
