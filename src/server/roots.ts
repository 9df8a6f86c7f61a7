import path from 'node:path';
import { URI } from 'vscode-uri';
import type { SqlReader } from '../sql/reader';
import { createNodePorts, isInside, nestedRoots, relativePath, rootOf } from '../workspace/node-roots';
import { Session } from '../workspace/session';

/** A file as the analysis names it: its session and its path in it. */
export interface RootedFile {
  readonly session: Session;
  readonly root: string;
  readonly file: string;
}

/** The sessions of a workspace: one for each root (workspace folder, or folder with a configuration). */
export class Roots {
  private readonly sessions = new Map<string, Session>();
  private folders: readonly string[] = [];

  constructor(
    private readonly reader: SqlReader,
    private readonly log: (message: string) => void,
  ) {}

  /** Sets the workspace folders, as URIs; those that are no folders on disk are left out. */
  setFolders(uris: readonly string[]): void {
    this.folders = uris.flatMap((uri) => {
      const parsed = URI.parse(uri);
      return parsed.scheme === 'file' ? [parsed.fsPath] : [];
    });
  }

  /** Where a document lives, or null when it is not a file on disk (a diff, an output, an unsaved text). */
  locate(uri: string): RootedFile | null {
    const parsed = URI.parse(uri);
    if (parsed.scheme !== 'file') return null;
    const folder =
      this.folders.find((candidate) => isInside(parsed.fsPath, candidate)) ?? path.dirname(parsed.fsPath);
    const root = rootOf(parsed.fsPath, folder);
    return { session: this.sessionOf(root), root, file: relativePath(root, parsed.fsPath) };
  }

  /** Whether a file lies in a folder of the workspace. */
  isInWorkspace(uri: string): boolean {
    const { fsPath } = URI.parse(uri);
    return this.folders.some((folder) => isInside(fsPath, folder));
  }

  /** Every root of the workspace: its folders, and the folders below them that have a configuration of their own. */
  all(): readonly { readonly root: string; readonly session: Session }[] {
    const found = this.folders.flatMap((folder) => {
      const root = rootOf(folder, folder);
      const { files } = createNodePorts(root, { history: false, log: this.log });
      const nested = nestedRoots(files).map((name) => path.join(root, name));
      return [root, ...nested.filter((below) => isInside(below, folder))];
    });
    return [...new Set(found)].map((root) => ({ root, session: this.sessionOf(root) }));
  }

  uriOf(root: string, file: string): string {
    return URI.file(path.join(root, file)).toString();
  }

  /** A configuration was made or removed: roots may have moved. */
  forget(): void {
    this.sessions.clear();
  }

  private sessionOf(root: string): Session {
    let session = this.sessions.get(root);
    if (session === undefined) {
      session = new Session(createNodePorts(root, { history: true, log: this.log }), this.reader);
      this.sessions.set(root, session);
    }
    return session;
  }
}
