// TypeScript's parser without its checker: an esbuild plugin. Reading syntax needs a tenth of what ts-morph bundles, and
// the rest would cost every process half a second and 65 MB. Test and development runs use ts-morph as it is;
// test/build/lean-typescript.test.ts holds both together.
import fs from 'node:fs';
import path from 'node:path';
import { ts } from 'ts-morph';

const source = 'node_modules/@ts-morph/common/dist/typescript.js';
const first = 'src/compiler/corePublic.ts';
const last = 'src/compiler/parser.ts';
/** Files, processes and timers: nothing that reads a text asks for them. */
const leftOut = ['src/compiler/sys.ts'];
const lean = 'typescript-parser';

/** Modules under src/code, and scripts, that import `ts` from syntax.ts get the lean parser, each function bound by its name. */
export function leanTypeScript(root) {
  return {
    name: 'lean TypeScript',
    setup(context) {
      context.onLoad({ filter: /[\\/](?:src[\\/]code|scripts)[\\/].*\.ts$/ }, ({ path: file }) => {
        const text = fs.readFileSync(file, 'utf8');
        const contents = text.replace(
          /^import \{ ts \} from '[./]+\/(?:src\/code\/)?syntax';$/m,
          `import * as ts from '${lean}';`,
        );
        return { contents: contents === text ? text : withNumbers(contents), loader: 'ts' };
      });
      context.onResolve({ filter: new RegExp(`^${lean}$`) }, () => ({
        path: path.join(root, source),
        namespace: lean,
        sideEffects: true,
      }));
      context.onLoad({ filter: /.*/, namespace: lean }, ({ path: file }) => ({
        contents: parserOf(fs.readFileSync(file, 'utf8')),
        loader: 'js',
      }));
    },
  };
}

/**
 * Kinds of nodes as the numbers they are: the enum is a large object, and the readers ask for a kind at every node. A
 * module may call it `kinds`.
 */
function withNumbers(text) {
  const names = /^const kinds = ts\.SyntaxKind;$/m.test(text)
    ? '(?:ts\\.SyntaxKind|kinds)'
    : 'ts\\.SyntaxKind';
  return text.replace(new RegExp(`\\b${names}\\.(\\w+)`, 'g'), (whole, kind) => {
    const number = ts.SyntaxKind[kind];
    return typeof number === 'number' ? String(number) : whole;
  });
}

/** The parser's part of the bundled TypeScript, as a module that exports what that part declares. */
function parserOf(text) {
  const sections = [...text.matchAll(/^\/\/ (src\/\S+\.ts)$/gm)].map((match) => ({
    name: match[1],
    at: match.index,
  }));
  const from = sections.findIndex(({ name }) => name === first);
  const to = sections.findIndex(({ name }) => name === last);
  if (from < 0 || to < from) throw new Error(`${source} is laid out in another way than it was.`);
  const kept = sections
    .slice(from, to + 1)
    .filter(({ name }) => !leftOut.includes(name))
    .map((section) => text.slice(section.at, sections[sections.indexOf(section) + 1].at));
  const body = kept.join('');
  const declared = new Set(
    [...body.matchAll(/^(?:var|let|const|function|class) (\w+)/gm)].map((match) => match[1]),
  );
  const table = /^__export\(typescript_exports, \{\n([\s\S]*?)\n\}\);/m.exec(text)?.[1] ?? '';
  const exported = [...table.matchAll(/^ {2}(\w+): \(\) => \1,?$/gm)].map((match) => match[1]);
  return [
    helpers,
    body,
    methods,
    `export { ${exported.filter((name) => declared.has(name)).join(', ')} };`,
  ].join('\n');
}

const helpers = `
var __defProp = Object.defineProperty;
var __export = (target, all) => {
  for (var name in all) __defProp(target, name, { get: all[name], enumerable: true });
};
var sys;`;

/** What nodes can do is defined by the language service, which is not part of this. */
const methods = `
for (const kind of ['Node', 'Token', 'Identifier', 'PrivateIdentifier', 'SourceFile'])
  Object.assign(objectAllocator['get' + kind + 'Constructor']().prototype, {
    getStart(file) {
      return getTokenPosOfNode(this, file);
    },
    getText(file) {
      const source = file ?? getSourceFileOfNode(this);
      return source.text.slice(getTokenPosOfNode(this, source), this.end);
    },
  });
class PrivateName extends objectAllocator.getNodeConstructor() {}
setObjectAllocator({ ...objectAllocator, getPrivateIdentifierConstructor: () => PrivateName });
for (const name of [PrivateName, objectAllocator.getIdentifierConstructor()])
  Object.defineProperty(name.prototype, 'text', {
    get() {
      return idText(this);
    },
  });`;
