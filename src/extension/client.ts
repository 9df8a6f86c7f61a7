import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  TransportKind,
  type LanguageClientOptions,
  type ServerOptions,
} from 'vscode-languageclient/node';
import { madeWithContents } from './new-files';
import { LanguageStatus } from './status';

const languages = ['sql', 'typescript', 'typescriptreact', 'javascript', 'javascriptreact', 'prisma'];
const mostRestarts = 3;

/** The language server as the extension sees it: started once, restarted three times, then left alone. */
export class EvolensClient implements vscode.Disposable {
  private starting: Promise<LanguageClient> | null = null;
  private crashes = 0;
  private readonly listeners: { readonly name: string; readonly listener: () => void }[] = [];
  private readonly status = new LanguageStatus();

  constructor(
    private readonly context: vscode.ExtensionContext,
    readonly log: vscode.LogOutputChannel,
  ) {}

  get isStarted(): boolean {
    return this.starting !== null;
  }

  async start(): Promise<void> {
    await this.running();
  }

  /** Asks the server, starting it when needed. */
  async ask<Answer>(request: string, question?: unknown): Promise<Answer> {
    const client = await this.running();
    return client.sendRequest<Answer>(request, question);
  }

  /** Called with every notification of that name, over restarts too. To be set up before the first start. */
  onNotification(name: string, listener: () => void): void {
    this.listeners.push({ name, listener });
  }

  async restart(): Promise<void> {
    await this.stop();
    this.crashes = 0;
    await this.start();
  }

  async stop(): Promise<void> {
    const client = await this.starting?.catch(() => null);
    this.starting = null;
    await client?.stop();
  }

  dispose(): void {
    this.status.dispose();
    void this.stop();
  }

  private running(): Promise<LanguageClient> {
    return (this.starting ??= this.launch());
  }

  private async launch(): Promise<LanguageClient> {
    this.status.busy();
    const module = this.context.asAbsolutePath('dist/server.js');
    // The optimising WebAssembly compiler costs hundreds of megabytes for the parser and wins nothing here.
    const execArgv = ['--liftoff-only'];
    const server: ServerOptions = {
      run: { module, transport: TransportKind.ipc, options: { execArgv } },
      debug: {
        module,
        transport: TransportKind.ipc,
        options: { execArgv: [...execArgv, '--nolazy', '--inspect=6009'] },
      },
    };
    const client = new LanguageClient('evolens', 'Evolens', server, this.clientOptions());
    for (const { name, listener } of this.listeners) client.onNotification(name, listener);
    try {
      await client.start();
      this.status.ready();
      return client;
    } catch (error) {
      this.status.failed();
      this.starting = null;
      throw error;
    }
  }

  private clientOptions(): LanguageClientOptions {
    return {
      documentSelector: [
        ...languages.map((language) => ({ scheme: 'file', language })),
        { scheme: 'file', pattern: '**/evolens.yml' },
        { scheme: 'file', pattern: '**/*.evolution.yml' },
      ],
      outputChannel: this.log,
      // Without it the client forgets documents that are open but not yet shown while it starts (seen in 10.1.2).
      textSynchronization: { delayOpenNotifications: true },
      synchronize: {
        fileEvents: vscode.workspace.createFileSystemWatcher(
          '**/{*.sql,*.ts,*.tsx,*.js,*.jsx,*.prisma,evolens.yml,*.evolution.yml,package.json,tsconfig.json}',
        ),
      },
      initializationOptions: {
        debounce: vscode.workspace.getConfiguration('evolens').get<number>('typingPause', 300),
      },
      middleware: {
        provideCodeActions: async (document, range, context, token, next) =>
          (await next(document, range, context, token))?.map(madeWithContents),
        provideCodeLenses: (document, token, next) => {
          const settings = vscode.workspace.getConfiguration('evolens', document.uri);
          return settings.get<boolean>('columnLenses', true) ? next(document, token) : [];
        },
      },
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => this.afterCrash(),
      },
    };
  }

  private afterCrash(): { action: CloseAction; handled: boolean } {
    this.crashes++;
    if (this.crashes <= mostRestarts) return { action: CloseAction.Restart, handled: true };
    this.status.failed();
    this.starting = null;
    const restart = vscode.l10n.t('Restart');
    const open = vscode.l10n.t('Show Output');
    void vscode.window
      .showErrorMessage(
        vscode.l10n.t('Evolens stopped {0} times and was not started again.', mostRestarts + 1),
        restart,
        open,
      )
      .then((choice) => {
        if (choice === restart) void this.restart();
        if (choice === open) this.log.show();
      });
    return { action: CloseAction.DoNotRestart, handled: true };
  }
}
