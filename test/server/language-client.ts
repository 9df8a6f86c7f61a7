import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type Diagnostic,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver-protocol/node';

const server = path.join(__dirname, '../../dist/server.js');

/** A bare LSP client of the built server (`npm run build` first), for one workspace folder. */
export class LanguageClient {
  private readonly child: ChildProcess;
  readonly connection: ProtocolConnection;
  private readonly published = new Map<string, PublishDiagnosticsParams>();
  private readonly waiting = new Set<() => void>();
  /** Why nothing comes any more. */
  private ended: string | null = null;

  constructor(
    private readonly folder: string,
    private readonly debounce = 0,
  ) {
    this.child = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const { stdin, stdout } = this.child;
    if (stdin === null || stdout === null) throw new Error('the server has no pipes');
    this.connection = createProtocolConnection(
      new StreamMessageReader(stdout),
      new StreamMessageWriter(stdin),
    );
    this.connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.published.set(params.uri, params);
      for (const wake of this.waiting) wake();
    });
    this.connection.listen();
    this.child.once('exit', (code, signal) => {
      this.ended = `the server ended with ${signal ?? String(code)}`;
      // Else whoever waits for an answer or for diagnostics would wait for ever.
      this.connection.dispose();
      for (const wake of this.waiting) wake();
    });
  }

  async start(): Promise<void> {
    await this.connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: { workspace: { workspaceFolders: true } },
      workspaceFolders: [{ uri: pathToFileURL(this.folder).href, name: 'workspace' }],
      initializationOptions: { debounce: this.debounce },
    });
    await this.connection.sendNotification('initialized', {});
  }

  uri(file: string): string {
    return pathToFileURL(path.join(this.folder, file)).href;
  }

  open(file: string, text: string, languageId = 'sql'): Promise<void> {
    return this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri: this.uri(file), languageId, version: 1, text },
    });
  }

  request<T>(method: string, params?: unknown): Promise<T> {
    return this.connection.sendRequest(method, params);
  }

  /** Diagnostics of a file as soon as they satisfy the condition. */
  async diagnostics(
    file: string,
    enough: (diagnostics: readonly Diagnostic[]) => boolean = () => true,
  ): Promise<readonly Diagnostic[]> {
    for (;;) {
      const known = this.published.get(this.uri(file));
      if (known !== undefined && enough(known.diagnostics)) return known.diagnostics;
      if (this.ended !== null) throw new Error(`${this.ended} before diagnostics of ${file} came`);
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.waiting.delete(wake);
          resolve();
        };
        this.waiting.add(wake);
      });
    }
  }

  allPublished(): ReadonlyMap<string, readonly Diagnostic[]> {
    return new Map([...this.published].map(([uri, params]) => [uri, params.diagnostics]));
  }

  stop(): void {
    this.child.removeAllListeners('exit');
    this.connection.dispose();
    this.child.kill();
  }
}
