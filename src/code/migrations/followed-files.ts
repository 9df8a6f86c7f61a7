import { ts } from '../syntax';
import type { Module } from './evaluate/scope';

const mostFiles = 20;
const largest = 200_000;

const scriptKinds: Readonly<Record<string, ts.ScriptKind>> = {
  tsx: ts.ScriptKind.TSX,
  jsx: ts.ScriptKind.JSX,
  js: ts.ScriptKind.JSX,
  mjs: ts.ScriptKind.JSX,
  cjs: ts.ScriptKind.JSX,
};

/** The syntax of a file. Broken text gives what the parser could recover. */
export function parse(file: string, text: string): ts.SourceFile {
  const extension = file.slice(file.lastIndexOf('.') + 1);
  return ts.createSourceFile(
    file,
    text,
    { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone },
    false,
    scriptKinds[extension] ?? ts.ScriptKind.TS,
  );
}

/** Files that a migration imports by a relative path: a few, and none that is large. Each is parsed once. */
export class FollowedFiles {
  private readonly parsed = new Map<string, Module | null>();

  /** `file` is the migration's path, relative to the root. */
  constructor(
    private readonly file: string,
    private readonly textOf: (file: string) => string | null,
  ) {}

  /** The file that `specifier` means in `from` (null: in the migration); null when it is not followed. */
  resolve(specifier: string, from: string | null): Module | null {
    if (!specifier.startsWith('.')) return null;
    const target = joined(from ?? this.file, specifier);
    if (target === null) return null;
    for (const path of [target, ...candidates(target)]) {
      const module = path === this.file ? null : this.load(path);
      if (module !== null) return module;
    }
    return null;
  }

  private load(path: string): Module | null {
    const known = this.parsed.get(path);
    if (known !== undefined) return known;
    if (this.parsed.size >= mostFiles * 4 || !/\.[cm]?[jt]s$/.test(path)) return null;
    const text = this.textOf(path);
    const module = text === null || text.length > largest ? null : { source: parse(path, text), path };
    this.parsed.set(path, module);
    return module;
  }
}

function joined(file: string, specifier: string): string | null {
  const parts = file.split('/').slice(0, -1);
  for (const part of specifier.split('/'))
    if (part === '..') {
      if (parts.pop() === undefined) return null;
    } else if (part !== '.' && part !== '') parts.push(part);
  return parts.join('/');
}

/** TypeScript names the file that will be made: `./names.js` is written in `names.ts`. */
function candidates(target: string): readonly string[] {
  const typed = target.replace(/\.([cm]?)js$/, '.$1ts');
  return [typed, `${target}.ts`, `${target}.js`, `${target}/index.ts`, `${target}/index.js`];
}
