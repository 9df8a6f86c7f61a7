import { skippedFile, type FileFacts } from './facts';
import { readComments } from './reading/comments';
import { readDecisions } from './reading/decisions';
import { visit } from './reading/visit';
import { Walk } from './reading/walk';
import { ts } from './syntax';

/** Generated and minified files are larger than this; people's files are not. */
const largest = 1_000_000;

const scriptKinds: Readonly<Record<string, ts.ScriptKind>> = {
  tsx: ts.ScriptKind.TSX,
  jsx: ts.ScriptKind.JSX,
  js: ts.ScriptKind.JSX,
  mjs: ts.ScriptKind.JSX,
  cjs: ts.ScriptKind.JSX,
};

/** True for files this reader can read: TypeScript and JavaScript, declarations excepted. */
export { isCodeFile } from './code-files';

/**
 * The facts of one file, without its tree. Broken text gives the facts of what the parser could recover;
 * nothing is thrown. `file` is workspace-relative; offsets are zero-based UTF-16.
 */
export function readCodeFile(file: string, text: string): FileFacts {
  if (text.length > largest) return skippedFile(file, text.length, 'The file is larger than 1 MB.');
  if (/\.d\.[cm]?ts$/.test(file)) return skippedFile(file, text.length, 'Declaration files hold no code.');
  const extension = file.slice(file.lastIndexOf('.') + 1);
  try {
    const source = ts.createSourceFile(
      file,
      text,
      { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone },
      false,
      scriptKinds[extension] ?? ts.ScriptKind.TS,
    );
    const walk = new Walk(source, visit);
    walk.visitChildren(source);
    addInlineExports(walk, source);
    const { imports, exports, functions, classes, interfaces, variables, calls, loops, reads, sql } = walk;
    const { branches, failures, objects, awaitedProperties, members } = walk;
    const comments = readComments(source);
    const decisions = readDecisions(walk, source);
    return {
      file,
      skipped: null,
      length: text.length,
      imports,
      exports,
      functions,
      classes,
      interfaces,
      variables,
      calls,
      loops,
      reads,
      members,
      sql,
      branches,
      failures,
      objects,
      awaitedProperties,
      decisions,
      comments,
    };
  } catch (problem) {
    // A stack overflow on absurdly nested text, or a parser's own failed assertion: said, not thrown.
    return skippedFile(
      file,
      text.length,
      `The file could not be read: ${problem instanceof Error ? problem.message : String(problem)}`,
    );
  }
}

/** `export function f`, `export const a`, `export default class`. */
function addInlineExports(walk: Walk, source: ts.SourceFile): void {
  for (const statement of source.statements) {
    if (!ts.canHaveModifiers(statement)) continue;
    const modifiers = statement.modifiers ?? [];
    if (!modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)) continue;
    const isDefault = modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword);
    if (ts.isVariableStatement(statement)) {
      for (const { name } of statement.declarationList.declarations) addNames(walk, name);
    } else if ('name' in statement || isDefault) {
      const name = (statement as { readonly name?: ts.Node }).name;
      const local = name && ts.isIdentifier(name) ? name.text : 'default';
      walk.exports.push({ exported: isDefault ? 'default' : local, local, from: null });
    }
  }
}

function addNames(walk: Walk, name: ts.BindingName): void {
  if (ts.isIdentifier(name)) walk.exports.push({ exported: name.text, local: name.text, from: null });
  else
    for (const element of name.elements) if (!ts.isOmittedExpression(element)) addNames(walk, element.name);
}
