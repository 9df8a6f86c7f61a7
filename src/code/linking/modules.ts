import { isRecord, readLooseJson } from './json';

const endings = [
  '',
  '.ts',
  '.tsx',
  '.mts',
  '.cts',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '/index.ts',
  '/index.tsx',
  '/index.mts',
  '/index.js',
  '/index.jsx',
];

interface PathConfig {
  readonly dir: string;
  readonly baseUrl: string | null;
  readonly paths: readonly { readonly pattern: string; readonly targets: readonly string[] }[];
}

interface Package {
  readonly dir: string;
  readonly entries: readonly string[];
  readonly exports: unknown;
}

export type ResolveModule = (from: string, specifier: string) => string | null;

/**
 * Finds the file of the workspace an import means: relative, by `paths` or `baseUrl` of the nearest tsconfig, or by the
 * name of a package of the same repository. null: an installed package, or nothing known.
 */
export function createModuleResolver(
  files: ReadonlySet<string>,
  tsconfigs: ReadonlyMap<string, string>,
  packageJsons: ReadonlyMap<string, string>,
): ResolveModule {
  const configs = readConfigs(tsconfigs);
  const packages = readPackages(packageJsons);
  const subpaths = readSubpaths(packageJsons);
  const cache = new Map<string, string | null>();

  const existing = (path: string): string | null => {
    const clean = normalise(path);
    if (clean === null) return null;
    for (const ending of endings) if (files.has(clean + ending)) return clean + ending;
    const source = clean.replace(/\.(m|c)?jsx?$/, (_, flavour: string | undefined) => `.${flavour ?? ''}ts`);
    if (source === clean) return null;
    return files.has(source) ? source : files.has(`${source}x`) ? `${source}x` : null;
  };

  const byPaths = (from: string, specifier: string): string | null => {
    for (let dir: string | null = dirOf(from); dir !== null; dir = dir === '' ? null : dirOf(dir)) {
      for (const config of configs.get(dir) ?? []) {
        const found = config.paths
          .flatMap(({ pattern, targets }) => substitute(pattern, targets, specifier))
          .map((target) => existing(join(join(config.dir, config.baseUrl ?? ''), target)))
          .find((file) => file !== null);
        if (found) return found;
        const based =
          config.baseUrl === null ? null : existing(join(join(config.dir, config.baseUrl), specifier));
        if (based) return based;
      }
    }
    return null;
  };

  const byPackage = (specifier: string): string | null => {
    const parts = specifier.split('/');
    const name = parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
    const found = packages.get(name);
    if (!found) return null;
    const rest = specifier.slice(name.length + 1);
    const exported = exportTargets(found.exports, rest === '' ? '.' : `./${rest}`);
    const tried =
      rest === ''
        ? [...exported, ...found.entries, 'src/index', 'index', 'src/main']
        : [...exported, rest, `src/${rest}`, `lib/${rest}`];
    return (
      tried.map((entry) => existing(join(found.dir, asSource(entry)))).find((file) => file !== null) ?? null
    );
  };

  /** `#data/orders`, by `imports` of the nearest package. Source: nodejs.org/api/packages, "Subpath imports". */
  const bySubpath = (from: string, specifier: string): string | null => {
    for (let dir: string | null = dirOf(from); dir !== null; dir = dir === '' ? null : dirOf(dir)) {
      const own = subpaths.get(dir);
      if (!own) continue;
      const folder = dir;
      const targets = Object.entries(own).flatMap(([pattern, target]) =>
        substitute(pattern, conditions(target), specifier),
      );
      return (
        targets
          .flatMap((target) => [target, asSource(target)])
          .map((target) => existing(join(folder, target)))
          .find((file) => file !== null) ?? null
      );
    }
    return null;
  };

  return (from, specifier) => {
    const key = `${dirOf(from)}\0${specifier}`;
    const known = cache.get(key);
    if (known !== undefined) return known;
    const found = specifier.startsWith('.')
      ? existing(join(dirOf(from), specifier))
      : (byPaths(from, specifier) ??
        (specifier.startsWith('#') ? bySubpath(from, specifier) : byPackage(specifier)));
    cache.set(key, found);
    return found;
  };
}

