import type { Framework } from './framework';
import { oneHistory, sqlFile, unlessEmpty, wholeFile } from './framework';
import { upFiles } from './folder-files';
import { slugOf, timestampAfter } from './timestamps';
import { compareText, joined } from './tree';

const named = /^([0-9]+)_(.*)\.sql$/;

/**
 * Supabase: `supabase/migrations/<timestamp>_<name>.sql`, up only, in the order of names; a first
 * `<timestamp>_init.sql` of before 2021-12-09 is skipped. Seeds and declared schemas lie elsewhere and are not run.
 * Source: supabase/cli, pkg/migration/{file,list,apply}.go.
 */
export const supabase: Framework = {
  name: 'supabase',
  reads: 'sql',

  find(tree) {
    return tree.sqlFolders
      .filter(({ path }) => /(^|\/)supabase\/migrations$/.test(path))
      .flatMap(({ path }) => this.at(tree, path));
  },

  at(tree, folder) {
    const names = [...tree.namesIn(folder)]
      .sort(compareText)
      .filter((name, index) => index > 0 || !isSkipped(name));
    const files = upFiles(
      folder,
      names,
      (name) => {
        const version = named.exec(name)?.[1];
        return version === undefined ? null : { version, direction: 'up' };
      },
      compareText,
    );
    return unlessEmpty(oneHistory('supabase', folder, files, { dialect: 'postgres' }));
  },

  // The statements go out as one pipeline ("ExecBatch is implicitly transactional", file.go), whose first
  // statement may still be one that must run outside a transaction.
  transaction: () => wholeFile('single-query'),

  frames: () => null,

  nameAfter(folder, last, slug, now) {
    const version = timestampAfter(last?.version ?? null, now);
    const name = `${version}_${slugOf(slug)}.sql`;
    return sqlFile(name, joined(folder, name), version);
  },
};

function isSkipped(name: string): boolean {
  const timestamp = /^(\d{14})_init\.sql$/.exec(name)?.[1];
  return timestamp !== undefined && timestamp < '20211209000000';
}
