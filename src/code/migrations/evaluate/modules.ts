import type { Range } from '../../../model/text';
import { ts } from '../../syntax';
import { declareAhead } from './declarations';
import type { Evaluation } from './evaluation';
import { evaluate } from './expressions';
import type { Host } from './host';
import { bind } from './bindings';
import { placeOf } from './places';
import { Scope, type Module } from './scope';
import { hosted, record, scalar, unknown, type RecordValue, type Value } from './values';

/** What files outside the migration give. */
export interface Imports {
  /** The library's own export; null when the module is not the library's. */
  library(module: string, name: string): Host | null;
  /** A relative file, parsed; null when there is none, or it is not to be followed. `from` is the asking file; null: the migration. */
  file(specifier: string, from: string | null): Module | null;
}

/** A file whose top level is known: its names, and what it exports. */
interface LoadedModule {
  readonly scope: Scope;
  readonly exports: RecordValue;
}

/** The files of one evaluation, each loaded once. */
export class Modules {
  private readonly loaded = new Map<ts.SourceFile, LoadedModule>();

  constructor(readonly imports: Imports) {}

  load(run: Evaluation, module: Module): LoadedModule {
    const known = this.loaded.get(module.source);
    if (known !== undefined) return known;
    const scope = new Scope(null, module);
    const exports = record(new Map(), { start: 0, end: 0 }, false);
    const made = { scope, exports };
    this.loaded.set(module.source, made);
    declareTopLevel(run, made, module.source.statements);
    return made;
  }

  /** One export of a module; undefined when it has none of that name. */
  exported(run: Evaluation, module: Module, name: string, place: Range): Value | undefined {
    const { scope, exports } = this.load(run, module);
    const direct = exports.entries.get(name);
    if (direct !== undefined) return direct;
    const local = exportedLocal(module.source, name);
    if (local !== null && scope.holder(local) !== null) return scope.own(local, () => unknown(local, place));
    return this.reExported(run, module, name, place);
  }

  private reExported(run: Evaluation, module: Module, name: string, place: Range): Value | undefined {
    for (const node of module.source.statements) {
      if (!ts.isExportDeclaration(node) || !node.moduleSpecifier || !ts.isStringLiteral(node.moduleSpecifier))
        continue;
      const target = this.imports.file(node.moduleSpecifier.text, module.path);
      if (target === null || target.source === module.source) continue;
      if (node.exportClause === undefined) {
        const found = name === 'default' ? undefined : this.exported(run, target, name, place);
        if (found !== undefined) return found;
      } else if (ts.isNamedExports(node.exportClause)) {
        const element = node.exportClause.elements.find((one) => one.name.text === name);
        if (element !== undefined)
          return this.exported(run, target, (element.propertyName ?? element.name).text, place);
      }
    }
    return undefined;
  }
}

function exportedLocal(source: ts.SourceFile, name: string): string | null {
  for (const node of source.statements)
    if (
      ts.isExportDeclaration(node) &&
      !node.moduleSpecifier &&
      node.exportClause &&
      ts.isNamedExports(node.exportClause)
    ) {
      const element = node.exportClause.elements.find((one) => one.name.text === name);
      if (element !== undefined) return (element.propertyName ?? element.name).text;
    }
  return name === 'default' ? null : name;
}

function declareTopLevel(
  run: Evaluation,
  { scope, exports }: LoadedModule,
  statements: readonly ts.Statement[],
): void {
  scope.declare('exports', exports);
  scope.declare('module', record(new Map<string, Value>([['exports', exports]]), exports.place));
  declareAhead(run, scope, statements);
  for (const node of statements) {
    if (ts.isImportDeclaration(node)) declareImports(run, scope, node);
    else if (ts.isVariableStatement(node)) {
      for (const declaration of node.declarationList.declarations) declareConstant(run, scope, declaration);
    } else if (ts.isExportAssignment(node))
      exports.entries.set('default', evaluate(run, scope, node.expression));
    else if (ts.isExpressionStatement(node)) commonJsExport(run, scope, exports, node.expression);
    else if ((ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) && isDefault(node))
      exports.entries.set('default', defaultValue(run, scope, node));
  }
}

