import { buildCodeIndex } from '../code/code-index';
import { loadCodeReader } from '../code/load';
import type { FileFacts } from '../code/facts';
import type { CodeIndex } from '../model/code';
import type { ReleasedVersion } from '../model/workspace';
import type { RevisionPort } from './ports';
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
  private current: { readonly index: CodeIndex; readonly sources: Sources } | null = null;
  private released: ReleasedVersion | null | undefined;

  constructor(
    private readonly project: Project,
    private readonly revisions: RevisionPort | null,
    private readonly fault: (message: string) => void,
  ) {}

  /** The index of the files as they are now; built when first asked for after a change. */
  get index(): CodeIndex {
    return this.build().index;
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

  /** A file changed: the index is made anew when next asked for, from the facts of the other files. */
  changed(file: string): void {
    if (!isCodeFile(file) && !isPrismaSchema(file) && !isSetting(file)) return;
    this.current = null;
    this.released = undefined;
  }

  /** The code of the released version, or null when there is none to compare with. */
  get releasedVersion(): ReleasedVersion | null {
    if (this.released === undefined) this.released = this.readReleased();
    return this.released;
  }

  private build(): { readonly index: CodeIndex; readonly sources: Sources } {
    if (this.current !== null) return this.current;
    const sources = collect(
      this.project.files,
      (file) => this.project.text(file),
      (file, text) => this.read(file, text),
    );
    return (this.current = { index: buildCodeIndex(sources), sources });
  }

  private read(file: string, text: string): FileFacts {
    const known = this.facts.get(file);
    if (known?.text === text) return known.facts;
    const facts = loadCodeReader().readCodeFile(file, text);
    this.facts.set(file, { text, facts });
    return facts;
  }

  private readReleased(): ReleasedVersion | null {
    if (this.revisions === null) return null;
    const revision = this.revisions.deployed(
      this.project.configuration.deployed,
      this.project.configuration.base,
    );
    if ('unavailable' in revision) return null;
    const revisions = this.revisions;
    const hashes = revisions.files(revision);
    const wanted = [...hashes.keys()].filter(
      (file) => isCodeFile(file) || isPrismaSchema(file) || isSetting(file),
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
    return { name: revision.name, code: buildCodeIndex(sources) };
  }
}

function isSetting(file: string): boolean {
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
