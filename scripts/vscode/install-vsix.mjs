// Installs a packaged extension into the VS Code server and sees that it is there. usage: install-vsix.mjs FILE
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { installServer, serverFolder } from './workbench.mjs';

const sizeLimit = 4 * 1024 * 1024;
const file = path.resolve(process.argv[2] ?? 'out/evolens.vsix');
const size = fs.statSync(file).size;
console.log(`${path.basename(file)}: ${(size / 1024 / 1024).toFixed(2)} MB`);
if (size > sizeLimit) throw new Error(`The package is larger than ${sizeLimit / 1024 / 1024} MB.`);

installServer();
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'evolens-extensions-'));
const data = fs.mkdtempSync(path.join(os.tmpdir(), 'evolens-data-'));
const run = (...words) =>
  spawnSync(
    process.execPath,
    [
      path.join(serverFolder, 'lib/vscode/out/server-main.js'),
      '--accept-server-license-terms',
      '--extensions-dir',
      folder,
      '--server-data-dir',
      data,
      ...words,
    ],
    { encoding: 'utf8', env: { ...process.env, EXTENSIONS_GALLERY: '{}' } },
  );
const installed = run('--install-extension', file);
const listed = run('--list-extensions', '--show-versions');
if (!/^evolens\.evolens@/m.test(listed.stdout)) {
  console.error(installed.stdout, installed.stderr, listed.stdout, listed.stderr);
  throw new Error('The packaged extension was not installed.');
}
console.log(`installed ${listed.stdout.trim()}`);
process.exit(0);
