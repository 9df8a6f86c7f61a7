// How every bundle is made: each from its entry, the heavy parts in files of their own.
import fs from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { leanTypeScript } from './lean-typescript.mjs';

const root = path.join(import.meta.dirname, '..');

/** Parts that stay in files of their own: loaded on first use, they would cost every start 120 ms and 50 MB. */
const lazyParts = [
  { name: 'typescript', module: 'src/code/readers.ts' },
  { name: 'checker', module: 'src/code/confirm/confirm-calls.ts' },
  { name: 'sql-parser-cst', module: 'src/sql/cst/parser.ts' },
];

/** Turns an import of a lazy part from elsewhere into a `require` of its own bundle. */
const keepApart = {
  name: 'keep lazy parts apart',
  setup(context) {
    context.onResolve({ filter: /^\./ }, (asked) => {
      if (asked.kind === 'entry-point') return undefined;
      const target = path.join(asked.resolveDir, asked.path);
      const part = lazyParts.find((candidate) => path.join(root, candidate.module) === `${target}.ts`);
      return part === undefined ? undefined : { path: `./${part.name}.js`, external: true };
    });
  },
};

/** Bundles the entries and the heavy parts into a folder; gives esbuild's metafile. `names`: identifiers stay readable. */
export async function bundle(entryPoints, outdir, { names = false } = {}) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: {
      ...entryPoints,
      ...Object.fromEntries(lazyParts.map((part) => [part.name, part.module])),
    },
    outdir,
    bundle: true,
    minify: !names,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['vscode'],
    plugins: [keepApart, leanTypeScript(root)],
    logOverride: { 'import-is-undefined': 'error' },
    metafile: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
  fs.copyFileSync(
    path.join(root, 'node_modules/libpg-query/wasm/libpg-query.wasm'),
    path.join(outdir, 'libpg-query.wasm'),
  );
  return metafile;
}
