import v8 from 'node:v8';
// Before any WebAssembly runs: the optimising compiler would spend 300 ms and 500 MB on the parser (measured, Node 24).
v8.setFlagsFromString('--liftoff-only --no-wasm-tier-up --no-wasm-dynamic-tiering');
import {
  CodeActionKind,
  CodeLensRefreshRequest,
  createConnection,
  ProposedFeatures,
  TextDocuments,
  TextDocumentSyncKind,
  type CodeAction,
  type CodeActionParams,
  type Connection,
  type InitializeParams,
  type InitializeResult,
  type Range,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { version } from '../../package.json';
import { createNodeSqlReader } from '../workspace/node-postgres';
import { advance } from './advance';
import { codeActionsOf, hintActions, type EditContext } from './code-actions';
import { columnHover, columnLenses, columnReferences } from './columns';
import { evolutionLenses } from './evolution-lenses';
import { evolutionsFor } from './evolutions';
import { fixAllKind, fixAllOf } from './fix-all';
import {
  advanceRequest,
  checkWorkspaceRequest,
  evolutionsRequest,
  planChoicesRequest,
  planRequest,
  plansRequest,
  reportRequest,
  type AdvanceQuestion,
  type PlanRequestQuestion,
  type ReportQuestion,
  type ServerOptions,
} from './protocol';
import { planChoices, planEvolution } from './plan';
import { Publisher } from './publisher';
import { reportFor } from './report';
import { Roots, type RootedFile } from './roots';

const typingPause = 300;
const kinds = { 1: 'created', 2: 'changed', 3: 'deleted' } as const;

interface Running {
  readonly roots: Roots;
  readonly publisher: Publisher;
}

function serve(connection: Connection): void {
  const documents = new TextDocuments(TextDocument);
  const log = (message: string): void => connection.console.log(message);
  let folders: readonly string[] = [];
  let pause = typingPause;
  let running: Promise<Running> | null = null;

  const fault = (error: unknown): void =>
    connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  let canShowAgain = false;
  const showLensesAgain = (): void => {
    if (canShowAgain) connection.sendRequest(CodeLensRefreshRequest.type).catch(fault);
  };
  const start = (): Promise<Running> =>
    (running ??= createNodeSqlReader().then((reader) => {
      const roots = new Roots(reader, log);
      roots.setFolders(folders);
      return { roots, publisher: new Publisher(connection, documents, roots, log, showLensesAgain) };
    }));

  connection.onInitialize((params) => {
    folders = foldersOf(params);
    pause = (params.initializationOptions as ServerOptions | undefined)?.debounce ?? typingPause;
    canShowAgain = params.capabilities.workspace?.codeLens?.refreshSupport === true;
    return capabilities();
  });
  connection.onInitialized(() => {
    connection.workspace.onDidChangeWorkspaceFolders((change) => {
      const removed = new Set(change.removed.map((folder) => folder.uri));
      folders = [...folders.filter((uri) => !removed.has(uri)), ...change.added.map((folder) => folder.uri)];
      start().then(({ roots, publisher }) => {
        roots.setFolders(folders);
        publisher.foldersChanged();
      }, fault);
    });
  });

  documents.onDidOpen(({ document }) =>
    start().then(({ publisher }) => publisher.changed(document, 0), fault),
  );
  documents.onDidChangeContent(({ document }) => {
    if (document.version > 1) start().then(({ publisher }) => publisher.changed(document, pause), fault);
  });
  documents.onDidSave(({ document }) =>
    start().then(({ publisher }) => publisher.changed(document, 0), fault),
  );
  documents.onDidClose(({ document }) =>
    start().then(({ publisher }) => publisher.closed(document.uri), fault),
  );

  connection.onDidChangeWatchedFiles(async ({ changes }) => {
    const { publisher } = await start();
    publisher.changedOnDisk(changes.map(({ uri, type }) => ({ uri, kind: kinds[type] })));
  });

  connection.onCodeAction(async (params) => actionsFor(params, documents, (await start()).roots));
  connection.onCodeLens(async ({ textDocument: { uri } }) => {
    const { roots } = await start();
    return (
      atPlace(uri, documents, roots, (place) => [
        ...evolutionLenses(place, roots),
        ...columnLenses(place, roots),
      ]) ?? []
    );
  });
  connection.onHover(async ({ textDocument: { uri }, position }) => {
    const { roots } = await start();
    return atPlace(uri, documents, roots, (place, document) =>
      columnHover(place, document.offsetAt(position)),
    );
  });
  connection.onReferences(async ({ textDocument: { uri }, position }) => {
    const { roots } = await start();
    return atPlace(uri, documents, roots, (place, document) =>
      columnReferences(place, document.offsetAt(position), roots),
    );
  });
  connection.onRequest(checkWorkspaceRequest, async () => (await start()).publisher.checkWorkspace());
  connection.onRequest(reportRequest, async (question: ReportQuestion) =>
    reportFor(question, (await start()).roots),
  );
  connection.onRequest(evolutionsRequest, async () => evolutionsFor((await start()).roots));
  connection.onRequest(plansRequest, async () => {
    const { roots } = await start();
    return roots.all().flatMap(({ root, session }) => session.plans().map((file) => roots.uriOf(root, file)));
  });
  connection.onRequest(planChoicesRequest, async () => planChoices((await start()).roots));
  connection.onRequest(planRequest, async (question: PlanRequestQuestion) =>
    planEvolution(question, (await start()).roots),
  );
  connection.onRequest(advanceRequest, async (question: AdvanceQuestion) =>
    advance(question, (await start()).roots, connection, documents),
  );

  documents.listen(connection);
  connection.listen();
}

function foldersOf(params: InitializeParams): readonly string[] {
  return params.workspaceFolders?.map((folder) => folder.uri) ?? [];
}

function capabilities(): InitializeResult {
  return {
    serverInfo: { name: 'evolens', version },
    capabilities: {
      textDocumentSync: {
        openClose: true,
        change: TextDocumentSyncKind.Incremental,
        save: { includeText: false },
      },
      codeLensProvider: {},
      hoverProvider: true,
      referencesProvider: true,
      codeActionProvider: {
        codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, fixAllKind],
      },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    },
  };
}

