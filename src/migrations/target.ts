import { defaultVersions, type DatabaseTarget, type Dialect } from '../model/dialect';

/** What is known of a folder's database before its files are read. */
export interface TargetEvidence {
  readonly configured: Dialect | null;
  readonly configuredVersion: number | null;
  /** From the framework's own files. */
  readonly framework: Dialect | null;
  /** From the names of the files and of their folders. */
  readonly named: Dialect | null;
  /** Texts of package.json files, nearest to the folder first. */
  readonly packages: readonly string[];
  /** From the syntax of the files; asked for only when nothing else tells. */
  bySyntax(): Dialect | null;
}

const drivers: Readonly<Record<string, Dialect>> = {
  pg: 'postgres',
  postgres: 'postgres',
  'pg-promise': 'postgres',
  '@electric-sql/pglite': 'postgres',
  slonik: 'postgres',
  '@neondatabase/serverless': 'postgres',
  mysql: 'mysql',
  mysql2: 'mysql',
  mariadb: 'mariadb',
  'better-sqlite3': 'sqlite',
  sqlite3: 'sqlite',
  sqlite: 'sqlite',
  '@libsql/client': 'sqlite',
};

/** Dialect and version of a migration folder: configuration, framework file, names in the path, driver, syntax, else Postgres at low confidence. */
export function findTarget(evidence: TargetEvidence): DatabaseTarget {
  const target = (
    dialect: Dialect,
    dialectConfidence: DatabaseTarget['dialectConfidence'],
  ): DatabaseTarget => ({
    dialect,
    dialectConfidence,
    version: evidence.configuredVersion ?? defaultVersions[dialect],
  });
  if (evidence.configured !== null) return target(evidence.configured, 'high');
  if (evidence.framework !== null) return target(evidence.framework, 'high');
  if (evidence.named !== null) return target(evidence.named, 'high');
  const driver = driverIn(evidence.packages);
  if (driver !== null) return target(driver, 'medium');
  const syntax = evidence.bySyntax();
  if (syntax !== null) return target(syntax, 'medium');
  return target('postgres', 'low');
}

/** The dialect of the drivers a package depends on, when they agree; the nearest package that has any decides. */
function driverIn(packages: readonly string[]): Dialect | null {
  for (const text of packages) {
    const found = new Set(dependenciesOf(text).flatMap((name) => drivers[name] ?? []));
    if (found.size > 0) return found.size === 1 ? ([...found][0] ?? null) : null;
  }
  return null;
}

function dependenciesOf(text: string): string[] {
  try {
    const manifest = JSON.parse(text) as Record<string, unknown> | null;
    return ['dependencies', 'devDependencies'].flatMap((key) =>
      Object.keys((manifest?.[key] ?? {}) as Record<string, unknown>),
    );
  } catch {
    return [];
  }
}
