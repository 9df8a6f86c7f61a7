import { databaseByName } from '../../sql/database-by-name';

const downFile = /(\.down\.sql$)|(^|[._-])(down|rollback|undo)\.sql$/i;

/** A file of the way back, by its name: `001_a.down.sql`, `down.sql`, `002-b-rollback.sql`. */
export function isDownFile(file: string): boolean {
  return downFile.test(file);
}

/** Lies among the stages of an evolution that are not due yet: no runner looks there. */
export function isStage(file: string): boolean {
  return /(^|\/)evolutions(\/|$)/.test(file);
}

/** Lies among data or samples of tests, where files are numbered but run by no migration runner. */
export function isFixture(path: string): boolean {
  return /(^|\/)(testdata|fixtures?|__fixtures__|__tests__|__snapshots__|seeds?|seeders|node_modules)(\/|$)/i.test(
    path,
  );
}

/** The name of the file itself is for a database that is not read here: `001_a.cockroach.up.sql`. */
export function isForeignName(name: string): boolean {
  const named = /\..*\./.test(name) ? databaseByName(name) : null;
  return named !== null && 'foreign' in named && named.isCertain;
}
