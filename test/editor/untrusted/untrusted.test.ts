import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { diagnosticOf, fileUri } from '../workbench';

describe('Evolens in Restricted Mode', () => {
  it('runs in a workspace that is not trusted, and judges as ever', async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    const file = fileUri('prisma/migrations/29990101000000_untrusted/migration.sql');
    await vscode.workspace.fs.writeFile(file, Buffer.from('DROP TABLE "Order";\n'));
    const document = await vscode.workspace.openTextDocument(file);
    const diagnostic = await diagnosticOf(document.uri, 'drop-table');
    assert.equal(diagnostic.severity, vscode.DiagnosticSeverity.Error);
  });
});
