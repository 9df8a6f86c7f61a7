import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  State,
  TransportKind,
  type LanguageClientOptions,
  type ServerOptions,
} from 'vscode-languageclient/node';
import { CrashPolicy } from './crash-policy';
import { madeWithContents } from './new-files';
import { LanguageStatus } from './status';

const languages = ['sql', 'typescript', 'typescriptreact', 'javascript', 'javascriptreact', 'prisma'];
const watched =
  '**/{*.sql,*.ts,*.tsx,*.js,*.jsx,*.prisma,evolens.yml,*.evolution.yml,package.json,tsconfig.json}';

/** Keeps to the log what the client would show in notices of its own: what a person has to know, the crash policy says. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/** The language server as the extension sees it: started once, restarted three times, then left alone. */
export class EvolensClient implements vscode.Disposable {
  private starting: Promise<LanguageClient> | null = null;
  /** It ran once, so that the client itself starts it again. */
  private hasRun = false;
  private readonly crashes: CrashPolicy;
  private readonly listeners: { readonly name: string; readonly listener: () => void }[] = [];
  private readonly status = new LanguageStatus();
  private watcher: vscode.FileSystemWatcher | null = null;
  private readonly ran = new vscode.EventEmitter<void>();
  /** The server runs, for the first time or again. */
  readonly onRunning = this.ran.event;

  constructor(
    private readonly context: vscode.ExtensionContext,
    readonly log: vscode.LogOutputChannel,
  ) {
    this.crashes = new CrashPolicy({ restart: () => this.restart(), showOutput: () => log.show() });
  }

  /** No file has asked for the server yet; false also when it crashed too often to be started for one. */
  get isIdle(): boolean {
    return this.starting === null && !this.crashes.hasGivenUp;
  }

  /** It crashed too often, and waits for a person. */
  get hasGivenUp(): boolean {
    return this.crashes.hasGivenUp;
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
    this.crashes.forget();
    await this.stop();
    await this.start();
  }

  async stop(): Promise<void> {
    const client = await this.starting?.catch(() => null);
    this.starting = null;
    // One that is on its way up cannot be stopped; one that crashed has nothing to stop.
    await client?.start().catch(() => undefined);
    await client?.stop().catch(() => undefined);
  }

  dispose(): void {
    this.status.dispose();
    this.watcher?.dispose();
    this.ran.dispose();
    void this.stop();
  }

  private async running(): Promise<LanguageClient> {
    if (this.crashes.hasGivenUp)
      throw new Error(
        vscode.l10n.t(
          'Evolens stopped too often and is not running. "Evolens: Restart Language Server" starts it again.',
        ),
      );
    return (this.starting ??= this.launch());
  }

  private async launch(): Promise<LanguageClient> {
    for (;;)
      try {
        return await this.launchOnce();
      } catch (error) {
        this.log.error(error instanceof Error ? error : String(error));
        if (this.crashes.mayStartAgain()) continue;
        this.leaveAlone();
        throw error;
      }
  }

  private async launchOnce(): Promise<LanguageClient> {
    this.status.busy();
    this.hasRun = false;
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
    const client = new QuietClient('evolens', 'Evolens', server, this.clientOptions());
    for (const { name, listener } of this.listeners) client.onNotification(name, listener);
    client.onDidChangeState(({ newState }) => {
      if (newState !== State.Running) return;
      this.status.ready();
      this.ran.fire();
    });
    await client.start();
    this.hasRun = true;
    return client;
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
        fileEvents: (this.watcher ??= vscode.workspace.createFileSystemWatcher(watched)),
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
      // It is logged where it is waited for.
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => this.afterCrash(),
      },
    };
  }

  private afterCrash(): { action: CloseAction; handled: boolean } {
    // A first start that fails is tried again by the one who waits for it.
    if (!this.hasRun) return { action: CloseAction.DoNotRestart, handled: true };
    if (this.crashes.mayStartAgain()) {
      this.status.busy();
      return { action: CloseAction.Restart, handled: true };
    }
    this.leaveAlone();
    return { action: CloseAction.DoNotRestart, handled: true };
  }

  private leaveAlone(): void {
    this.status.failed();
    this.starting = null;
  }
}
