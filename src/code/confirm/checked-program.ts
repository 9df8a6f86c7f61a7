import { ts } from '../checker';
import type { CheckerLimits, CheckerSource } from './asked';
import { standardTypes, standardTypesFile } from './standard-types';

/** A limit was reached; the message is for the user. */
export class LimitReached extends Error {}

/** A program over some files and what they import. Files are read and parsed, never run. */
export interface CheckedProgram {
  readonly checker: ts.TypeChecker;
  readonly files: number;
  sourceOf(file: string): ts.SourceFile | undefined;
  /** Throws LimitReached when the time is used up. */
  goOn(): void;
}

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  allowJs: true,
  jsx: ts.JsxEmit.Preserve,
  experimentalDecorators: true,
  noEmit: true,
  noLib: true,
  skipLibCheck: true,
  types: [],
  strict: true,
};

/** Reads the files with all they import; throws LimitReached. */
export function checkedProgram(
  roots: readonly string[],
  source: CheckerSource,
  limits: CheckerLimits,
): CheckedProgram {
  const begun = source.now();
  let characters = 0;
  const goOn = (): void => {
    if (source.now() - begun > limits.time)
      throw new LimitReached(`The time for it (${Math.round(limits.time / 1000)} seconds) was used up.`);
  };
  const read = (file: string): string | undefined =>
    file === standardTypesFile ? standardTypes : (source.textOf(file.slice(1)) ?? undefined);
  const host: ts.CompilerHost & ts.ModuleResolutionHost = {
    getSourceFile: (file, version) => {
      goOn();
      const text = read(file);
      if (text === undefined) return undefined;
      characters += text.length;
      if (characters > limits.characters)
        throw new LimitReached(
          `The source text it needs is more than ${Math.round(limits.characters / 1_000_000)} million characters.`,
        );
      return ts.createSourceFile(file, text, version, true);
    },
    getDefaultLibFileName: () => standardTypesFile,
    writeFile: () => undefined,
    getCurrentDirectory: () => '/',
    getCanonicalFileName: (file) => file,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
    fileExists: (file) => read(file) !== undefined,
    readFile: read,
    resolveModuleNameLiterals: (literals, containing) =>
      literals.map(({ text }) => ({ resolvedModule: resolved(text, containing, source, host) })),
  };
  const program = ts.createProgram([standardTypesFile, ...roots.map((file) => `/${file}`)], options, host);
  return {
    checker: program.getTypeChecker(),
    files: program.getSourceFiles().length - 1,
    sourceOf: (file) => program.getSourceFile(`/${file}`),
    goOn,
  };
}

function resolved(
  specifier: string,
  containing: string,
  source: CheckerSource,
  host: ts.ModuleResolutionHost,
): ts.ResolvedModuleFull | undefined {
  const own = source.resolve(containing.slice(1), specifier);
  if (own !== null)
    return { resolvedFileName: `/${own}`, extension: extensionOf(own), isExternalLibraryImport: false };
  if (specifier.startsWith('.') && !containing.includes('/node_modules/')) return undefined;
  const found = ts.resolveModuleName(specifier, containing, options, host).resolvedModule;
  // A package without types is not read: its JavaScript would be followed for hours.
  return found !== undefined && /\.d\.[cm]?ts$/.test(found.resolvedFileName) ? found : undefined;
}

function extensionOf(file: string): string {
  return /(?:\.d)?\.[cm]?[jt]sx?$/.exec(file)?.[0] ?? ts.Extension.Ts;
}
