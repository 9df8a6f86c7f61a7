import type { Dialect } from '../../model/dialect';

/** A library that sends SQL, and how a script speaks to it. All texts are code; `on` is the client, `sql` the SQL. */
export interface ScriptDriver {
  /** As package.json names it. */
  readonly name: string;
  readonly dialects: readonly Dialect[];
  /** What is imported, and from where: `pg` from `pg`. The package is the first. */
  readonly imports: readonly { readonly imported: string; readonly from: string }[];
  /** The client, or the promise of one, by the address in `url`. */
  client(url: string): string;
  /** What is done before the first query and after the last. */
  readonly connect: string | null;
  readonly close: string;
  /** The rows of a query, and how many rows a statement changed. */
  readonly rows: string;
  readonly changed: string;
  /** A transaction is a function that gets a client of its own; else it begins and ends by SQL. */
  readonly nested: boolean;
}

/** The client that Prisma generates, where it brings its own connection. */
const prisma: ScriptDriver = {
  name: '@prisma/client',
  dialects: ['postgres', 'mysql', 'mariadb'],
  imports: [{ imported: '{ PrismaClient }', from: '@prisma/client' }],
  client: () => 'new PrismaClient()',
  connect: null,
  close: 'await client.$disconnect()',
  rows: 'await on.$queryRawUnsafe(sql)',
  changed: 'await on.$executeRawUnsafe(sql)',
  nested: true,
};

const drivers: readonly ScriptDriver[] = [
  {
    name: 'pg',
    dialects: ['postgres'],
    imports: [{ imported: 'pg', from: 'pg' }],
    client: (url) => `new pg.Client({ connectionString: ${url} })`,
    connect: 'await client.connect()',
    close: 'await client.end()',
    rows: '(await on.query(sql)).rows',
    changed: '(await on.query(sql)).rowCount ?? 0',
    nested: false,
  },
  {
    name: 'postgres',
    dialects: ['postgres'],
    imports: [{ imported: 'postgres', from: 'postgres' }],
    // One connection, so that BEGIN and COMMIT meet.
    client: (url) => `postgres(${url}, { max: 1, onnotice: () => {} })`,
    connect: null,
    close: 'await client.end()',
    rows: '[...(await on.unsafe(sql))]',
    changed: '(await on.unsafe(sql)).count',
    nested: false,
  },
  {
    name: 'mysql2',
    dialects: ['mysql', 'mariadb'],
    imports: [{ imported: 'mysql', from: 'mysql2/promise' }],
    client: (url) => `mysql.createConnection(${url})`,
    connect: null,
    close: 'await (await client).end()',
    rows: '(await (await on).query(sql))[0]',
    changed: '(await (await on).query(sql))[0].affectedRows ?? 0',
    nested: false,
  },
  {
    name: 'mariadb',
    dialects: ['mysql', 'mariadb'],
    imports: [{ imported: 'mariadb', from: 'mariadb' }],
    client: (url) => `mariadb.createConnection(${url})`,
    connect: null,
    close: 'await (await client).end()',
    rows: '[...(await (await on).query(sql))]',
    changed: '(await (await on).query(sql)).affectedRows ?? 0',
    nested: false,
  },
  {
    ...prisma,
    name: '@prisma/adapter-pg',
    dialects: ['postgres'],
    imports: [...prisma.imports, { imported: '{ PrismaPg }', from: '@prisma/adapter-pg' }],
    client: (url) => `new PrismaClient({ adapter: new PrismaPg({ connectionString: ${url} }) })`,
  },
  prisma,
];

/** How a script of a project reaches its database. */
export interface ScriptManner {
  readonly driver: ScriptDriver;
  /** The package that has the driver, where it is not the root: `packages/db/package.json`. */
  readonly manifest: string | null;
  /** The environment variable with the address of the database. */
  readonly url: string;
  /** TypeScript, which a runner of the project takes; else an ES module that Node takes as it is. */
  readonly typed: boolean;
}

