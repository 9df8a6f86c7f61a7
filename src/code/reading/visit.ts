import { ts } from '../syntax';
import { independent, union } from '../origins';
import type { Origin } from '../facts';
import { readBranches, readConditionalAssignment, readFailure } from './branches';
import { readClass } from './classes';
import { readExportsAssignment } from './commonjs';
import { visitCall, visitReceiver } from './calls';
import { readFlagTest, readRefusingSwitch } from './decisions';
import { enterFunction, noteReturned } from './functions';
import { readFilledMemory, readGuards } from './loop-guards';
import { visitFor, visitForIn, visitForOf, visitWhile } from './loops';
import {
  readEnum,
  readExportAssignment,
  readExportDeclaration,
  readImport,
  readInterface,
  readTypeAlias,
} from './modules';
import { nameOf, peel } from './nodes';
import { nameGivenBack, visitArray, visitObject } from './objects';
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
    case kinds.ArrayLiteralExpression:
      return visitArray(walk, node as ts.ArrayLiteralExpression);
    case kinds.CallExpression: {
      const { expression } = node as ts.CallExpression;
      if (ts.isPropertyAccessExpression(expression) && expression.name.text === 'then')
        readAwaitedProperty(walk, expression.expression);
      return visitCall(walk, node as ts.CallExpression);
    }
    case kinds.NewExpression:
    case kinds.TaggedTemplateExpression:
      return visitCall(walk, node as ts.CallExpression);
    case kinds.AwaitExpression: {
      const origins = walk.visit((node as ts.AwaitExpression).expression);
      walk.awaits++;
      const awaited = walk.calls[walk.callIndexOf(peel(node as ts.AwaitExpression))];
      if (awaited) awaited.awaited = true;
      readAwaitedProperty(walk, (node as ts.AwaitExpression).expression);
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
      const { expression } = node as ts.ReturnStatement;
      if (expression) nameGivenBack(walk, expression);
      const origins = walk.visitChildren(node);
      if (expression) {
        noteReturned(walk, expression);
        readFailure(walk, node as ts.ReturnStatement);
      }
      return origins;
    }
    case kinds.IfStatement:
    case kinds.ConditionalExpression:
      readFlagTest(walk, node as ts.IfStatement);
      if (ts.isIfStatement(node)) readGuards(walk, node);
      readBranches(walk, node);
      return walk.visitChildren(node);
    case kinds.SwitchStatement: {
      readBranches(walk, node);
      const origins = walk.visitChildren(node);
      readRefusingSwitch(walk, node as ts.SwitchStatement);
      return origins;
    }
    case kinds.TryStatement:
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
  readFilledMemory(walk, node);
  const right = walk.visit(node.right);
  if (ts.isIdentifier(node.left)) walk.taint(node.left.text, right);
  else walk.visit(node.left);
  return right;
}
