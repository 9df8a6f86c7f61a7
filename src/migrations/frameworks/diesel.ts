import type { Framework, Frames, MigrationFile } from './framework';
import { oneHistory, sqlFile, unlessEmpty, wholeFile } from './framework';
import { dialectOfCrate, mentions } from './manifests';
import { slugOf, timestampAfter } from './timestamps';
import { baseName, compareText, joined, parentOf, type Folder, type Tree } from './tree';

/** `2024-01-02-030405_name` or `20240102030405_name`. */
const named = /^(\d[\d-]*)_/;

/**
 * Diesel: a folder for each migration with `up.sql` and `down.sql`, in the order of the folder names without
 * their hyphens. Source: diesel-rs/diesel, diesel_migrations/migrations_internals/src/lib.rs.
 */
export const diesel: Framework = {
  name: 'diesel',
  reads: 'sql',

  find(tree) {
    const parents = new Set(tree.sqlFolders.filter(isMigration).map(({ path }) => parentOf(path)));
    return [...parents]
      .filter(
        (folder) =>
          baseName(folder) === 'migrations' ||
          tree.above(folder, 'diesel.toml').length > 0 ||
          mentions(tree, folder, 'Cargo.toml', /^\s*diesel\b/m),
      )
      .sort(compareText)
      .flatMap((folder) => this.at(tree, folder));
  },

  at(tree, folder) {
    const files = tree
      .below(folder)
      .filter(isMigration)
      .map((one) => fileOf(tree, one))
      .sort((one, other) => compareText(one.version ?? '', other.version ?? ''));
    return unlessEmpty(
      oneHistory('diesel', folder, files, { dialect: dialectOfCrate(tree, folder, 'diesel') }),
    );
  },

  // migration_harness.rs: one transaction for each migration whose metadata says run_in_transaction, the default.
  transaction: () => wholeFile('wrapped'),

  frames: () => besideIt,

  downFile: (file) => file.replace(/up\.sql$/, 'down.sql'),

  nameAfter(folder, last, slug, now) {
    const previous = last?.version ?? null;
    const stamp = timestampAfter(previous !== null && /^\d{14}$/.test(previous) ? previous : null, now);
    const dashed = stamp.replace(/^(\d{4})(\d\d)(\d\d)(\d{6})$/, '$1-$2-$3-$4');
    const id = `${dashed}_${slugOf(slug)}`;
    return sqlFile(id, joined(folder, `${id}/up.sql`), stamp);
  },
};

const besideIt: Frames = {
  header: () => [],
  beside: (file, frame) =>
    frame === 'transaction'
      ? null
      : { file: joined(parentOf(file), 'metadata.toml'), text: 'run_in_transaction = false\n' },
  leave: (file) => ({
    file: joined(parentOf(file), 'metadata.toml'),
    range: { start: 0, end: 0 },
    newText: 'run_in_transaction = false\n',
  }),
};

function isMigration({ path, names }: Folder): boolean {
  return names.includes('up.sql') && named.test(baseName(path));
}

function fileOf(tree: Tree, { path, names }: Folder): MigrationFile {
  const id = baseName(path);
  const version = (id.split('_')[0] ?? id).replaceAll('-', '');
  const metadata = tree.text(joined(path, 'metadata.toml'));
  const file = sqlFile(id, joined(path, 'up.sql'), version, names.includes('down.sql'));
  return { ...file, transaction: metadata === null ? null : modeOf(metadata) };
}

/** A metadata file without the key turns the transaction off too: the field's default is false (lib.rs). */
function modeOf(metadata: string): 'wrapped' | 'single-query' {
  return /^\s*run_in_transaction\s*=\s*true\b/m.test(metadata) ? 'wrapped' : 'single-query';
}
