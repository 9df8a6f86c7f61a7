import type { Framework, MigrationFile } from './framework';
import { oneHistory, sqlFile, unlessEmpty, wholeFile } from './framework';
import { sealAtlas } from './atlas-sum';
import { framesOf, marks } from './marks';
import { nextVersion } from './numbers';
import { isDownFile } from './paths';
import { slugOf } from './timestamps';
import { baseName, compareText, joined, parentOf, type Tree } from './tree';

/**
 * Atlas: a folder with `atlas.sum`, its `.sql` files in the order of their names, up only; a folder in the
 * layout of golang-migrate has down files too. A checkpoint is run by new databases only, so it stands for the
 * files before it only when they are gone. Source: ariga/atlas, sql/migrate/dir.go,
 * cmd/atlas/internal/cmdapi/migrate.go.
 */
export const atlas: Framework = {
  name: 'atlas',
  reads: 'sql',

  find(tree) {
    return tree.named('atlas.sum').flatMap((file) => this.at(tree, parentOf(file)));
  },

  at(tree, folder) {
    const names = [...tree.namesIn(folder)].filter((name) => name.endsWith('.sql')).sort(compareText);
    const ups = names.filter((name) => !isDownFile(name));
    const used = ups.filter(
      (name, index) => index === 0 || !isCheckpoint(tree.text(joined(folder, name)) ?? ''),
    );
    const files = used.map((name): MigrationFile => {
      const down = names.some((one) => isDownFile(one) && versionOf(one) === versionOf(name));
      return sqlFile(name, joined(folder, name), versionOf(name), down);
    });
    const listed = listedIn(tree, folder);
    const isKnown = listed.length > 0;
    return unlessEmpty(
      oneHistory('atlas', folder, files, {
        transaction: modeOf(tree, folder),
        transactionSpan: configuration(tree, folder, 'all') ? 'run' : null,
        missing: isKnown
          ? listed.filter((name) => !names.includes(name)).map((name) => joined(folder, name))
          : [],
        unlisted: isKnown
          ? names.filter((name) => !listed.includes(name)).map((name) => joined(folder, name))
          : [],
      }),
    );
  },

  // migrate.go: --tx-mode is `file` by default; the directive `atlas:txmode none` at the top of a file, an empty
  // line after it, takes the file out.
  transaction: (_dialect, text) =>
    wholeFile(marks.atlas.outside.test(topOf(text)) ? 'autocommit' : 'wrapped'),

  frames: () => framesOf(marks.atlas),

  readsDelimiter: true,

  seal: sealAtlas,

  downFile: (file) => (file.endsWith('.up.sql') ? file.replace(/\.up\.sql$/, '.down.sql') : null),

  nameAfter(folder, last, slug, now) {
    const version = nextVersion(last?.version ?? null, now);
    const ending = last !== null && /\.up\.sql$/.test(last.id) ? '.up.sql' : '.sql';
    const name = `${version}_${slugOf(slug)}${ending}`;
    return sqlFile(name, joined(folder, name), version);
  },
};

function versionOf(name: string): string {
  return (
    baseName(name)
      .replace(/\.sql$/, '')
      .split('_')[0] ?? name
  );
}

/** The comments at the top that no statement follows at once: there the directives of the file stand. */
function topOf(text: string): string {
  return /^(?:[ \t]*--.*\r?\n)+(?=[ \t]*\r?\n)/.exec(text)?.[0] ?? '';
}

function isCheckpoint(text: string): boolean {
  return /^--\s*atlas:checkpoint\b/m.test(topOf(text));
}

function listedIn(tree: Tree, folder: string): readonly string[] {
  const sum = tree.text(joined(folder, 'atlas.sum')) ?? '';
  return [...sum.matchAll(/^(\S.*\.sql) h1:/gm)].map((match) => match[1] ?? '');
}

function modeOf(tree: Tree, folder: string): 'autocommit' | null {
  return configuration(tree, folder, 'none') ? 'autocommit' : null;
}

function configuration(tree: Tree, folder: string, mode: string): boolean {
  return tree
    .above(folder, 'atlas.hcl')
    .some((text) => new RegExp(`\\btx_mode\\s*=\\s*"?${mode}"?`).test(text));
}
