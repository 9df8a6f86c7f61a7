import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { diagnosticOf, openNew } from '../workbench';

describe('Evolens in Restricted Mode', () => {
  it('runs in a workspace that is not trusted, and judges as ever', async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    const document = await openNew(
      'prisma/migrations/29990101000000_untrusted/migration.sql',
      'DROP TABLE "Order";\n',
    );
    const diagnostic = await diagnosticOf(document.uri, 'drop-table');
    assert.equal(diagnostic.severity, vscode.DiagnosticSeverity.Error);
  });
});
