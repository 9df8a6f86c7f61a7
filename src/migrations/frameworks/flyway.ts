import type { TransactionMode } from '../../model/migration';
import { databaseByName } from '../../sql/database-by-name';
import type { Framework, Frames, MigrationFile } from './framework';
import { oneHistory, sqlFile, unlessEmpty, wholeFile } from './framework';
import { compareVersions, nextVersion } from './numbers';
import { isFixture } from './paths';
import { slugOf } from './timestamps';
import { baseName, compareText, foldersAbove, joined, parentOf, type Tree } from './tree';

const versioned = /^([VUB])(\d+(?:[._]\d+)*)__(.+)\.sql$/;
const repeatable = /^R__(.+)\.sql$/;

/**
 * Statements that Flyway knows cannot run in a transaction; a file of them is run outside one without being
 * told (PostgreSQLParser.java, ParserSqlScript.executeInTransaction). A file that mixes them with others fails
 * unless `mixed` is set.
 */
const outside =
  /^\s*(?:(?:CREATE|DROP)(?:\s+UNIQUE)?\s+INDEX\s+CONCURRENTLY|REINDEX(?:\s+VERBOSE)?\s+(?:SCHEMA|DATABASE|SYSTEM)|VACUUM|ALTER\s+SYSTEM|DISCARD\s+ALL|(?:CREATE|DROP)\s+(?:DATABASE|TABLESPACE|SUBSCRIPTION))\b/im;

/**
 * Flyway: `V<version>__<name>.sql` in the order of their versions, then `R__<name>.sql` in the order of their
 * names; `U<version>__…` undoes a version, `B<version>__…` is run by new databases only. A location is searched
 * with the folders below it. Source: flyway/flyway, documentation/Reference and flyway-core.
 */
export const flyway: Framework = {
  name: 'flyway',
  reads: 'sql',

  find(tree) {
    const holding = tree.sqlFolders
      .filter(({ path, names }) => !isFixture(path) && names.some(isMigration))
      .map(({ path }) => path);
    const locations = new Set(holding.map((path) => locationOf(path, holding)));
    return [...locations].sort(compareText).flatMap((folder) => this.at(tree, folder));
  },

  at(tree, folder) {
    const all = tree.sqlFolders
      .filter(({ path }) => path === folder || isWithin(path, folder))
      .flatMap(({ path, names }) => names.filter(isMigration).map((name) => joined(path, name)));
    const undone = new Set(all.flatMap((file) => versionOf(file, 'U') ?? []));
    const files = all
      .filter((file) => versionOf(file, 'V') !== null)
      .sort(
        (one, other) =>
          compareVersions(versionOf(one, 'V') ?? '', versionOf(other, 'V') ?? '') || compareText(one, other),
      )
      .map((file) => fileOf(tree, folder, file, undone));
    const repeated = all
      .filter((file) => repeatable.test(baseName(file)))
      .sort((one, other) => compareText(baseName(one), baseName(other)))
      .map((file) => fileOf(tree, folder, file, undone));
    return unlessEmpty(
      oneHistory('flyway', folder, [...files, ...repeated], {
        transaction: setting(tree, folder, 'executeInTransaction') === false ? 'autocommit' : null,
        transactionSpan: setting(tree, folder, 'group') === true ? 'run' : null,
      }),
    );
  },

  // "executeInTransaction", default true (documentation/…/Flyway Execute In Transaction Setting.md).
  transaction: (dialect, text) =>
    wholeFile(dialect === 'postgres' && outside.test(text) ? 'autocommit' : 'wrapped'),

  frames: () => besideIt,

  readsDelimiter: true,

  downFile: (file) => (/\/?V[^/]*$/.test(file) ? file.replace(/V([^/]*)$/, 'U$1') : null),

  nameAfter(folder, last, slug, now) {
    const within = last === null ? folder : parentOf(last.file);
    const version = nextVersion(last?.version ?? null, now);
    const name = `V${version}__${slugOf(slug)}.sql`;
    return sqlFile(name, joined(within, name), version);
  },
};

const besideIt: Frames = {
  header: () => [],
  beside: (file, frame) =>
    frame === 'transaction' ? null : { file: `${file}.conf`, text: 'executeInTransaction=false\n' },
  leave: (file) => ({
    file: `${file}.conf`,
    range: { start: 0, end: 0 },
    newText: 'executeInTransaction=false\n',
  }),
};

function isMigration(name: string): boolean {
  return versioned.test(name) || repeatable.test(name);
}

/** A version is compared as numbers, so `1_9` and `1.9` are one; what is recorded has dots. */
function versionOf(file: string, kind: 'V' | 'U'): string | null {
  const match = versioned.exec(baseName(file));
  return match?.[1] === kind ? (match[2] ?? '').replaceAll('_', '.') : null;
}

function fileOf(tree: Tree, folder: string, file: string, undone: ReadonlySet<string>): MigrationFile {
  const version = versionOf(file, 'V');
  const id = folder === '' ? file : file.slice(folder.length + 1);
  const entry = sqlFile(id, file, version, version !== null && undone.has(version));
  return { ...entry, transaction: modeBeside(tree.text(`${file}.conf`)) };
}

function modeBeside(text: string | null): TransactionMode | null {
  const value = text === null ? null : /^\s*executeInTransaction\s*=\s*(true|false)\b/im.exec(text)?.[1];
  if (value == null) return null;
  return value === 'false' ? 'autocommit' : 'wrapped';
}

/** The location a folder belongs to: `db/migration` above it, else the highest folder with migrations above it. */
function locationOf(path: string, holding: readonly string[]): string {
  const above = foldersAbove(path);
  const own = above.find((one) => databaseByName(`${baseName(one)}/x.sql`) !== null && baseName(one) !== '');
  const limit = own === undefined ? above : above.slice(0, above.indexOf(own) + 1);
  const usual = limit.find((one) => /(^|\/)db\/migrations?$/.test(one));
  return usual ?? limit.filter((one) => holding.includes(one)).at(-1) ?? path;
}

/** Below the folder, and in no folder between them that names a database: that is a location of its own. */
function isWithin(path: string, folder: string): boolean {
  if (folder !== '' && !path.startsWith(`${folder}/`)) return false;
  const between = path.slice(folder === '' ? 0 : folder.length + 1).split('/');
  return between.every((part) => databaseByName(`${part}/x.sql`) === null);
}

/** A setting of flyway.toml, flyway.conf or Spring's application.properties and .yml above the folder. */
function setting(tree: Tree, folder: string, key: string): boolean | null {
  const dashed = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const written = new RegExp(
    `^\\s*(?:flyway\\.|spring\\.flyway\\.)?(?:${key}|${dashed})\\s*[=:]\\s*(true|false)\\b`,
    'm',
  );
  const texts = [
    'flyway.toml',
    'flyway.conf',
    'application.properties',
    'application.yml',
    'application.yaml',
  ].flatMap((name) => tree.above(folder, name));
  const value = texts.map((text) => written.exec(text)?.[1]).find((found) => found !== undefined);
  return value === undefined ? null : value === 'true';
}
