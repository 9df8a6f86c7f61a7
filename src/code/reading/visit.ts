import { ts } from '../syntax';
import { independent, union } from '../origins';
import type { Origin } from '../facts';
import { readBranches, readConditionalAssignment, readFailure } from './branches';
import { readClass } from './classes';
import { readExportsAssignment } from './commonjs';
import { visitCall, visitReceiver } from './calls';
import { enterFunction, noteReturned } from './functions';
import { visitFor, visitForIn, visitForOf, visitWhile } from './loops';
import {
  readEnum,
  readExportAssignment,
  readExportDeclaration,
  readImport,
  readInterface,
  readTypeAlias,
} from './modules';
import { isInlineFunction, nameOf, peel } from './nodes';
import { readAddedSql, readSql } from './sql-text';
import { readAwaitedProperty, readProperty } from './property-reads';
import { visitVariable } from './variables';
import type { Walk } from './walk';

const kinds = ts.SyntaxKind;

/** Reads a node and everything below it; gives what its value depends on. */
export function visit(walk: Walk, node: ts.Node): readonly Origin[] {
  if (node.kind >= kinds.FirstTypeNode && node.kind <= kinds.LastTypeNode) return independent;
  switch (node.kind) {
    case kinds.Identifier:
      return readIdentifier(walk, node as ts.Identifier);
    case kinds.ImportDeclaration:
      return readImport(walk, node as ts.ImportDeclaration);
    case kinds.ExportDeclaration:
      return readExportDeclaration(walk, node as ts.ExportDeclaration);
    case kinds.ExportAssignment:
      return readExportAssignment(walk, node as ts.ExportAssignment);
    case kinds.InterfaceDeclaration:
      return readInterface(walk, node as ts.InterfaceDeclaration);
    case kinds.TypeAliasDeclaration:
      return readTypeAlias(walk, node as ts.TypeAliasDeclaration);
    case kinds.EnumDeclaration:
      return readEnum(walk, node as ts.EnumDeclaration);
    case kinds.ClassDeclaration:
    case kinds.ClassExpression:
      return readClass(walk, node as ts.ClassLikeDeclaration);
    case kinds.FunctionDeclaration: {
      const fn = node as ts.FunctionDeclaration;
      if (fn.body) enterFunction(walk, fn, { name: fn.name?.text ?? 'default' });
      return independent;
    }
    case kinds.ArrowFunction:
    case kinds.FunctionExpression: {
      const name = walk.pendingName;
      walk.pendingName = '';
      enterFunction(walk, node as ts.ArrowFunction, { name });
      return independent;
    }
    case kinds.MethodDeclaration:
    case kinds.GetAccessor:
    case kinds.SetAccessor: {
      const method = node as ts.MethodDeclaration;
      const owner = walk.pendingName;
      enterFunction(walk, method, {
        name: owner === '' ? nameOf(method.name) : `${owner}.${nameOf(method.name)}`,
      });
      walk.pendingName = owner;
      return independent;
    }
    case kinds.VariableDeclaration:
      return visitVariable(walk, node as ts.VariableDeclaration);
    case kinds.ObjectLiteralExpression:
      return visitObject(walk, node as ts.ObjectLiteralExpression);
    case kinds.CallExpression:
    case kinds.NewExpression:
    case kinds.TaggedTemplateExpression:
      return visitCall(walk, node as ts.CallExpression);
    case kinds.AwaitExpression: {
      const origins = walk.visit((node as ts.AwaitExpression).expression);
      walk.awaits++;
      const awaited = walk.calls[walk.callIndexOf(peel(node as ts.AwaitExpression))];
      if (awaited) awaited.awaited = true;
      readAwaitedProperty(walk, node as ts.AwaitExpression);
      return origins;
    }
    case kinds.ForStatement:
      return visitFor(walk, node as ts.ForStatement);
    case kinds.ForOfStatement:
      return visitForOf(walk, node as ts.ForOfStatement);
    case kinds.ForInStatement:
      return visitForIn(walk, node as ts.ForInStatement);
    case kinds.WhileStatement:
    case kinds.DoStatement:
      return visitWhile(walk, node as ts.WhileStatement);
    case kinds.ReturnStatement:
    case kinds.BreakStatement: {
      const loop = walk.loops[walk.loop];
      if (loop) loop.exits = true;
      const origins = walk.visitChildren(node);
      const { expression } = node as ts.ReturnStatement;
      if (expression) {
        noteReturned(walk, expression);
        readFailure(walk, node as ts.ReturnStatement);
      }
      return origins;
    }
    case kinds.IfStatement:
    case kinds.SwitchStatement:
    case kinds.TryStatement:
    case kinds.ConditionalExpression:
      readBranches(walk, node);
      return walk.visitChildren(node);
    case kinds.Block:
    case kinds.CaseBlock:
      return walk.inScope(() => walk.visitChildren(node));
    case kinds.BinaryExpression:
      return visitBinary(walk, node as ts.BinaryExpression);
    case kinds.PropertyAccessExpression:
    case kinds.ElementAccessExpression: {
      const access = node as ts.PropertyAccessExpression;
      const origins = visitReceiver(walk, access);
      readProperty(walk, access, 0);
      if (ts.isPropertyAccessExpression(access)) return origins;
      // `ids[i]` is another value in each turn.
      return union(origins, walk.visit((node as ts.ElementAccessExpression).argumentExpression));
    }
    case kinds.StringLiteral:
    case kinds.NoSubstitutionTemplateLiteral:
    case kinds.TemplateExpression: {
      const origins = node.kind === kinds.TemplateExpression ? walk.visitChildren(node) : independent;
      readSql(walk, node as ts.TemplateExpression);
      return origins;
    }
    default:
      return walk.visitChildren(node);
  }
}

