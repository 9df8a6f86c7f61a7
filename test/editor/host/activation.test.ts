import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';

/** Milliseconds of the processor that activation may take (docs/architecture.md). */
const budget = 50;

describe('activation', () => {
  it('loads in less than its budget: nothing heavy is part of it', () => {
    const { extensionPath } = vscode.extensions.getExtension('evolens.evolens')!;
    const main = require.resolve(join(extensionPath, 'dist/extension.js'));
    // Time of the processor, not of the clock, and the least of several: a machine under load is not a fault.
    const taken = Array.from({ length: 5 }, () => {
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- loaded anew, as by a host that starts
      delete require.cache[main];
      const before = process.cpuUsage();
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- the file under test
      assert.equal(typeof (require(main) as { activate: unknown }).activate, 'function');
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    });
    assert.ok(Math.min(...taken) < budget, taken.join(', '));
  });
});
