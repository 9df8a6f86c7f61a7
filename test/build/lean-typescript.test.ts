import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { leanTypeScript } from '../../scripts/lean-typescript.mjs';
import { isCodeFile } from '../../src/code/code-files';
import type { CodeReader } from '../../src/code/load';
import * as whole from '../../src/code/readers';

const root = path.join(__dirname, '../..');

/** Code of this repository, the broken and odd of the fixtures among it. */
const files = ['src', 'test', 'scripts', 'examples/shop'].flatMap((folder) =>
  fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .filter((file) => isCodeFile(file) && !file.includes('node_modules')),
);
const textOf = (file: string): string => fs.readFileSync(path.join(root, file), 'utf8');

describe('the parser that is shipped', () => {
  let folder = '';
  let lean: CodeReader;

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'evolens-lean-'));
    const outfile = path.join(folder, 'reader.js');
    await build({
      absWorkingDir: root,
      entryPoints: ['src/code/readers.ts'],
      outfile,
      bundle: true,
      minify: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      plugins: [leanTypeScript(root)],
      logOverride: { 'import-is-undefined': 'error' },
      logLevel: 'silent',
    });
    lean = createRequire(outfile)(outfile) as CodeReader;
  });

  after(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it('gives the facts that the whole TypeScript gives', () => {
    for (const file of files) assertSame(file, textOf(file));
  });

  it('recovers from broken text in the same way', () => {
    for (const [at, file] of files.entries()) {
      if (at % 6 !== 0) continue;
      const text = textOf(file);
      const place = Math.floor((text.length * ((at * 37) % 100)) / 100);
      assertSame(file, text.slice(0, place));
      assertSame(file, `${text.slice(0, place)} ({ <T ${text.slice(place)}`);
    }
  });

  function assertSame(file: string, text: string): void {
    const [ours, theirs] = [lean, whole].map((reader) => JSON.stringify(reader.readCodeFile(file, text)));
    assert.ok(ours === theirs, `${file} is read in another way`);
  }
});
