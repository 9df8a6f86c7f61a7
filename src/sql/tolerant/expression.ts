import type { Expression, Identifier } from '../../model/schema-change';
import { fold } from '../identifiers';
import { reservedWords } from '../reserved-words';
import { Cursor } from './source';

/** The tokens from `from` up to the position, as an expression. */
export function expressionFrom(cursor: Cursor, from: number): Expression {
  const range = cursor.rangeFrom(from);
  const span = new Cursor(cursor.source, from, cursor.at);
  const { functions, columns } = namesIn(new Cursor(cursor.source, from, cursor.at));
  return {
    text: cursor.slice(range),
    range,
    isLiteral: isLiteral(span),
    functions,
    columns: columns.map((column) => column.name),
    provesNotNull: provenNotNull(new Cursor(cursor.source, from, cursor.at)),
  };
}

/** The rest of the span as an expression. */
export function readExpression(cursor: Cursor): Expression {
  const from = cursor.at;
  cursor.at = cursor.to;
  return expressionFrom(cursor, from);
}

/** What the parentheses at the position hold, as an expression without them; null when there are none. */
export function readParenthesised(cursor: Cursor): Expression | null {
  const inside = cursor.parentheses();
  return inside === null || inside.done ? null : readExpression(inside);
}

const keywordFunctions =
  /^(?:CURRENT_(?:TIMESTAMP|DATE|TIME|USER|ROLE|SCHEMA|CATALOG)|LOCALTIME|LOCALTIMESTAMP|SESSION_USER|USER|UTC_(?:DATE|TIME|TIMESTAMP))$/;
const notFunctions =
  /^(?:AND|OR|NOT|IN|ANY|SOME|ALL|EXISTS|VALUES|CAST|CASE|WHEN|THEN|ELSE|IS|LIKE|BETWEEN|OVER|FILTER|ARRAY|ROW|FROM|WHERE|ON|USING|AS|SELECT)$/;
const plainWords =
  /^(?:NULL|TRUE|FALSE|UNKNOWN|IS|END|AT|ZONE|TIME|ESCAPE|DIV|MOD|XOR|REGEXP|RLIKE|GLOB|MATCH|INTERVAL|DAY|HOUR|MINUTE|SECOND|MONTH|YEAR|WEEK|SOUNDS|BINARY|DATE|TIMESTAMP|UNSIGNED|SIGNED|ISNULL|NOTNULL|OVERLAPS)$/;

function namesIn(cursor: Cursor): { functions: string[]; columns: Identifier[] } {
  const functions = new Set<string>();
  const columns = new Map<string, Identifier>();
  const reserved = reservedWords[cursor.source.dialect];
  let afterCast = false;
  for (; !cursor.done; cursor.at++) {
    const token = cursor.token();
    if (token?.kind !== 'word' && token?.kind !== 'quoted') {
      afterCast = token?.text === '::' || (afterCast && token?.text === '.');
      continue;
    }
    const word = cursor.word();
    if (afterCast || cursor.word(-1) === 'AS' || token.text.startsWith('@')) {
      afterCast = afterCast && cursor.seesSymbol('.', 1);
    } else if (cursor.seesSymbol('(', 1) && !notFunctions.test(word)) {
      functions.add(qualifier(cursor) + fold(token.text, cursor.source.dialect).toLowerCase());
    } else if (keywordFunctions.test(word)) {
      functions.add(word.toLowerCase());
    } else if (cursor.seesSymbol('(', -1) && cursor.word(1) === 'FROM') {
      continue; // the field of EXTRACT(EPOCH FROM …)
    } else if (!cursor.seesSymbol('.', 1) && cursor.token(1)?.kind !== 'string') {
      const bare = token.kind === 'word' && !cursor.seesSymbol('.', -1);
      if (!bare || !(reserved.has(word.toLowerCase()) || plainWords.test(word) || notFunctions.test(word)))
        addOnce(columns, {
          name: fold(token.text, cursor.source.dialect),
          range: { start: token.start, end: token.end },
        });
    }
  }
  return { functions: [...functions], columns: [...columns.values()] };
}

function addOnce(columns: Map<string, Identifier>, column: Identifier): void {
  if (!columns.has(column.name)) columns.set(column.name, column);
}

/** The columns named in the parentheses at the position, which does not move: each once, where it stands first. */
export function columnsInParentheses(cursor: Cursor): Identifier[] {
  const inside = new Cursor(cursor.source, cursor.at, cursor.to).parentheses();
  return inside === null ? [] : namesIn(inside).columns;
}

function qualifier(cursor: Cursor): string {
  const schema = cursor.seesSymbol('.', -1) ? cursor.token(-2) : undefined;
  return schema === undefined ? '' : `${fold(schema.text, cursor.source.dialect).toLowerCase()}.`;
}

/** Parentheses deeper than anybody writes are not looked into: the stack ends somewhere. */
const deepest = 30;

/** A constant: signed, cast, in parentheses, or an array of such. */
function isLiteral(cursor: Cursor, depth = 0): boolean {
  if (depth > deepest) return false;
  const isPart = (part: Cursor): boolean => isLiteral(part, depth + 1);
  while (cursor.takeSymbol('-') || cursor.takeSymbol('+'));
  if (cursor.take('ARRAY') || cursor.seesSymbol('[')) {
    const from = cursor.at + 1;
    cursor.skip();
    if (!new Cursor(cursor.source, from, cursor.at - 1).list().every(isPart)) return false;
  } else if (cursor.take('CAST')) {
    const inside = cursor.parentheses();
    const from = inside?.at ?? 0;
    if (inside?.skipTo('AS') == null || !isPart(new Cursor(cursor.source, from, inside.at))) return false;
  } else if (cursor.seesSymbol('(')) {
    const inside = cursor.parentheses();
    if (inside === null || inside.done || !inside.list().every(isPart)) return false;
  } else {
    const token = cursor.token();
    const typed = token?.kind === 'word' && cursor.token(1)?.kind === 'string';
    if (typed) cursor.at++;
    else if (token?.kind === 'word' && !/^(?:NULL|TRUE|FALSE)$/.test(cursor.word())) return false;
    else if (token?.kind !== 'word' && token?.kind !== 'number' && token?.kind !== 'string') return false;
    cursor.at++;
  }
  return cursor.done || cursor.seesSymbol('::');
}

function provenNotNull(cursor: Cursor, depth = 0): string[] {
  if (depth > deepest) return [];
  const proven: string[] = [];
  let from = cursor.at;
  for (;;) {
    const word = cursor.skipTo('AND', 'OR');
    if (word === 'OR') return [];
    proven.push(...notNullOperand(new Cursor(cursor.source, from, cursor.at), depth));
    if (word === null) return proven;
    from = ++cursor.at;
  }
}

function notNullOperand(cursor: Cursor, depth: number): string[] {
  if (cursor.seesSymbol('(')) {
    const inside = cursor.parentheses();
    return inside !== null && cursor.done ? provenNotNull(inside, depth + 1) : [];
  }
  const name = cursor.token(cursor.to - cursor.at - 4);
  const operand = cursor.to - cursor.at;
  const isSimple = operand === 4 || (operand === 6 && cursor.seesSymbol('.', 1));
  if (!isSimple || name === undefined || (name.kind !== 'word' && name.kind !== 'quoted')) return [];
  cursor.at = cursor.to - 3;
  return cursor.sees('IS', 'NOT', 'NULL') ? [fold(name.text, cursor.source.dialect)] : [];
}
