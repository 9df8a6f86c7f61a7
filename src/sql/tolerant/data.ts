import type { Identifier, SchemaChange, WhereClause } from '../../model/schema-change';
import { readColumnNames, readIdentifier, readName } from './names';
import { onlyMariadb, onlyMysql } from './only';
import { Cursor } from './source';

/** INSERT, REPLACE, UPDATE and DELETE, also behind a WITH clause; null for any other statement. */
export function readData(cursor: Cursor): SchemaChange[] | null {
  if (cursor.sees('WITH')) {
    const start = cursor.at;
    const verb = cursor.skipTo('INSERT', 'REPLACE', 'UPDATE', 'DELETE', 'SELECT', 'VALUES');
    if (verb === null || verb === 'SELECT' || verb === 'VALUES') {
      cursor.at = start;
      return null;
    }
  }
  const verb = cursor.takeAny('INSERT', 'REPLACE', 'UPDATE', 'DELETE');
  if (verb === null) return null;
  if (cursor.isMysql) markVendor(cursor, verb);
  if (verb === 'UPDATE') return readUpdate(cursor);
  return verb === 'DELETE' ? readDelete(cursor) : readInsert(cursor);
}

/** RETURNING is MariaDB's, and the alias of new rows (VALUES … AS new) MySQL's (8.4 manual, 15.2.7.2). */
function markVendor(cursor: Cursor, verb: string): void {
  const ahead = new Cursor(cursor.source, cursor.at, cursor.to);
  if (verb !== 'UPDATE' && ahead.skipTo('RETURNING') !== null)
    onlyMariadb(ahead, `RETURNING of ${verb}`, ahead.at);
  ahead.at = cursor.at;
  if (ahead.skipTo('VALUES') !== null && ahead.word(1) === 'ROW')
    onlyMysql(ahead, 'VALUES ROW(…)', ahead.at + 1);
}

function skipModifiers(cursor: Cursor): void {
  while (cursor.takeAny('LOW_PRIORITY', 'HIGH_PRIORITY', 'DELAYED', 'QUICK', 'IGNORE') !== null);
  if (cursor.take('OR')) cursor.at++;
}

function readInsert(cursor: Cursor): SchemaChange[] {
  const range = cursor.range(0, cursor.to);
  skipModifiers(cursor);
  cursor.take('INTO');
  const table = readName(cursor);
  if (table === null) return missingTable(cursor);
  if (cursor.take('AS')) readIdentifier(cursor);
  const isList = cursor.seesSymbol('(') && !/^(?:SELECT|WITH)$/.test(cursor.word(1));
  let columns: readonly Identifier[] = isList ? readColumnNames(cursor.parentheses()) : [];
  const inParentheses = cursor.seesSymbol('(');
  const word = inParentheses
    ? 'SELECT'
    : cursor.skipTo('VALUES', 'VALUE', 'SELECT', 'WITH', 'DEFAULT', 'SET', 'TABLE');
  if (word === null) cursor.miss('the rows are missing');
  if (word === 'SET') {
    cursor.at++;
    columns = assignedColumns(cursor);
  }
  cursor.at = cursor.to;
  const isQuery = word === 'SELECT' || word === 'WITH' || word === 'TABLE';
  return [
    {
      kind: 'insert',
      table,
      columns,
      source: isQuery ? 'query' : word === 'DEFAULT' ? 'default' : 'values',
      range,
    },
  ];
}

function readUpdate(cursor: Cursor): SchemaChange[] {
  const range = cursor.range(0, cursor.to);
  skipModifiers(cursor);
  cursor.take('ONLY');
  const table = readName(cursor);
  if (table === null) return missingTable(cursor);
  if (cursor.skipTo('SET') === null) {
    cursor.miss('the new values are missing');
    return [{ kind: 'update', table, columns: [], where: 'some', range }];
  }
  cursor.at++;
  const columns = assignedColumns(cursor);
  return [{ kind: 'update', table, columns, where: readWhere(cursor), range }];
}

function readDelete(cursor: Cursor): SchemaChange[] {
  const range = cursor.range(0, cursor.to);
  skipModifiers(cursor);
  if (!cursor.sees('FROM')) cursor.skipTo('FROM');
  cursor.take('FROM');
  cursor.take('ONLY');
  const table = readName(cursor);
  return table === null ? missingTable(cursor) : [{ kind: 'delete', table, where: readWhere(cursor), range }];
}

/** The left sides of the assignments at the position, which moves to the clause behind them. */
function assignedColumns(cursor: Cursor): Identifier[] {
  const from = cursor.at;
  cursor.skipTo('WHERE', 'FROM', 'ORDER', 'LIMIT', 'RETURNING', 'ON');
  const assignments = new Cursor(cursor.source, from, cursor.at).list();
  return assignments.flatMap((assignment) => {
    if (assignment.seesSymbol('(')) return readColumnNames(assignment.parentheses());
    const name = readName(assignment);
    return name === null ? [] : [{ name: name.name, range: name.range }];
  });
}

function readWhere(cursor: Cursor): WhereClause {
  const word = cursor.skipTo('WHERE', 'LIMIT');
  if (word !== 'WHERE') {
    cursor.at = cursor.to;
    return word === null ? 'none' : 'some';
  }
  const from = ++cursor.at;
  const end = cursor.skipTo('ORDER', 'LIMIT', 'RETURNING');
  const isTrue = isAlwaysTrue(new Cursor(cursor.source, from, cursor.at));
  if (from === cursor.at) cursor.miss('the condition is missing');
  const isLimited = end !== null && cursor.skipTo('LIMIT') !== null;
  cursor.at = cursor.to;
  return isTrue && !isLimited ? 'always-true' : 'some';
}

/** TRUE, 1, 1 = 1, 'a' = 'a', in parentheses or not. */
function isAlwaysTrue(cursor: Cursor): boolean {
  if (cursor.seesSymbol('(')) {
    const inside = cursor.parentheses();
    return inside !== null && cursor.done && isAlwaysTrue(inside);
  }
  const [first, operator, second] = [cursor.token(), cursor.token(1), cursor.token(2)];
  const length = cursor.to - cursor.at;
  if (length === 1) return cursor.sees('TRUE') || (first?.kind === 'number' && Number(first.text) !== 0);
  const isConstant = first?.kind === 'number' || first?.kind === 'string' || cursor.sees('TRUE');
  return (
    length === 3 &&
    isConstant &&
    operator?.text === '=' &&
    first?.text.toUpperCase() === second?.text.toUpperCase()
  );
}

function missingTable(cursor: Cursor): SchemaChange[] {
  cursor.miss('the name of the table is missing');
  return [];
}
