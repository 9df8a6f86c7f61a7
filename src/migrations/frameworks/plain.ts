import { databaseByName } from '../../sql/database-by-name';
import type { Framework, MigrationFile, MigrationFolder } from './framework';
import { oneHistory, sqlFile, unlessEmpty, wholeFile } from './framework';
import { framesByMark, leavesTransaction } from './marks';
import { compareVersions, nextVersion } from './numbers';
import { isDownFile, isFixture, isForeignName, isStage } from './paths';
import { slugOf } from './timestamps';
import { baseName, compareText, joined, parentOf, type Folder, type Tree } from './tree';

/** `001_name.sql`, `20240102030405-name.sql`, `V1_2__name.sql`, `2024-01-02-name.sql`; `.up.sql` marks a direction. */
const ordered =
  /^(?:[VU](\d+(?:[._]\d+)*)|(\d{4}-\d\d-\d\d(?:-\d{1,6})?|\d+(?:\.\d+)*))(?:[._-]+(.*?))?(\.up)?\.sql$/i;
/** A folder for one release: `0.27`, `v1.2`. */
const release = /^v?\d+(?:\.\d+)*$/i;
const tellingName =
  /^(?:db[-_])?(?:migrations?|migrate|migrator|schema|schemas|changes|changelogs?|change[-_]?sets?|patches|upgrades?|updates?|alterations?|alters?|deltas?|evolutions?|versions?|sql|ddl|db|database)(?:[-_].*)?$/i;
const definition =
  /\b(?:CREATE|ALTER|DROP|RENAME|TRUNCATE|COMMENT\s+ON|GRANT|REVOKE)\s+(?:\w+\s+){0,3}?(?:TABLE|INDEX|TYPE|VIEW|SCHEMA|SEQUENCE|FUNCTION|PROCEDURE|TRIGGER|EXTENSION|DOMAIN|POLICY|ROLE|USER|COLUMN|DATABASE|ON)\b|^\s*(?:UPDATE|DELETE\s+FROM|INSERT\s+INTO)\b/im;
/** How many files of a folder without a telling name are looked into. */
const probed = 5;

/**
 * Numbered or dated SQL files of one folder, run in the order of their numbers; or folders of releases
 * (`migration/sqlite/0.27/00__name.sql`), run release by release. What the runner does is not known.
 */
export const plain: Framework = {
  name: 'plain',
  reads: 'sql',

  find(tree) {
    const candidates = tree.sqlFolders.filter(
      (folder) => !isStage(folder.path) && !isFixture(folder.path) && folder.names.some(isOrdered),
    );
    const releases = new Set(
      candidates.filter((folder) => isRelease(folder)).map(({ path }) => parentOf(path)),
    );
    const single = candidates
      .filter((folder) => !(isRelease(folder) && releases.has(parentOf(folder.path))))
      .map((folder) => folder.path);
    return [...single, ...releases]
      .sort(compareText)
      .flatMap((path) => this.at(tree, path))
      .filter((folder) => holdsMigrations(tree, folder));
  },

  at(tree, folder) {
    const inReleases = tree.below(folder).filter(isRelease);
    const own = filesOf(folder, tree.namesIn(folder), '');
    if (own.length > 0) return unlessEmpty(oneHistory('plain', folder, own));
    if (inReleases.length === 0) return unlessEmpty(oneHistory('plain', folder, byNames(tree, folder)));
    const files = inReleases
      .sort((one, other) => compareVersions(baseName(one.path), baseName(other.path)))
      .flatMap(({ path, names }) => filesOf(path, names, `${baseName(path)}/`));
    return unlessEmpty(oneHistory('plain', folder, files));
  },

  // rubenv/sql-migrate wraps a file unless it says `+migrate Up notransaction` (its README). Of others nothing is known.
  transaction(_dialect, text) {
    const sqlMigrate = /^--\s*\+migrate\s+Up\b(.*)$/im.exec(text);
    if (sqlMigrate !== null)
      return wholeFile(/\bnotransaction\b/i.test(sqlMigrate[1] ?? '') ? 'autocommit' : 'wrapped');
    return wholeFile(leavesTransaction(text) ? 'autocommit' : 'unknown');
  },

  frames: framesByMark,

  readsDelimiter: true,

  downFile: (file) => (file.endsWith('.up.sql') ? file.replace(/\.up\.sql$/, '.down.sql') : null),

  nameAfter(folder, last, slug, now) {
    const within = last === null ? folder : parentOf(last.file);
    const name = nextName(last === null ? null : baseName(last.file), slug, now);
    const file = joined(within, name);
    const id = last?.id.includes('/') === true ? `${baseName(within)}/${name}` : name;
    return sqlFile(id, file, versionOf(name));
  },
};

function isOrdered(name: string): boolean {
  return ordered.test(name) && !isForeignName(name);
}

function isRelease({ path, names }: Folder): boolean {
  return release.test(baseName(path)) && /\./.test(baseName(path)) && names.some(isOrdered);
}

/** A folder without a telling name has to hold statements that change something: reports are numbered too. */
function holdsMigrations(tree: Tree, folder: MigrationFolder): boolean {
  const isNamed = folder.folder
    .split('/')
    .some((part) => tellingName.test(part) || databaseByName(`${part}/x.sql`) !== null);
  if (isNamed) return true;
  return folder.files.slice(0, probed).some(({ file }) => definition.test(tree.text(file) ?? ''));
}

function filesOf(folder: string, names: readonly string[], prefix: string): readonly MigrationFile[] {
  const fitting = names.filter(isOrdered);
  const downs = new Set(fitting.filter(isDownFile).map(versionOf));
  return fitting
    .filter((name) => !isDownFile(name))
    .sort(
      (one, other) =>
        compareVersions(versionOf(one) ?? '', versionOf(other) ?? '') || compareText(one, other),
    )
    .map((name) => {
      const version = versionOf(name);
      const recorded = version === null ? null : `${prefix}${version}`;
      return sqlFile(`${prefix}${name}`, joined(folder, name), recorded, downs.has(version));
    });
}

/** Files without numbers, where somebody says that they are migrations. */
function byNames(tree: Tree, folder: string): readonly MigrationFile[] {
  return tree
    .namesIn(folder)
    .filter((name) => name.endsWith('.sql') && !isDownFile(name))
    .map((name) => sqlFile(name, joined(folder, name), name));
}

function versionOf(name: string): string | null {
  const match = ordered.exec(name);
  return match?.[1] ?? match?.[2] ?? null;
}

function nextName(last: string | null, slug: string, now: Date): string {
  const match = last === null ? null : ordered.exec(last);
  const number = last === null ? null : versionOf(last);
  const ending = match?.[4] === undefined ? '.sql' : '.up.sql';
  const separator = last === null || number === null ? '_' : separatorAfter(last, number);
  const words = separator === '-' ? slugOf(slug).replaceAll('_', '-') : slugOf(slug);
  const prefix = last === null ? '' : (/^V/i.exec(last)?.[0] ?? '');
  return `${prefix}${nextVersion(number, now)}${separator}${words}${ending}`;
}

function separatorAfter(name: string, number: string): string {
  const rest = name.slice(name.indexOf(number) + number.length);
  return (/^(__|[._-])/.exec(rest)?.[0] ?? '_').replace('.', '_');
}
