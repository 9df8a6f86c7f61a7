import type { TransactionPart } from '../../model/migration';
import type { Framework } from './framework';
import { oneHistory, sqlFile, unlessEmpty, wholeFile } from './framework';
import { upFiles } from './folder-files';
import { framesOf, markedFolders, marks } from './marks';
import { nextVersion } from './numbers';
import { slugOf } from './timestamps';
import { baseName, compareText, joined, parentOf } from './tree';

const named = /^(\d+).*\.sql$/;

/**
 * dbmate: `db/migrations/<timestamp>_<name>.sql` with `-- migrate:up` and `-- migrate:down` in one file, in the
 * order of names. `db/schema.sql` is a dump it writes after each run. Source: amacneil/dbmate,
 * pkg/dbmate/{migration,db}.go.
 */
export const dbmate: Framework = {
  name: 'dbmate',
  reads: 'sql',

  find(tree) {
    return markedFolders(tree, named, marks.dbmate).flatMap((folder) => this.at(tree, folder));
  },

  at(tree, folder) {
    const files = upFiles(
      folder,
      tree.namesIn(folder),
      (name) => {
        const version = named.exec(name)?.[1];
        return version === undefined ? null : { version, direction: 'up' };
      },
      compareText,
    );
    return unlessEmpty(oneHistory('dbmate', folder, files));
  },

  dumps(tree) {
    return this.find(tree)
      .map(({ folder }) =>
        joined(baseName(folder) === 'migrations' ? parentOf(folder) : folder, 'schema.sql'),
      )
      .filter((file) => tree.has(file));
  },

  // migration.go: every `migrate:up` block has a transaction of its own unless it says transaction:false.
  transaction(_dialect, text) {
    const blocks = [...text.matchAll(/^--\s*migrate:up\b.*$/gm)].map((match): TransactionPart => ({
      start: match.index,
      transaction: /\btransaction:false\b/.test(match[0]) ? 'autocommit' : 'wrapped',
    }));
    const [first] = blocks;
    if (blocks.length < 2) return wholeFile(first?.transaction ?? 'wrapped');
    return { ...wholeFile(first?.transaction ?? 'wrapped'), parts: blocks };
  },

  frames: () => framesOf(marks.dbmate),

  downSection: (lines, frame) => [
    frame === 'transaction' ? '-- migrate:down' : '-- migrate:down transaction:false',
    ...lines,
  ],

  nameAfter(folder, last, slug, now) {
    const version = nextVersion(last === null ? null : (named.exec(last.id)?.[1] ?? null), now);
    const name = `${version}_${slugOf(slug)}.sql`;
    return sqlFile(name, joined(folder, name), version);
  },
};
