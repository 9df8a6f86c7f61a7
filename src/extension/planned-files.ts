import * as vscode from 'vscode';
import type { PlannedFile } from '../server/protocol';

const scheme = 'evolens-planned';

/**
 * Shows every file of an evolution as it would be, beside what it is now, and asks. true: it is to be written. Not by
 * edits that need confirmation: the editor shows those unticked, so that its "Apply" would write nothing.
 */
export async function confirmFiles(name: string, files: readonly PlannedFile[]): Promise<boolean> {
  const texts = new Map(files.map(({ uri, after }) => [plannedUri(uri).toString(), after]));
  const title = vscode.l10n.t('{0} (not written yet)', name);
  const provider = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
  });
  try {
    await vscode.commands.executeCommand(
      'vscode.changes',
      title,
      files.map(({ uri, before }) => {
        const file = vscode.Uri.parse(uri);
        return [file, before === null ? undefined : file, plannedUri(uri)];
      }),
    );
    return await ask(name, files);
  } finally {
    await closePreview(title);
    provider.dispose();
  }
}

function plannedUri(uri: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path: vscode.Uri.parse(uri).path });
}

async function ask(name: string, files: readonly PlannedFile[]): Promise<boolean> {
  const made = files.filter(({ before }) => before === null).length;
  const write = {
    label: vscode.l10n.t('$(check) Write {0} files', files.length),
    description: vscode.l10n.t('{0} new, {1} changed', made, files.length - made),
  };
  const leave = { label: vscode.l10n.t('$(close) Write nothing') };
  const choice = await vscode.window.showQuickPick([write, leave], {
    title: name,
    placeHolder: vscode.l10n.t('Nothing is written yet. Look through the files, then choose.'),
    ignoreFocusOut: true,
  });
  return choice === write;
}

/** Such a tab is known by its title only, behind which the editor counts the files. */
async function closePreview(title: string): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  await vscode.window.tabGroups.close(tabs.filter(({ label }) => label.startsWith(title)));
}

/** Writes them as one step that can be undone; why not, or null. Nothing is overwritten that was changed meanwhile. */
export async function writeFiles(files: readonly PlannedFile[]): Promise<string | null> {
  const edit = new vscode.WorkspaceEdit();
  for (const { uri, before, after } of files) {
    const file = vscode.Uri.parse(uri);
    if (before === null) {
      const contents = new TextEncoder().encode(after);
      edit.createFile(file, { overwrite: false, ignoreIfExists: false, contents });
      continue;
    }
    const document = await vscode.workspace.openTextDocument(file);
    if (document.getText() !== before)
      return vscode.l10n.t(
        'Nothing was written: {0} has changed since the plan was made. Plan again.',
        vscode.workspace.asRelativePath(file),
      );
    edit.replace(file, ...changedPart(document, before, after));
  }
  return (await vscode.workspace.applyEdit(edit))
    ? null
    : vscode.l10n.t(
        'Nothing was written: the editor did not apply the edit. One of the files may exist by now.',
      );
}

/** What lies between the beginning and the end that two texts have in common. */
function changedPart(document: vscode.TextDocument, before: string, after: string): [vscode.Range, string] {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const range = new vscode.Range(document.positionAt(start), document.positionAt(before.length - end));
  return [range, after.slice(start, after.length - end)];
}
