import { ts } from '../../syntax';
import type { LibraryName } from '../../../model/code';
import type { Range, TextEdit } from '../../../model/text';
import { readAhead } from '../batch-read/ahead';
import { askedAt, callAt, type Asked } from '../batch-read/asked';
import type { BatchedCall } from '../batch-read/batched-call';
import { batchings } from '../batch-read/batchings';
import { isAbsence } from '../batch-read/helper-form';
import { importEdit } from '../batch-read/imports';
import { isPath, nameOf, propertyOf, rootOf, valueOf, type NamedProperty } from '../batch-read/literals';
import { namesIn } from '../batch-read/loop-form';
import { pathText } from '../batch-read/turn';
import { insertForms } from './insert-forms';
import type { WriteOfMany } from './written-call';
import { writtenCreation } from './written-creation';

/** A row that each turn of a loop looks for, and creates when it is missing. */
export interface CreationRequest {
  readonly file: string;
  readonly text: string;
  /** Of the call that looks for the row. */
  readonly call: Range;
  readonly created: Range;
  readonly library: LibraryName;
}

/** What the rewrite is made of. */
export interface Creation {
  readonly asked: Asked;
  readonly read: BatchedCall;
  readonly insert: WriteOfMany & { readonly item: ts.ObjectLiteralExpression };
}

/**
 * The edits that look for all rows with one query and create those that are missing with one, sorted by their key; of
 * two items with one key the first is created, as before. null: the loop does more, or a second item would not find
 * what the first one created.
 */
export function lookThenCreate(request: CreationRequest): readonly TextEdit[] | null {
  const { file, text, library } = request;
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const asked = askedAt(source, request.call);
  const created = callAt(source, request.created);
  if (asked === null || created === null || !isAllOfTurn(asked, created)) return null;
  const { call, loop } = asked;
  const varies = (one: ts.Expression): boolean => [...namesIn(one)].some((name) => loop.inner.has(name));
  const read = batchings[library]?.({ call, source, varies }) ?? null;
  const insert = insertForms[library]?.(created, source) ?? null;
  if (read === null || insert === null || !/^[A-Za-z_$][\w$]*$/.test(read.rowKey)) return null;
  const { item } = insert;
  if (!isFound(item, read, call)) return null;
  if (
    !isPath(read.key) ||
    !loop.itemNames.has(rootOf(read.key)?.text ?? '') ||
    readAhead(asked, read.key) !== ''
  )
    return null;
  const isOuter = (node: ts.Node, without: ts.Node): boolean =>
    [...namesIn(node, without)].every((name) => !loop.inner.has(name));
  const isOfItem = [...namesIn(item)].every((name) => loop.itemNames.has(name) || !loop.inner.has(name));
  if (!isOuter(call, read.key) || !isOuter(created, item) || !isOfItem) return null;
  const imports = read.imports === null ? [] : importEdit(source, read.imports);
  if (imports === null) return null;
  const edits = [...imports, ...writtenCreation({ asked, read, insert: { ...insert, item } }, source)];
  return edits.map((edit) => ({ file, ...edit }));
}

/** `const row = await …; if (!row) await …;`, or `if (row) continue; await …;`, and nothing else. */
function isAllOfTurn({ value, loop }: Asked, created: ts.CallExpression): boolean {
  const { body } = loop;
  if (!ts.isForOfStatement(loop.statement) || !ts.isBlock(body) || /\/[/*]/.test(body.getText()))
    return false;
  const [first, second, third, fourth] = body.statements;
  if (first === undefined || second === undefined || fourth !== undefined) return false;
  const { parent } = value;
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return false;
  if (parent.parent.parent !== first || !ts.isIfStatement(second) || second.elseStatement !== undefined)
    return false;
  const name = parent.name.text;
  const then =
    ts.isBlock(second.thenStatement) && second.thenStatement.statements.length === 1
      ? second.thenStatement.statements[0]
      : second.thenStatement;
  if (then === undefined) return false;
  if (third === undefined) return isAbsence(second.expression, name) && isWrite(then, created);
  const isThere = ts.isIdentifier(second.expression) && second.expression.text === name;
  return isThere && ts.isContinueStatement(then) && isWrite(third, created);
}

function isWrite(statement: ts.Statement, created: ts.CallExpression): boolean {
  return (
    ts.isExpressionStatement(statement) &&
    ts.isAwaitExpression(statement.expression) &&
    statement.expression.expression === created
  );
}

/** The row that is created is one that the query looks for: it has the key, and what else the query asks. */
function isFound(
  row: ts.Expression,
  { key, rowKey, gives }: BatchedCall,
  call: ts.CallExpression,
): row is ts.ObjectLiteralExpression {
  if (!ts.isObjectLiteralExpression(row) || gives !== 'row') return false;
  const own = propertyOf(row, rowKey);
  if (own === null || pathText(valueOf(own)) !== pathText(key)) return false;
  const { parent } = key;
  const isProperty = ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent);
  const condition = isProperty ? parent.parent : null;
  if (condition === null) return !/\band\(|\.(?:andW|w)here\([^]*\.(?:andW|w)here\(/.test(call.getText());
  return condition.properties.every((one) => {
    const value = valueOf(one as NamedProperty);
    const same = propertyOf(row, nameOf(one) ?? '');
    return same !== null && valueOf(same).getText() === value.getText();
  });
}
