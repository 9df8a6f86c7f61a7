import * as vscode from 'vscode';
import { reportRequest, type ReportAnswer } from '../server/protocol';
import type { EvolensClient } from './client';

const viewType = 'evolens.riskReport';

interface OpenPlace {
  readonly command: 'open';
  readonly file: string;
  readonly line: number;
}
interface CopyMarkdown {
  readonly command: 'copy';
}
type FromPage = OpenPlace | CopyMarkdown;

let shown: { readonly panel: vscode.WebviewPanel; asked: vscode.Uri | null; root: string | null } | null =
  null;

/** Shows the risk report of a file, or of the workspace when `uri` is null, in the one panel there is. */
export async function showReport(
  context: vscode.ExtensionContext,
  client: EvolensClient,
  uri: vscode.Uri | null,
): Promise<void> {
  const media = vscode.Uri.joinPath(context.extensionUri, 'media');
  const state = (shown ??= createPanel(context, client, media));
  state.asked = uri;
  state.panel.reveal(undefined, false);
  const { webview } = state.panel;
  const answer = await client.ask<ReportAnswer>(reportRequest, {
    uri: uri?.toString() ?? null,
    format: 'webview',
    cspSource: webview.cspSource,
    nonce: nonce(),
    stylesUri: webview.asWebviewUri(vscode.Uri.joinPath(media, 'report.css')).toString(),
    scriptUri: webview.asWebviewUri(vscode.Uri.joinPath(media, 'report.js')).toString(),
  });
  state.root = answer.root;
  webview.html = answer.text;
}

function createPanel(
  context: vscode.ExtensionContext,
  client: EvolensClient,
  media: vscode.Uri,
): NonNullable<typeof shown> {
  const panel = vscode.window.createWebviewPanel(
    viewType,
    vscode.l10n.t('Risk Report'),
    vscode.ViewColumn.Active,
    { enableScripts: true, localResourceRoots: [media] },
  );
  panel.iconPath = vscode.Uri.joinPath(media, 'icon.svg');
  panel.onDidDispose(() => {
    shown = null;
  });
  context.subscriptions.push(
    panel.webview.onDidReceiveMessage((message: FromPage) => void answerPage(client, message)),
  );
  return { panel, asked: null, root: null };
}

async function answerPage(client: EvolensClient, message: FromPage): Promise<void> {
  if (message.command === 'open') await openPlace(message);
  else {
    const answer = await client.ask<ReportAnswer>(reportRequest, {
      uri: shown?.asked?.toString() ?? null,
      format: 'markdown',
    });
    await vscode.env.clipboard.writeText(answer.text);
    void vscode.window.setStatusBarMessage(
      vscode.l10n.t('The report is on the clipboard as Markdown.'),
      5000,
    );
  }
}

/** Opens a file of the report; a path that leads out of the workspace is not followed. */
async function openPlace(place: OpenPlace): Promise<void> {
  if (place.file.split('/').includes('..')) return;
  const roots =
    shown?.root == null
      ? (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri)
      : [vscode.Uri.parse(shown.root)];
  for (const root of roots) {
    const uri = vscode.Uri.joinPath(root, place.file);
    if (!(await exists(uri))) continue;
    const position = new vscode.Position(Math.max(0, place.line), 0);
    await vscode.window.showTextDocument(uri, {
      selection: new vscode.Range(position, position),
      viewColumn: vscode.ViewColumn.Beside,
    });
    return;
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

/** Unguessable, so that no text of the workspace can carry it. */
function nonce(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
}
