import * as vscode from 'vscode';

/** Resolves when `condition` gives something other than undefined or false; asks again after every diagnostics event and every 200 ms. */
export async function eventually<T>(condition: () => T | undefined | false): Promise<T> {
  for (;;) {
    const found = condition();
    if (found !== undefined && found !== false) return found;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, 200);
      const listener = vscode.languages.onDidChangeDiagnostics(done);
      function done(): void {
        clearTimeout(timer);
        listener.dispose();
        resolve();
      }
    });
  }
}

export function folder(): vscode.Uri {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  if (first === undefined) throw new Error('no workspace folder is open');
  return first.uri;
}

export function fileUri(path: string): vscode.Uri {
  return vscode.Uri.joinPath(folder(), path);
}

/** Writes a file and opens it. */
export async function openNew(path: string, text: string): Promise<vscode.TextDocument> {
  await vscode.workspace.fs.writeFile(fileUri(path), Buffer.from(text));
  const document = await vscode.workspace.openTextDocument(fileUri(path));
  await vscode.window.showTextDocument(document);
  return document;
}

export function ours(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter((diagnostic) => diagnostic.source === 'evolens');
}

/** The rule a diagnostic is about. */
export function ruleOf(diagnostic: vscode.Diagnostic): string {
  return typeof diagnostic.code === 'object' ? String(diagnostic.code.value) : String(diagnostic.code);
}

/** The first diagnostic of a rule on a document, as soon as there is one. */
export function diagnosticOf(uri: vscode.Uri, rule: string): Promise<vscode.Diagnostic> {
  return eventually(() => ours(uri).find((diagnostic) => ruleOf(diagnostic) === rule));
}
