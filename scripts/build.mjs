// Builds dist/: extension.js, server.js, cli.js, and the heavy parts they load on first use.
import fs from 'node:fs';
import path from 'node:path';
import { bundle } from './bundle.mjs';

const root = path.join(import.meta.dirname, '..');
const dist = path.join(root, 'dist');

fs.rmSync(dist, { recursive: true, force: true });
fs.mkdirSync(path.join(root, 'out'), { recursive: true });
const metafile = await bundle(
  { extension: 'src/extension/extension.ts', server: 'src/server/main.ts', cli: 'src/cli/main.ts' },
  dist,
);
fs.writeFileSync(path.join(dist, 'THIRD_PARTY_NOTICES.txt'), notices(metafile));
for (const [file, output] of Object.entries(metafile.outputs))
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
