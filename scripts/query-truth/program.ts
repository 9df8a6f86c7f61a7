import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { isTest } from '../../src/code/code-files';

/** A project as the TypeScript checker sees it. Packages that are not installed stay unknown to it. */
export interface Checked {
  readonly root: string;
  readonly checker: ts.TypeChecker;
  /** Files of the project that are not tests, declarations or built. */
  readonly files: readonly ts.SourceFile[];
}

const skipped = new Set([
  'node_modules',
  '.git',
  'dist',
  'build',
  'out',
  'coverage',
  'vendor',
  'generated',
  '.next',
]);

/** Loads every source file of a folder into one program; path aliases and workspace packages lead to their sources. */
export function checkProject(root: string): Checked {
  const files: string[] = [];
  const packages = new Map<string, string>();
  const aliases: { readonly pattern: RegExp; readonly targets: readonly string[]; readonly scope: string }[] =
    [];
  walk(root, (file) => {
    const name = path.basename(file);
    if (name === 'package.json') {
      const { name: own } = readJson(file) as { name?: string };
      if (own !== undefined) packages.set(own, path.dirname(file));
    } else if (/^tsconfig.*\.json$/.test(name)) aliases.push(...aliasesOf(file));
    else if (/\.(?:[cm]?[jt]s|[jt]sx)$/.test(name) && !/\.d\.[cm]?ts$|\.min\.js$/.test(name)) {
      if (!isTest(path.relative(root, file)) && fs.statSync(file).size < 1_000_000) files.push(file);
    }
  });
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowJs: true,
    jsx: ts.JsxEmit.Preserve,
    experimentalDecorators: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    strict: true,
  };
  const host = ts.createCompilerHost(options, true);
  const known = new Set(files);
  host.resolveModuleNameLiterals = (literals, containing) =>
    literals.map(({ text }) => {
      const found = resolve(text, containing, known, packages, aliases);
      return {
        resolvedModule:
          found === null
            ? undefined
            : { resolvedFileName: found, extension: path.extname(found), isExternalLibraryImport: false },
      };
    });
  const program = ts.createProgram(files, options, host);
  return {
    root,
    checker: program.getTypeChecker(),
    files: program.getSourceFiles().filter((file) => known.has(file.fileName)),
  };
}

function walk(folder: string, visit: (file: string) => void): void {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    if (skipped.has(entry.name)) continue;
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) walk(file, visit);
    else if (entry.isFile()) visit(file);
  }
}

function readJson(file: string): unknown {
  return ts.parseConfigFileTextToJson(file, fs.readFileSync(file, 'utf8')).config ?? {};
}

function aliasesOf(file: string): { pattern: RegExp; targets: readonly string[]; scope: string }[] {
  const { compilerOptions } = readJson(file) as {
    compilerOptions?: { baseUrl?: string; paths?: Record<string, readonly string[]> };
  };
  const scope = path.dirname(file);
  const base = path.resolve(scope, compilerOptions?.baseUrl ?? '.');
  return Object.entries(compilerOptions?.paths ?? {}).map(([alias, targets]) => ({
    pattern: new RegExp(`^${alias.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace('*', '(.*)')}$`),
    targets: targets.map((target) => path.resolve(base, target)),
    scope,
  }));
}

function resolve(
  name: string,
  containing: string,
  known: ReadonlySet<string>,
  packages: ReadonlyMap<string, string>,
  aliases: readonly {
    readonly pattern: RegExp;
    readonly targets: readonly string[];
    readonly scope: string;
  }[],
): string | null {
  if (name.startsWith('.')) return asFile(path.resolve(path.dirname(containing), name), known);
  for (const { pattern, targets, scope } of aliases) {
    const match = containing.startsWith(scope + path.sep) ? pattern.exec(name) : null;
    if (match === null) continue;
    for (const target of targets) {
      const found = asFile(target.replace('*', match[1] ?? ''), known);
      if (found !== null) return found;
    }
  }
  const owner = [...packages.keys()].find((one) => name === one || name.startsWith(`${one}/`));
  if (owner === undefined) return null;
  const folder = packages.get(owner) ?? '';
  const rest = name.slice(owner.length + 1);
  const tries = rest === '' ? ['src/index', 'index', 'src'] : [`src/${rest}`, rest, `${rest}/src/index`];
  return tries.map((one) => asFile(path.join(folder, one), known)).find((one) => one !== null) ?? null;
}

function asFile(stem: string, known: ReadonlySet<string>): string | null {
  const bare = stem.replace(/\.[cm]?jsx?$/, '');
  const tries = [
    stem,
    ...['.ts', '.tsx', '.mts', '.js', '.jsx', '/index.ts', '/index.tsx', '/index.js'].map(
      (end) => bare + end,
    ),
  ];
  return tries.find((one) => known.has(one)) ?? null;
}