/** A name stands for itself: it is used, in no way that is told apart. */
function readIdentifier(walk: Walk, node: ts.Identifier): readonly Origin[] {
  const bound = walk.lookup(node.text);
  if (!bound) return independent;
  walk.take(bound.variable, '');
  return bound.origins;
}

/** Functions in an object literal are named after the variable that holds it: `orders.find`. */
function visitObject(walk: Walk, node: ts.ObjectLiteralExpression): readonly Origin[] {
  const owner = walk.pendingName;
  let origins = independent;
  let fields: Record<string, readonly Origin[]> | null = null;
  let known = true;
  for (const property of node.properties) {
    let part = independent;
    if (ts.isPropertyAssignment(property)) {
      const value = peel(property.initializer);
      const named = isInlineFunction(value) || ts.isObjectLiteralExpression(value);
      walk.pendingName = named ? qualified(owner, nameOf(property.name)) : '';
      walk.pendingProperty = isInlineFunction(value) ? nameOf(property.name) : '';
      if (ts.isComputedPropertyName(property.name)) part = walk.visit(property.name.expression);
      part = union(part, walk.visit(property.initializer));
    } else {
      walk.pendingName = ts.isMethodDeclaration(property) ? owner : '';
      walk.pendingProperty = ts.isMethodDeclaration(property) ? nameOf(property.name) : '';
      if (ts.isShorthandPropertyAssignment(property)) part = walk.visit(property.name);
      else part = walk.visit(property);
    }
    walk.pendingProperty = '';
    const name = nameOf(property.name);
    if (name === '') known = false;
    if (part.length === 0) continue;
    (fields ??= {})[name] = part;
    origins = union(origins, part);
  }
  walk.pendingName = '';
  if (known && fields) walk.fieldsOf.set(node, fields);
  return origins;
}

function qualified(owner: string, name: string): string {
  return owner === '' ? '' : `${owner}.${name}`;
}

function visitBinary(walk: Walk, node: ts.BinaryExpression): readonly Origin[] {
  const assigns =
    node.operatorToken.kind >= kinds.FirstAssignment && node.operatorToken.kind <= kinds.LastAssignment;
  if (!assigns) {
    const origins = union(walk.visit(node.left), walk.visit(node.right));
    if (node.operatorToken.kind === kinds.PlusToken) readAddedSql(walk, node);
    return origins;
  }
  if (readExportsAssignment(walk, node.left, node.right)) return independent;
  readConditionalAssignment(walk, node);
  const right = walk.visit(node.right);
  if (ts.isIdentifier(node.left)) walk.taint(node.left.text, right);
  else walk.visit(node.left);
  return right;
}