/** The files of a project, as far as its packages and their settings are concerned. */
export interface PackageFiles {
  readonly files: readonly string[];
  textOf(file: string): string | null;
}

/**
 * How a script speaks to the database of the migrations in `folder`: by a driver that the package around them, or one
 * above it, depends on. null: none of the drivers that are known here is a dependency.
 */
export function scriptManner(project: PackageFiles, folder: string, dialect: Dialect): ScriptManner | null {
  for (const manifest of manifestsAbove(folder)) {
    const packages = dependenciesIn(project.textOf(manifest) ?? '');
    const driver = drivers.find(
      (one) =>
        packages.has(one.name) &&
        one.dialects.includes(dialect) &&
        (!one.nested || (packages.has(prisma.name) && !clientIsElsewhere(project, manifest))),
    );
    if (driver === undefined) continue;
    const root = dependenciesIn(project.textOf('package.json') ?? '');
    return {
      driver,
      manifest: manifest === 'package.json' ? null : manifest,
      url: addressIn(project, manifest),
      typed: packages.has('tsx') || root.has('tsx'),
    };
  }
  return null;
}

/** The drivers of a dialect, as package.json names them. */
export function driversOf(dialect: Dialect): readonly string[] {
  return drivers
    .filter((one) => one.dialects.includes(dialect) && one.name !== '@prisma/adapter-pg')
    .map((one) => one.name);
}

/** `a/b/package.json`, `a/package.json`, `package.json`. */
function manifestsAbove(folder: string): readonly string[] {
  const parts = folder.split('/').filter((part) => part !== '' && part !== '.');
  return Array.from({ length: parts.length + 1 }, (_, up) =>
    [...parts.slice(0, parts.length - up), 'package.json'].join('/'),
  );
}

function dependenciesIn(text: string): ReadonlySet<string> {
  try {
    const { dependencies, devDependencies } = JSON.parse(text) as Record<string, object | undefined>;
    return new Set([...Object.keys(dependencies ?? {}), ...Object.keys(devDependencies ?? {})]);
  } catch {
    return new Set();
  }
}

/** A generated client with an output of its own is a file of the project, whose form is not known here. */
function clientIsElsewhere(project: PackageFiles, manifest: string): boolean {
  return near(project, manifest, /\.prisma$/).some((text) =>
    /\bgenerator\s+\w+\s*\{[^}]*\boutput\s*=/.test(text),
  );
}

const settings =
  /(?:^|\/)(?:knexfile|ormconfig|data-?source|drizzle\.config|kysely\.config|mikro-orm\.config|prisma\.config|config\/(?:config|database))\.[cm]?[jt]s$|\.prisma$/i;
const named = /(?:process\.env(?:\.|\[['"])|\benv\(\s*['"])([A-Z][A-Z0-9_]*)/g;

/** What the settings of the database take its address from; DATABASE_URL where they do not say it. */
function addressIn(project: PackageFiles, manifest: string): string {
  const names = near(project, manifest, settings).flatMap((text) =>
    [...text.matchAll(named)].map((match) => match[1] ?? ''),
  );
  const isAddress = (name: string): boolean =>
    /(?:URL|URI|DSN|CONNECTION(?:_STRING)?)$/.test(name) &&
    /DATABASE|DB|PG|POSTGRES|MYSQL|MARIA|SQL|DSN/.test(name) &&
    !/SHADOW|TEST|REPLICA|READ|REDIS|MONGO/.test(name);
  return names.find(isAddress) ?? 'DATABASE_URL';
}

/** Texts of the files of a package whose path is of that form. */
function near(project: PackageFiles, manifest: string, form: RegExp): readonly string[] {
  const folder = manifest.slice(0, manifest.lastIndexOf('/') + 1);
  return project.files
    .filter((file) => file.startsWith(folder) && form.test(file) && !file.includes('node_modules/'))
    .map((file) => project.textOf(file) ?? '');
}
