import type { Connection } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextDocuments } from 'vscode-languageserver/node';
import type { FileResult } from '../workspace/session';
import { configurationFile } from '../workspace/configuration';
import { diagnosticsOf, source } from './diagnostics';
import type { RootedFile, Roots } from './roots';
import { Schedule } from './schedule';

/** How long after the first round the second may start when the code is not indexed yet. */
const secondRoundDelay = 800;

/**
 * Publishes what the analysis says of open documents: the file alone at once, then with the code of the whole
 * root. Answers for a text that has moved on are dropped.
 */
export class Publisher {
  private readonly schedule = new Schedule();
  /** Files published by a check of the whole workspace, so that the next one can clear them. */
  private published = new Set<string>();

  constructor(
    private readonly connection: Connection,
    private readonly documents: TextDocuments<TextDocument>,
    private readonly roots: Roots,
    private readonly log: (message: string) => void,
  ) {}

  /** The document was opened or edited; `delay` in milliseconds. */
  changed(document: TextDocument, delay: number): void {
    const place = this.roots.locate(document.uri);
    if (place === null || !place.session.handles(place.file)) return;
    place.session.change(place.file, document.getText());
    this.schedule.run(document.uri, delay, () => this.firstRound(document.uri, place));
  }

  closed(uri: string): void {
    this.schedule.cancel(uri);
    const place = this.roots.locate(uri);
    if (place === null) return;
    place.session.close(place.file);
    if (!this.published.has(uri)) void this.connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  /** Every open document again: another file changed on disk. */
  refresh(): void {
    for (const document of this.documents.all()) {
      const place = this.roots.locate(document.uri);
      if (place !== null && place.session.handles(place.file)) {
        place.session.change(place.file, document.getText());
        this.schedule.run(document.uri, secondRoundDelay, () =>
          this.publish(document.uri, place, (file) => place.session.judge(file)),
        );
      }
    }
  }

  /** Findings of every file of every root. Returns counts for the user. */
  checkWorkspace(): { readonly files: number; readonly findings: number; readonly notAnalysed: number } {
    const before = this.published;
    this.published = new Set();
    let findings = 0;
    let notAnalysed = 0;
    for (const { root, session } of this.roots.all()) {
      for (const [file, result] of session.judgeAll()) {
        const uri = this.roots.uriOf(root, file);
        this.published.add(uri);
        findings += result.findings.length;
        notAnalysed += result.notAnalysed.length;
        this.send(uri, { session, root, file }, result);
      }
    }
    for (const uri of before)
      if (!this.published.has(uri)) void this.connection.sendDiagnostics({ uri, diagnostics: [] });
    return { files: this.published.size, findings, notAnalysed };
  }

  private firstRound(uri: string, place: RootedFile): void {
    if (place.file === configurationFile) {
      this.publishConfiguration(uri, place);
      return;
    }
    if (place.session.isCodeIndexed) {
      this.publish(uri, place, (file) => place.session.judge(file));
      return;
    }
    if (place.file.endsWith('.sql')) this.publish(uri, place, (file) => place.session.judgeAlone(file));
    this.schedule.run(`${uri}#second`, secondRoundDelay, () =>
      this.publish(uri, place, (file) => place.session.judge(file)),
    );
  }

  private publish(uri: string, place: RootedFile, judge: (file: string) => FileResult): void {
    if (this.documents.get(uri) === undefined) return;
    try {
      this.send(uri, place, judge(place.file));
    } catch (error) {
      this.log(
        `Analysis of ${place.file} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    }
  }

  private send(uri: string, place: RootedFile, result: FileResult): void {
    const document = this.documents.get(uri);
    const diagnostics = diagnosticsOf(result, {
      text: place.session.text(place.file),
      textOf: (file) => place.session.text(file),
      uriOf: (file) => this.roots.uriOf(place.root, file),
    });
    void this.connection.sendDiagnostics({
      uri,
      diagnostics,
      ...(document === undefined ? {} : { version: document.version }),
    });
  }

  private publishConfiguration(uri: string, place: RootedFile): void {
    const document = this.documents.get(uri);
    if (document === undefined) return;
    const diagnostics = place.session.configurationProblems().map((problem) => ({
      range: { start: document.positionAt(problem.range.start), end: document.positionAt(problem.range.end) },
      source,
      message: problem.message,
    }));
    void this.connection.sendDiagnostics({ uri, diagnostics, version: document.version });
    this.refresh();
  }
}
