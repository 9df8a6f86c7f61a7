import { ts } from '../../syntax';

/** A name or path that can be gone through once only, or not for certain twice: an iterator, a generator, an iterable of any kind. */
export function isOnceOnly(list: ts.Expression): boolean {
  if (!ts.isIdentifier(list)) return false;
  const source = list.getSourceFile();
  const isDeclaredSo = (node: ts.Node): boolean => {
    const declared = ts.isVariableDeclaration(node) || ts.isParameter(node) ? node : null;
    if (declared !== null && ts.isIdentifier(declared.name) && declared.name.text === list.text) {
      if (
        /\b(?:Async)?(?:Iterable|Iterator|IterableIterator|Generator)\b/.test(declared.type?.getText() ?? '')
      )
        return true;
      if (declared.initializer !== undefined && mayBeIterator(declared.initializer)) return true;
    }
    return ts.forEachChild(node, (child) => isDeclaredSo(child) || undefined) ?? false;
  };
  return isDeclaredSo(source);
}

/** `map.values()`, or a call of a generator of the file. */
function mayBeIterator(node: ts.Expression): boolean {
  if (!ts.isCallExpression(node)) return false;
  const { expression: callee } = node;
  if (ts.isPropertyAccessExpression(callee))
    return (
      /^(?:values|keys|entries|matchAll)$/.test(callee.name.text) && callee.expression.getText() !== 'Object'
    );
  return (
    ts.isIdentifier(callee) &&
    callee
      .getSourceFile()
      .statements.some(
        (one) =>
          ts.isFunctionDeclaration(one) && one.asteriskToken !== undefined && one.name?.text === callee.text,
      )
  );
}

/** Methods whose result is an array. */
const listMaking = /^(?:filter|map|slice|flat|flatMap|concat|sort|reverse|toSorted|toReversed|split|splice)$/;

/** Text of a list that is made on the spot, as something that can be gone through twice. */
export function madeList(node: ts.Expression): string {
  const bare = ts.isParenthesizedExpression(node) ? node.expression : node;
  return isList(bare) ? bare.getText() : `Array.from(${bare.getText()})`;
}

function isList(node: ts.Expression): boolean {
  if (ts.isAwaitExpression(node) || ts.isArrayLiteralExpression(node)) return true;
  if (ts.isParenthesizedExpression(node)) return isList(node.expression);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken)
    return isList(node.right);
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const { name, expression: receiver } = node.expression;
  if (receiver.getText() === 'Object' || receiver.getText() === 'Array') return true;
  return listMaking.test(name.text);
}
