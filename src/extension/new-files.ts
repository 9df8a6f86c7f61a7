import * as vscode from 'vscode';
import { showCreatedCommand } from '../server/protocol';

/**
 * A code action that makes files, with what they hold said as they are made. LSP can only make an empty file and
 * change it afterwards, for which the editor would open every one of them as a document and save it again.
 */
export function madeWithContents(
  action: vscode.Command | vscode.CodeAction,
): vscode.Command | vscode.CodeAction {
  if (!(action instanceof vscode.CodeAction) || action.edit === undefined) return action;
  if (action.command?.command !== showCreatedCommand) return action;
  const [, created] = (action.command.arguments ?? []) as [unknown, (readonly string[])?];
  action.edit = withContents(action.edit, new Set(created));
  return action;
}

/** The same files and texts; nothing that exists is overwritten. `created` are the URIs of files that the edit makes. */
function withContents(edit: vscode.WorkspaceEdit, created: ReadonlySet<string>): vscode.WorkspaceEdit {
  const made = new vscode.WorkspaceEdit();
  const entries = edit.entries();
  for (const [uri, changes] of entries)
    if (created.has(uri.toString()))
      made.createFile(uri, {
        overwrite: false,
        ignoreIfExists: false,
        contents: new TextEncoder().encode(changes.map(({ newText }) => newText).join('')),
      });
  for (const [uri, changes] of entries) if (!created.has(uri.toString())) made.set(uri, changes);
  return made;
}