/** Asks about an open document as the editor holds it; null for what no root holds or nothing is said about. */
function atPlace<Answer>(
  uri: string,
  documents: TextDocuments<TextDocument>,
  roots: Roots,
  ask: (place: RootedFile, document: TextDocument) => Answer,
): Answer | null {
  const document = documents.get(uri);
  const place = roots.locate(uri);
  if (document === undefined || place === null || !place.session.handles(place.file)) return null;
  place.session.change(place.file, document.getText());
  return ask(place, document);
}

/** Actions for the findings that the asked-for range touches, of the text as it is now. */
function actionsFor(
  params: CodeActionParams,
  documents: TextDocuments<TextDocument>,
  roots: Roots,
): CodeAction[] {
  const { only } = params.context;
  const wantsFixes = isWanted(only, CodeActionKind.QuickFix);
  // Fixing everything is offered when it is asked for by name, as editors do on saving.
  const wantsAll = only !== undefined && isWanted(only, fixAllKind);
  const wantsHints = isWanted(only, CodeActionKind.RefactorRewrite);
  if (!wantsFixes && !wantsAll && !wantsHints) return [];
  const document = documents.get(params.textDocument.uri);
  const place = roots.locate(params.textDocument.uri);
  if (document === undefined || place === null || !place.session.handles(place.file)) return [];
  place.session.change(place.file, document.getText());
  const { session } = place;
  const result =
    session.isCodeIndexed || !session.isMigration(place.file)
      ? session.judgeEdited(place.file)
      : session.judgeAlone(place.file);
  const context: EditContext = {
    textOf: (file) => session.text(file),
    exists: (file) => session.exists(file),
    uriOf: (file) => roots.uriOf(place.root, file),
    versionOf: (file) => documents.get(roots.uriOf(place.root, file))?.version ?? null,
  };
  const all = wantsAll ? fixAllOf(session.safeFixes(place.file), context) : [];
  const start = document.offsetAt(params.range.start);
  const end = document.offsetAt(params.range.end);
  const hints = wantsHints
    ? hintActions(session.readerHints(place.file, linesOf(document, params.range)), context)
    : [];
  if (!wantsFixes) return [...hints, ...all];
  const own = result.findings
    .filter((finding) => finding.range.start <= end && finding.range.end >= start)
    .flatMap((finding) =>
      codeActionsOf(
        finding,
        session.fixes(place.file, finding.rule, finding.range.start),
        params.context.diagnostics,
        context,
      ),
    );
  return [...own, ...hints, ...all];
}

/** The whole lines that a range touches: a reader is asked about from anywhere on its line. */
function linesOf(document: TextDocument, { start, end }: Range): { start: number; end: number } {
  return {
    start: document.offsetAt({ line: start.line, character: 0 }),
    end: document.offsetAt({ line: end.line + 1, character: 0 }) - 1,
  };
}

/** Kinds are asked for by their beginning: `source` means `source.fixAll.evolens` too. */
function isWanted(only: readonly string[] | undefined, kind: string): boolean {
  return only === undefined || only.some((asked) => asked === '' || `${kind}.`.startsWith(`${asked}.`));
}

serve(createConnection(ProposedFeatures.all));
