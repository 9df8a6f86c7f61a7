import * as vscode from 'vscode';
import { registerCommands } from './commands';
import { EvolensClient } from './client';
import { showEvolutions } from './evolution-tree';
import { watchForWork } from './start';

/** What other extensions may use. */
export interface EvolensApi {
  readonly version: 1;
  /** Resolves when the language server runs; starts it when it does not. */
  ready(): Promise<void>;
}

let client: EvolensClient | null = null;

/** Registers commands and waits for work: the server starts with the first file it can say something about. */
export function activate(context: vscode.ExtensionContext): EvolensApi {
  const log = vscode.window.createOutputChannel('Evolens', { log: true });
  const own = (client = new EvolensClient(context, log));
  context.subscriptions.push(log, own);
  registerCommands(context, own);
  showEvolutions(context, own);
  watchForWork(context, own);
  return { version: 1, ready: () => own.start() };
}

export function deactivate(): Promise<void> | undefined {
  return client?.stop();
}