function readConfigs(tsconfigs: ReadonlyMap<string, string>): Map<string, PathConfig[]> {
  const byDir = new Map<string, PathConfig[]>();
  for (const [file, text] of tsconfigs) {
    const json = readLooseJson(text);
    const options = isRecord(json) && isRecord(json['compilerOptions']) ? json['compilerOptions'] : null;
    if (!options) continue;
    const paths = isRecord(options['paths']) ? options['paths'] : {};
    const baseUrl = typeof options['baseUrl'] === 'string' ? options['baseUrl'] : null;
    const entries = Object.entries(paths).map(([pattern, targets]) => ({
      pattern,
      targets: Array.isArray(targets) ? targets.filter((target) => typeof target === 'string') : [],
    }));
    if (entries.length === 0 && baseUrl === null) continue;
    const dir = dirOf(file);
    byDir.set(dir, [...(byDir.get(dir) ?? []), { dir, baseUrl, paths: entries }]);
  }
  return byDir;
}

function readPackages(packageJsons: ReadonlyMap<string, string>): Map<string, Package> {
  const packages = new Map<string, Package>();
  for (const [file, text] of packageJsons) {
    const json = readLooseJson(text);
    if (!isRecord(json) || typeof json['name'] !== 'string') continue;
    const entries = ['source', 'types', 'typings', 'module', 'main']
      .map((key) => json[key])
      .filter((entry) => typeof entry === 'string');
    packages.set(json['name'], { dir: dirOf(file), entries, exports: json['exports'] });
  }
  return packages;
}

/** `imports` of each package that has some, by its folder. */
function readSubpaths(
  packageJsons: ReadonlyMap<string, string>,
): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  const found = new Map<string, Readonly<Record<string, unknown>>>();
  for (const [file, text] of packageJsons) {
    if (!text.includes('"imports"')) continue;
    const json = readLooseJson(text);
    if (isRecord(json) && isRecord(json['imports'])) found.set(dirOf(file), json['imports']);
  }
  return found;
}

/** Targets of a package's `exports` for `.` or `./sub`, most telling conditions first. */
function exportTargets(exports: unknown, key: string): string[] {
  if (typeof exports === 'string') return key === '.' ? [exports] : [];
  if (!isRecord(exports)) return [];
  if (!Object.keys(exports).some((name) => name.startsWith('.')))
    return key === '.' ? conditions(exports) : [];
  return Object.entries(exports).flatMap(([pattern, target]) => {
    const texts = conditions(target);
    return substitute(pattern, texts, key);
  });
}

function conditions(target: unknown): string[] {
  if (typeof target === 'string') return [target];
  return isRecord(target) ? Object.values(target).flatMap(conditions) : [];
}

/** `@app/*` → [`src/*`] applied to `@app/x` gives `src/x`. */
function substitute(pattern: string, targets: readonly string[], specifier: string): string[] {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === specifier ? [...targets] : [];
  const head = pattern.slice(0, star);
  const tail = pattern.slice(star + 1);
  if (
    !specifier.startsWith(head) ||
    !specifier.endsWith(tail) ||
    specifier.length < head.length + tail.length
  )
    return [];
  const middle = specifier.slice(head.length, specifier.length - tail.length);
  return targets.map((target) => target.replace('*', middle));
}

/** A built entry means its source: `./dist/index.js` → `./src/index`. */
function asSource(entry: string): string {
  return entry
    .replace(/^(\.\/)?(?:dist|build|lib|out)\/(?:cjs\/|esm\/|types\/)?/, 'src/')
    .replace(/\.d\.[cm]?ts$|\.[cm]?js$/, '');
}

function dirOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

function join(dir: string, rest: string): string {
  return dir === '' ? rest : `${dir}/${rest}`;
}

/** Without `.` and `..`; null when it leaves the root. */
function normalise(path: string): string | null {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join('/');
}
