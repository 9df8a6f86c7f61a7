import type { Connection, TextDocuments } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { isPlanFile, readPlan } from '../evolution/plan-file';
import type { FileResult, Session } from '../workspace/session';
import { configurationFile } from '../workspace/configuration';
import { diagnosticsOf, problemDiagnostics } from './diagnostics';
import { evolutionsChanged } from './protocol';
import type { RootedFile, Roots } from './roots';
import { Schedule } from './schedule';

/** How long after the first round the second may start when the code is not indexed yet. */
const secondRoundDelay = 800;
/** How long after a change evolutions are shown anew. */
const evolutionsDelay = 1500;

/** A file that something outside the editor made, changed or removed. */
export interface DiskChange {
  readonly uri: string;
  readonly kind: 'created' | 'changed' | 'deleted';
}

/**
 * Publishes what the analysis says of open documents: the file alone at once, then with the code of the whole
 * root. What a check of the whole workspace published stays, and follows the files, until the next check.
 */
export class Publisher {
  private readonly schedule = new Schedule();
  /** Files published by a check of the whole workspace. */
  private published = new Set<string>();
  /** Roots whose configuration was read for mistakes, and those configurations that have some. */
  private readonly configured = new WeakSet<Session>();
  private readonly misconfigured = new Set<string>();

  constructor(
    private readonly connection: Connection,
    private readonly documents: TextDocuments<TextDocument>,
    private readonly roots: Roots,
    private readonly log: (message: string) => void,
    /** The code of a root is indexed: what rests on it can be shown. */
    private readonly indexed: () => void,
  ) {}

  /** The document was opened or edited; `delay` in milliseconds. */
  changed(document: TextDocument, delay: number): void {
    const place = this.roots.locate(document.uri);
    if (place === null) return;
    if (isPlanFile(place.file)) this.publishPlanProblems(document);
    if (!place.session.handles(place.file)) return;
    place.session.change(place.file, document.getText());
    this.evolutionsMayHaveMoved();
    if (place.file !== configurationFile && !this.configured.has(place.session))
      this.publishConfiguration(place);
    this.schedule.run(document.uri, delay, () => this.firstRound(document.uri, place));
  }

  /** The editor let go of the document: only what a check of the workspace said stays, as the disk has it. */
  closed(uri: string): void {
    this.schedule.cancel(uri);
    this.schedule.cancel(secondRound(uri));
    const place = this.roots.locate(uri);
    if (place === null) return;
    place.session.close(place.file);
    if (place.file === configurationFile) this.publishConfiguration(place);
    else if (this.published.has(uri)) this.publishFromDisk(uri, place);
    else this.clear(uri);
  }

  /** Files changed on disk. Open ones are the editor's; the rest is read again, and what was said of it follows. */
  changedOnDisk(changes: readonly DiskChange[]): void {
    if (changes.some(({ uri, kind }) => kind !== 'changed' && uri.endsWith(`/${configurationFile}`)))
      this.roots.forget();
    for (const { uri, kind } of changes) {
      const place = this.roots.locate(uri);
      if (place === null || this.documents.get(uri) !== undefined) continue;
      place.session.changedOnDisk(place.file);
      if (place.file === configurationFile) this.publishConfiguration(place);
      else if (kind === 'deleted') {
        this.published.delete(uri);
        this.clear(uri);
      } else if (this.published.has(uri))
        this.schedule.run(uri, secondRoundDelay, () => this.publishFromDisk(uri, place));
    }
    this.evolutionsMayHaveMoved();
    this.refresh();
  }

  /** Folders left the workspace: what was said of their files goes with them. */
  foldersChanged(): void {
    for (const uri of this.published) if (!this.roots.isInWorkspace(uri)) this.clear(uri);
    this.published = new Set([...this.published].filter((uri) => this.roots.isInWorkspace(uri)));
  }

  /** Findings of every file of every root. Returns counts for the user. */
  checkWorkspace(): { readonly files: number; readonly findings: number; readonly notAnalysed: number } {
    const before = this.published;
    this.published = new Set();
    let findings = 0;
    let notAnalysed = 0;
    for (const { root, session } of this.roots.all()) {
      this.publishConfiguration({ root, session, file: configurationFile });
      for (const [file, result] of session.judgeAll()) {
        const uri = this.roots.uriOf(root, file);
        this.published.add(uri);
        findings += result.findings.length;
        notAnalysed += result.notAnalysed.length;
        this.send(uri, { session, root, file }, result);
      }
    }
    for (const uri of before) if (!this.published.has(uri)) this.clear(uri);
    return { files: this.published.size, findings, notAnalysed };
  }

