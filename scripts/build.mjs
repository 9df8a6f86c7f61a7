// Builds dist/: extension.js, server.js, cli.js, and the heavy parts they load on first use.
import fs from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { leanTypeScript } from './lean-typescript.mjs';

const root = path.join(import.meta.dirname, '..');
const dist = path.join(root, 'dist');

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

fs.rmSync(dist, { recursive: true, force: true });
fs.mkdirSync(path.join(root, 'out'), { recursive: true });
const result = await build({
  absWorkingDir: root,
  entryPoints: {
    extension: 'src/extension/extension.ts',
    server: 'src/server/main.ts',
    cli: 'src/cli/main.ts',
    ...Object.fromEntries(lazyParts.map((part) => [part.name, part.module])),
  },
  outdir: dist,
  bundle: true,
  minify: true,
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
  path.join(dist, 'libpg-query.wasm'),
);
fs.writeFileSync(path.join(dist, 'THIRD_PARTY_NOTICES.txt'), notices(result.metafile));
for (const [file, output] of Object.entries(result.metafile.outputs))
  console.log(`${file} ${Math.round(output.bytes / 1024)} kB`);

/** Licences of everything that ended up in a bundle. */
function notices(metafile) {
  const packages = new Set(['libpg-query', 'typescript']);
  for (const input of Object.keys(metafile.inputs)) {
    const match = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(input);
    if (match !== null) packages.add(match[1]);
  }
  return [...packages].sort().map(notice).join('\n\n----------------------------------------\n\n');
}

function notice(name) {
  const folder = path.join(root, 'node_modules', name);
  if (!fs.existsSync(path.join(folder, 'package.json'))) return name;
  const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const file = fs.readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? '' : fs.readFileSync(path.join(folder, file), 'utf8').trim();
  return `${name} ${manifest.version} (${manifest.license})\n\n${text}`;
}
