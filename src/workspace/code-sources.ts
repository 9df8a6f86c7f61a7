import { buildCodeIndex, updateCodeIndex } from '../code/code-index';
import { loadCodeReader } from '../code/load';
import type { FileFacts } from '../code/facts';
import { readPrismaComments } from '../code/libraries/prisma-comments';
import type { CodeComment, CodeIndex } from '../model/code';
import type { ReleasedVersion } from '../model/workspace';
import type { QueryReading } from '../sql/query-reading';
import type { Revision, RevisionPort } from './ports';
import type { Project } from './project';

const codeFile = /\.(?:[cm]?ts|tsx|[cm]?js|jsx)$/;
const notSource = /\.d\.[cm]?ts$|\.min\.js$|(^|\/)(?:dist|build|out|coverage|vendor|generated|\.next)\//;

export function isCodeFile(file: string): boolean {
  return codeFile.test(file) && !notSource.test(file);
}

export function isPrismaSchema(file: string): boolean {
  return file.endsWith('.prisma');
}

interface Sources {
  readonly files: ReadonlyMap<string, FileFacts>;
  readonly prismaSchemas: ReadonlyMap<string, string>;
  readonly tsconfigs: ReadonlyMap<string, string>;
  readonly packageJsons: ReadonlyMap<string, string>;
}

/** The code of a project: facts per file, read once per text, and the index over them. */
export class CodeSources {
  private readonly facts = new Map<string, { readonly text: string; readonly facts: FileFacts }>();
  private current: CodeIndex | null = null;
  private readonly readQuery = (text: string): QueryReading | null => this.project.reader.readQuery(text);
  /** Code files that changed since `current` was made. */
  private readonly stale = new Set<string>();
  private released: { readonly commit: string; readonly version: ReleasedVersion } | null = null;

  constructor(
    private readonly project: Project,
    private readonly revisions: RevisionPort | null,
    private readonly fault: (message: string) => void,
  ) {}

  /** The index of the files as they are now; brought up to date when asked for after a change. */
  get index(): CodeIndex {
    if (this.current === null) this.current = this.buildAnew();
    else if (this.stale.size > 0) this.current = updateCodeIndex(this.current, this.staleFacts());
    this.stale.clear();
    return this.current;
  }

  /** Whether the index can be had without work. */
  get isReady(): boolean {
    return this.current !== null;
  }

  /** Facts of one file as it is now, or null when it is no code file or cannot be read. */
  factsOf(file: string): FileFacts | null {
    const text = isCodeFile(file) ? this.project.text(file) : null;
    return text === null ? null : this.read(file, text);
  }

  /** Comments of a code file or a schema.prisma that may be directives, or null when it is neither or cannot be read. */
  commentsOf(file: string): readonly CodeComment[] | null {
    if (!isPrismaSchema(file)) return this.factsOf(file)?.comments ?? null;
    const text = this.project.text(file);
    return text === null ? null : readPrismaComments(text);
  }

  /** A file changed: its facts are read again when the index is next asked for; a schema or a setting makes it anew. */
  changed(file: string): void {
    if (isCodeFile(file)) this.stale.add(file);
    else if (isPrismaSchema(file) || isSetting(file)) this.current = null;
  }

  /** The code of the released version, or null when there is none to compare with. */
  get releasedVersion(): ReleasedVersion | null {
    const { deployed, base } = this.project.configuration;
    const revision = this.revisions?.deployed(deployed, base);
    if (this.revisions === null || revision === undefined || 'unavailable' in revision) return null;
    if (this.released?.commit !== revision.commit)
      this.released = { commit: revision.commit, version: this.readReleased(this.revisions, revision) };
    return this.released.version;
  }

  private buildAnew(): CodeIndex {
    const sources = collect(
      this.project.files.filter((file) => !this.project.codeMigrationFiles.has(file)),
      (file) => this.project.text(file),
      (file, text) => this.read(file, text),
    );
    return buildCodeIndex({ ...sources, readQuery: this.readQuery });
  }

  /** Facts of changed files; null for those that are gone or no longer analysed. */
  private staleFacts(): ReadonlyMap<string, FileFacts | null> {
    const listed = new Set(this.project.files);
    for (const file of this.project.codeMigrationFiles) listed.delete(file);
    return new Map([...this.stale].map((file) => [file, listed.has(file) ? this.factsOf(file) : null]));
  }

  private read(file: string, text: string): FileFacts {
    const known = this.facts.get(file);
    if (known?.text === text) return known.facts;
    const facts = loadCodeReader().readCodeFile(file, text);
    this.facts.set(file, { text, facts });
    return facts;
  }

  private readReleased(revisions: RevisionPort, revision: Revision): ReleasedVersion {
    const hashes = revisions.files(revision);
    const wanted = [...hashes.keys()].filter(
      (file) =>
        (isCodeFile(file) || isPrismaSchema(file) || isSetting(file)) &&
        !this.project.codeMigrationFiles.has(file),
    );
    const now = new Set(this.project.files);
    const isSame = (file: string): boolean =>
      now.has(file) && revisions.hashOf(this.project.text(file) ?? '') === hashes.get(file);
    const differing = wanted.filter((file) => !isSame(file));
    const earlier = revisions.read(revision, differing);
    const sources = collect(
      wanted,
      (file) => earlier.get(file) ?? this.project.text(file),
      (file, text) => (earlier.has(file) ? loadCodeReader().readCodeFile(file, text) : this.read(file, text)),
    );
    this.fault(
      `Released version ${revision.name}: ${differing.length} of ${wanted.length} files differ from the work tree.`,
    );
    return { name: revision.name, code: buildCodeIndex({ ...sources, readQuery: this.readQuery }) };
  }
}

/** A file that says what imports mean. */
export function isSetting(file: string): boolean {
  return /(^|\/)(?:tsconfig[^/]*|package)\.json$/.test(file);
}

function collect(
  files: readonly string[],
  text: (file: string) => string | null,
  read: (file: string, text: string) => FileFacts,
): Sources {
  const sources = {
    files: new Map<string, FileFacts>(),
    prismaSchemas: new Map<string, string>(),
    tsconfigs: new Map<string, string>(),
    packageJsons: new Map<string, string>(),
  };
  for (const file of files) {
    const isCode = isCodeFile(file);
    if (!isCode && !isPrismaSchema(file) && !isSetting(file)) continue;
    const content = text(file);
    if (content === null) continue;
    if (isCode) sources.files.set(file, read(file, content));
    else if (isPrismaSchema(file)) sources.prismaSchemas.set(file, content);
    else if (file.endsWith('package.json')) sources.packageJsons.set(file, content);
    else sources.tsconfigs.set(file, content);
  }
  return sources;
}