  private firstRound(uri: string, place: RootedFile): void {
    if (place.file === configurationFile) {
      this.publishConfiguration(place);
      this.refresh();
      return;
    }
    const { session, file } = place;
    if (session.isCodeIndexed) {
      this.publish(uri, place, () => session.judgeEdited(file));
      // Of code, the first answer left what others say as it was.
      this.refresh(session.isCode(file) ? null : uri);
      return;
    }
    if (session.isMigration(file)) this.publish(uri, place, () => session.judgeAlone(file));
    this.schedule.run(secondRound(uri), secondRoundDelay, () => {
      this.publish(uri, place, () => session.judgeEdited(file));
      if (session.isCode(file)) this.settle(uri, place);
    });
    this.refresh(uri);
  }

  /** What is said of the document with everything that other files say by now. */
  private settle(uri: string, place: RootedFile): void {
    this.schedule.run(secondRound(uri), secondRoundDelay, () =>
      this.publish(uri, place, () => place.session.judge(place.file)),
    );
  }

  /** Every open document again, save one whose findings are settled: it may rest on what changed. */
  private refresh(except: string | null = null): void {
    for (const document of this.documents.all()) {
      const place = this.roots.locate(document.uri);
      if (document.uri === except || place === null || place.file === configurationFile) continue;
      if (!place.session.handles(place.file)) continue;
      place.session.change(place.file, document.getText());
      this.settle(document.uri, place);
    }
  }

  private publish(uri: string, place: RootedFile, judge: () => FileResult): void {
    if (this.documents.get(uri) === undefined) return;
    const isIndexed = (): boolean => place.session.isCodeIndexed;
    const before = isIndexed();
    this.guarded(place.file, () => this.send(uri, place, judge()));
    if (!before && isIndexed()) this.indexed();
  }

  private publishFromDisk(uri: string, place: RootedFile): void {
    if (this.documents.get(uri) !== undefined) return;
    this.guarded(place.file, () => {
      if (place.session.exists(place.file)) this.send(uri, place, place.session.judge(place.file));
      else this.clear(uri);
    });
  }

  private guarded(file: string, task: () => void): void {
    try {
      task();
    } catch (error) {
      const story = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.log(`Analysis of ${file} failed: ${story}`);
    }
  }

  private send(uri: string, place: RootedFile, result: FileResult): void {
    const document = this.documents.get(uri);
    const text = place.session.text(place.file);
    const problems = isPlanFile(place.file) ? readPlan(text).problems : [];
    const diagnostics =
      problems.length > 0
        ? problemDiagnostics(problems, text)
        : diagnosticsOf(result, {
            text,
            textOf: (file) => place.session.text(file),
            uriOf: (file) => this.roots.uriOf(place.root, file),
          });
    void this.connection.sendDiagnostics({
      uri,
      diagnostics,
      ...(document === undefined ? {} : { version: document.version }),
    });
  }

  private clear(uri: string): void {
    void this.connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  /** Mistakes in a root's configuration are shown in it, open or not: with them its settings do not count. */
  private publishConfiguration({ root, session }: RootedFile): void {
    this.configured.add(session);
    const uri = this.roots.uriOf(root, configurationFile);
    const problems = session.configurationProblems();
    if (problems.length === 0 && !this.misconfigured.has(uri)) return;
    if (problems.length === 0) this.misconfigured.delete(uri);
    else this.misconfigured.add(uri);
    void this.connection.sendDiagnostics({
      uri,
      diagnostics: problemDiagnostics(problems, session.text(configurationFile)),
    });
  }

  /** A plan that cannot be read says so at once; what its rules say needs the code and follows. */
  private publishPlanProblems(document: TextDocument): void {
    const text = document.getText();
    const { problems } = readPlan(text);
    if (problems.length === 0) return;
    const diagnostics = problemDiagnostics(problems, text);
    void this.connection.sendDiagnostics({ uri: document.uri, diagnostics, version: document.version });
  }

  /** Whoever shows evolutions asks again after a pause: what changed may be typed on. */
  private evolutionsMayHaveMoved(): void {
    this.schedule.run('evolutions', evolutionsDelay, () => {
      void this.connection.sendNotification(evolutionsChanged);
      this.indexed();
    });
  }
}

function secondRound(uri: string): string {
  return `${uri}#second`;
}
