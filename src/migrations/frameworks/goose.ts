import type { Framework } from './framework';
import { oneHistory, sqlFile, unlessEmpty, wholeFile } from './framework';
import { upFiles } from './folder-files';
import { framesOf, markedFolders, marks } from './marks';
import { nextVersion, wholeNumber } from './numbers';
import { slugOf } from './timestamps';
import { joined } from './tree';

const named = /^(\d+)_.*\.sql$/;

/**
 * goose: `<number>_<name>.sql` with `-- +goose Up` and `-- +goose Down` in one file, in the order of the
 * numbers. Migrations written in Go are not read. Source: pressly/goose, internal/sqlparser/parser.go.
 */
export const goose: Framework = {
  name: 'goose',
  reads: 'sql',

  find(tree) {
    return markedFolders(tree, named, marks.goose).flatMap((folder) => this.at(tree, folder));
  },

  at(tree, folder) {
    const files = upFiles(folder, tree.namesIn(folder), (name) => {
      const digits = named.exec(name)?.[1];
      return digits === undefined ? null : { version: wholeNumber(digits), direction: 'up' };
    });
    return unlessEmpty(oneHistory('goose', folder, files));
  },

  // parser.go: useTx is true unless `+goose NO TRANSACTION` stands in the file; statements go one by one.
  transaction: (_dialect, text) => wholeFile(marks.goose.outside.test(text) ? 'autocommit' : 'wrapped'),

  frames: () => framesOf(marks.goose),

  // parser.go: statements end at a semicolon at the end of a line, but between these marks.
  around: ['-- +goose StatementBegin', '-- +goose StatementEnd'],

  downSection: (lines) => ['-- +goose Down', ...lines],

  nameAfter(folder, last, slug, now) {
    const version = nextVersion(last === null ? null : (named.exec(last.id)?.[1] ?? null), now);
    const name = `${version}_${slugOf(slug)}.sql`;
    return sqlFile(name, joined(folder, name), wholeNumber(version));
  },
};