function isDefault(node: ts.FunctionDeclaration | ts.ClassDeclaration): boolean {
  return node.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword) ?? false;
}

function defaultValue(
  run: Evaluation,
  scope: Scope,
  node: ts.FunctionDeclaration | ts.ClassDeclaration,
): Value {
  const place = placeOf(run, scope, node.name ?? node);
  return ts.isFunctionDeclaration(node)
    ? { kind: 'function', node, scope, self: null, place }
    : { kind: 'class', node, scope, place };
}

/** A constant is worked out when it is first used; a pattern at once. */
function declareConstant(run: Evaluation, scope: Scope, declaration: ts.VariableDeclaration): void {
  const { name, initializer } = declaration;
  const value = (): Value =>
    initializer === undefined
      ? scalar(undefined, placeOf(run, scope, name))
      : evaluate(run, scope, initializer);
  if (ts.isIdentifier(name)) scope.declareLazily(name.text, value);
  else bind(run, scope, name, value());
}

/** `module.exports = …`, `exports.up = …`, `module.exports.up = …`. */
function commonJsExport(run: Evaluation, scope: Scope, exports: RecordValue, node: ts.Expression): void {
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return;
  const target = written(node.left);
  if (target === null) return;
  const value = evaluate(run, scope, node.right);
  if (target !== 'module.exports') exports.entries.set(target.replace(/^(?:module\.)?exports\./, ''), value);
  else {
    exports.entries.set('default', value);
    if (value.kind === 'record') for (const [name, item] of value.entries) exports.entries.set(name, item);
  }
}

function written(node: ts.Expression): string | null {
  if (ts.isIdentifier(node)) return node.text === 'exports' || node.text === 'module' ? node.text : null;
  if (!ts.isPropertyAccessExpression(node)) return null;
  const object = written(node.expression);
  return object === null ? null : `${object}.${node.name.text}`;
}

function declareImports(run: Evaluation, scope: Scope, node: ts.ImportDeclaration): void {
  const clause = node.importClause;
  if (clause === undefined || !ts.isStringLiteral(node.moduleSpecifier)) return;
  const from = node.moduleSpecifier.text;
  const declare = (local: ts.Identifier, name: string): void =>
    scope.declareLazily(local.text, () =>
      importedValue(run, scope.module, from, name, placeOf(run, scope, local)),
    );
  if (clause.name !== undefined) declare(clause.name, 'default');
  const bindings = clause.namedBindings;
  if (bindings === undefined) return;
  if (ts.isNamespaceImport(bindings)) {
    const { name } = bindings;
    scope.declareLazily(name.text, () => moduleNamespace(run, scope.module, from, placeOf(run, scope, name)));
  } else
    for (const element of bindings.elements)
      declare(element.name, (element.propertyName ?? element.name).text);
}

function importedValue(run: Evaluation, module: Module, from: string, name: string, place: Range): Value {
  const { imports } = run.modules;
  const host = imports.library(from, name);
  if (host !== null) return hosted(host, place);
  const file = imports.file(from, module.path);
  const found = file === null ? undefined : run.modules.exported(run, file, name, place);
  return found ?? unknown(name, place);
}

/** All that a module gives, as `require` or `import * as` see it. */
export function moduleNamespace(run: Evaluation, module: Module, from: string, place: Range): Value {
  const { imports } = run.modules;
  const whole = imports.library(from, '*');
  if (whole !== null) return hosted(whole, place);
  const file = imports.file(from, module.path);
  if (file === null) return unknown(from, place);
  const host: Host = {
    label: from,
    harmless: true,
    property: (name) => run.modules.exported(run, file, name, place),
  };
  return hosted(host, place);
}
