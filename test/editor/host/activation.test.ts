import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';

describe('activation', () => {
  // Its time is what "Developer: Show Running Extensions" says (test-ui.mjs prints it): a clock here would measure the machine.
  it('loads one small file: parsers and analysis are the server’s', () => {
    const { extensionPath } = vscode.extensions.getExtension('evolens.evolens')!;
    const main = readFileSync(join(extensionPath, 'dist/extension.js'), 'utf8');
    assert.ok(main.length < 600_000, `${main.length} characters`);
    const loaded = [...main.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name = '']) => name);
    assert.ok(loaded.includes('vscode'));
    assert.deepEqual(
      loaded.filter((name) => /^[./]|parser|libpg|ts-morph|typescript/.test(name)),
      [],
    );
  });
});
