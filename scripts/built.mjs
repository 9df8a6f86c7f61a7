// Runs a script of this folder bundled as users get the code: minified, with the parser alone of TypeScript.
// usage: node [options of node] scripts/built.mjs SCRIPT [ARGUMENTS], e.g. node scripts/built.mjs bench-code /tmp/unleash
// NAMES=1 keeps the names of functions, for profiles.
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { bundle } from './bundle.mjs';

const [script, ...rest] = process.argv.slice(2);
const folder = path.join(import.meta.dirname, '../out/built');
await bundle({ [script]: `scripts/${script}.ts` }, folder, { names: process.env.NAMES === '1' });
const entry = path.join(folder, `${script}.js`);
process.exit(
  spawnSync(process.execPath, [...process.execArgv, entry, ...rest], { stdio: 'inherit' }).status ?? 1,
);
