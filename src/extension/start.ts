import * as vscode from 'vscode';
import type { EvolensClient } from './client';

const alwaysOurs = new Set(['sql', 'prisma']);
const code = new Set(['typescript', 'typescriptreact', 'javascript', 'javascriptreact']);
/** A workspace with one of these has migrations or is set up for Evolens. */
const signs =
  '{**/evolens.yml,**/{migration,migrations,alterations}/**/*.{sql,ts,js,mts,cts,mjs,cjs},**/migration.sql,**/schema.prisma,**/*.evolution.yml}';

/** Starts the client with the first open document that it can say something about. */
export function watchForWork(context: vscode.ExtensionContext, client: EvolensClient): void {
  const consider = async (document: vscode.TextDocument): Promise<void> => {
    if (!client.isIdle || document.uri.scheme !== 'file') return;
    if (
      alwaysOurs.has(document.languageId) ||
      isOurs(document) ||
      (code.has(document.languageId) && (await hasMigrations()))
    )
      await client.start();
  };
  context.subscriptions.push(vscode.workspace.onDidOpenTextDocument((document) => void consider(document)));
  for (const document of vscode.workspace.textDocuments) void consider(document);
}

function isOurs(document: vscode.TextDocument): boolean {
  return /(?:^|\/)evolens\.yml$|\.evolution\.yml$/.test(document.uri.path);
}

async function hasMigrations(): Promise<boolean> {
  const found = await vscode.workspace.findFiles(signs, '**/node_modules/**', 1);
  return found.length > 0;
}
