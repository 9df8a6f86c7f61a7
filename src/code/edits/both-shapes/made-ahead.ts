import { ts } from '../../syntax';
import type { Edit } from './named-place';

/** What a builder makes of a call is SQL, not a value: `knex.raw(…)`, `sql.ref(…)`, `eb(…)`. */
const ofBuilder = /^(?:raw|literal|fn|col|ref|eb|val|lit|sql|case|cast|expressionBuilder)$/;

/** Edits that make a value once, before the statement it stands in, under a name; null: that could change when or whether it is made. */
export function madeAhead(value: ts.Expression, name: string, source: ts.SourceFile): readonly Edit[] | null {
  if (!/^[A-Za-z_$][\w$]*$/.test(name) || isNamed(source, name) || !isCallOfCode(value)) return null;
  const statement = statementOf(value);
  if (statement === null) return null;
  const start = statement.getStart(source);
  const indent = source.text.slice(source.text.lastIndexOf('\n', start - 1) + 1, start);
  if (!/^[ \t]*$/.test(indent)) return null;
  return [
    {
      range: { start, end: start },
      newText: `const ${name} = ${value.getText(source)};\n${indent}`,
    },
    { range: { start: value.getStart(source), end: value.end }, newText: name },
  ];
}

function isCallOfCode(value: ts.Expression): boolean {
  const called = ts.isAwaitExpression(value) ? value.expression : value;
  if (ts.isNewExpression(called)) return true;
  if (!ts.isCallExpression(called)) return false;
  const names = called.expression.getText().split(/\W+/);
  return !names.some((name) => ofBuilder.test(name));
}

/** The statement around a value that is certain to be made once when the statement runs; null: there is none. */
function statementOf(value: ts.Node): ts.Statement | null {
  let node = value;
  for (;;) {
    const parent = node.parent;
    if (
      ts.isExpressionStatement(parent) ||
      ts.isReturnStatement(parent) ||
      (ts.isVariableStatement(parent) && parent.declarationList.declarations.length === 1)
    )
      return ts.isBlock(parent.parent) || ts.isSourceFile(parent.parent) ? parent : null;
    if (!runsAlways(parent)) return null;
    node = parent;
  }
}

function runsAlways(node: ts.Node): boolean {
  return (
    ts.isObjectLiteralExpression(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isArrayLiteralExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isVariableDeclarationList(node) ||
    ((ts.isCallExpression(node) || ts.isPropertyAccessExpression(node)) &&
      node.questionDotToken === undefined)
  );
}

function isNamed(source: ts.SourceFile, name: string): boolean {
  let named = false;
  const visit = (node: ts.Node): void => {
    const isOwn = ts.isIdentifier(node) && node.text === name && !isProperty(node);
    if (isOwn) named = true;
    if (!named) ts.forEachChild(node, visit);
  };
  visit(source);
  return named;
}

/** The name of a property means nothing outside of its object. */
function isProperty(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) ||
      ts.isPropertyAssignment(parent) ||
      ts.isPropertySignature(parent) ||
      ts.isPropertyDeclaration(parent)) &&
    parent.name === node
  );
}
