import type { ConstraintDefinition, ConstraintType, Expression, Identifier } from '../../model/schema-change';
import { columnsInParentheses, readParenthesised } from './expression';
import { readColumnNames, readIdentifier, readName } from './names';
import { onlyMariadb, onlyMysql, takeOfMariadb } from './only';
import type { Cursor } from './source';

interface Parts {
  readonly name: Identifier | null;
  readonly type: ConstraintType;
  readonly columns: readonly Identifier[];
  readonly usingIndex?: Identifier | null;
  readonly references?: ConstraintDefinition['references'];
  readonly expression?: Expression | null;
}

/** Whether a table constraint begins at the position; MySQL's KEY and INDEX are no constraints. */
export function seesConstraint(cursor: Cursor): boolean {
  const word = cursor.word();
  if (word === 'CONSTRAINT') return true;
  if (word === 'PRIMARY' || word === 'FOREIGN') return cursor.word(1) === 'KEY';
  if (word === 'CHECK') return cursor.seesSymbol('(', 1);
  if (word === 'EXCLUDE') return cursor.word(1) === 'USING' || cursor.seesSymbol('(', 1);
  if (word !== 'UNIQUE') return false;
  return (
    cursor.isMysql || cursor.seesSymbol('(', 1) || cursor.word(1) === 'USING' || cursor.word(1) === 'NULLS'
  );
}

/** [CONSTRAINT name] and what follows, to the end of the span; null when it is none of the known kinds. */
export function readTableConstraint(cursor: Cursor): ConstraintDefinition | null {
  const from = cursor.at;
  let name = readConstraintName(cursor);
  if (cursor.take('PRIMARY', 'KEY')) {
    const usingIndex = readUsing(cursor);
    return finish(cursor, from, {
      name,
      type: 'primary-key',
      columns: readColumnNames(cursor.parentheses()),
      usingIndex,
    });
  }
  if (cursor.take('UNIQUE')) {
    cursor.takeAny('KEY', 'INDEX');
    takeOfMariadb(cursor, 'IF', 'NOT', 'EXISTS');
    cursor.take('NULLS', 'NOT', 'DISTINCT');
    let usingIndex = readUsing(cursor);
    if (!cursor.seesSymbol('(') && usingIndex === null) name = readIdentifier(cursor) ?? name;
    usingIndex = readUsing(cursor) ?? usingIndex;
    return finish(cursor, from, {
      name,
      type: 'unique',
      columns: readColumnNames(cursor.parentheses()),
      usingIndex,
    });
  }
  if (cursor.take('FOREIGN', 'KEY')) {
    takeOfMariadb(cursor, 'IF', 'NOT', 'EXISTS');
    const indexName = cursor.seesSymbol('(') ? null : readIdentifier(cursor);
    // MariaDB names the constraint after the index when it has no name; MySQL since 8.0.16 does not.
    if (cursor.source.dialect !== 'mysql') name ??= indexName;
    const columns = readColumnNames(cursor.parentheses());
    const references = readReferences(cursor);
    if (references === null) cursor.miss('the referenced table is missing');
    return finish(cursor, from, { name, type: 'foreign-key', columns, references });
  }
  if (cursor.take('CHECK'))
    return finish(cursor, from, {
      name,
      type: 'check',
      columns: columnsInParentheses(cursor),
      expression: readParenthesised(cursor),
    });
  if (cursor.take('NOT', 'NULL'))
    return finish(cursor, from, {
      name,
      type: 'not-null',
      columns: [readIdentifier(cursor)].flatMap((one) => one ?? []),
    });
  if (cursor.take('EXCLUDE')) {
    cursor.skipTo('NOT', 'DEFERRABLE', 'INITIALLY');
    return finish(cursor, from, { name, type: 'exclude', columns: [] });
  }
  return null;
}

/** PRIMARY KEY, UNIQUE, REFERENCES, CHECK behind a column; null when none begins here. */
export function readColumnConstraint(cursor: Cursor, column: Identifier): ConstraintDefinition | null {
  const from = cursor.at;
  const name = readConstraintName(cursor);
  const columns = [column];
  if (cursor.take('PRIMARY', 'KEY') || (cursor.isMysql && cursor.take('KEY'))) {
    cursor.takeAny('ASC', 'DESC');
    return finish(cursor, from, { name, type: 'primary-key', columns }, true);
  }
  if (cursor.take('UNIQUE')) {
    if (cursor.isMysql) cursor.take('KEY');
    cursor.take('NULLS', 'NOT', 'DISTINCT');
    return finish(cursor, from, { name, type: 'unique', columns }, true);
  }
  if (cursor.sees('REFERENCES'))
    return finish(
      cursor,
      from,
      { name, type: 'foreign-key', columns, references: readReferences(cursor) },
      true,
    );
  if (cursor.take('CHECK'))
    return finish(
      cursor,
      from,
      { name, type: 'check', columns, expression: readParenthesised(cursor) },
      true,
    );
  cursor.at = from;
  return null;
}

function readConstraintName(cursor: Cursor): Identifier | null {
  if (!cursor.take('CONSTRAINT')) return null;
  takeOfMariadb(cursor, 'IF', 'NOT', 'EXISTS');
  const isKind = /^(?:PRIMARY|UNIQUE|FOREIGN|CHECK|REFERENCES|EXCLUDE)$/.test(cursor.word());
  return isKind ? null : readIdentifier(cursor);
}

/** USING INDEX name gives the name; USING BTREE is passed over. */
function readUsing(cursor: Cursor): Identifier | null {
  if (cursor.take('USING', 'INDEX')) return readIdentifier(cursor);
  if (cursor.take('USING')) cursor.at++;
  return null;
}

function readReferences(cursor: Cursor): ConstraintDefinition['references'] {
  if (!cursor.take('REFERENCES')) return null;
  const table = readName(cursor);
  if (table === null) return null;
  const columns = readColumnNames(cursor.parentheses());
  const actions: { onDelete: string | null; onUpdate: string | null } = { onDelete: null, onUpdate: null };
  for (;;) {
    if (cursor.take('MATCH')) cursor.at++;
    else if (cursor.take('ON', 'DELETE')) actions.onDelete = readAction(cursor);
    else if (cursor.sees('ON', 'UPDATE') && actionWords.test(cursor.word(2))) {
      cursor.at += 2;
      actions.onUpdate = readAction(cursor);
    } else return { table, columns, ...actions };
  }
}

const actionWords = /^(?:NO|SET|CASCADE|RESTRICT)$/;

/** In lower case: `cascade`, `set null`, … */
function readAction(cursor: Cursor): string {
  const first = cursor.word();
  cursor.at++;
  if (first !== 'NO' && first !== 'SET') return first.toLowerCase();
  const second = cursor.word();
  cursor.at++;
  if (first === 'SET' && cursor.seesSymbol('(')) cursor.skip();
  return `${first} ${second}`.toLowerCase();
}

/** NOT VALID, NOT ENFORCED, DEFERRABLE and what else may follow a constraint. Behind a column of MySQL, most belongs to the column. */
function finish(cursor: Cursor, from: number, parts: Parts, ofColumn = false): ConstraintDefinition {
  let validated = true;
  let enforced = true;
  let deferrable = false;
  for (;;) {
    const at = cursor.at;
    if (cursor.take('NOT', 'ENFORCED') || cursor.take('ENFORCED')) {
      enforced = cursor.at - at === 1;
      onlyMysql(cursor, 'ENFORCED', at);
    } else if (cursor.sees('ON', 'CONFLICT')) {
      cursor.at = Math.min(cursor.at + 3, cursor.to);
    } else if (cursor.isMysql) {
      if (ofColumn || !skipOption(cursor)) break;
    } else if (cursor.take('NOT', 'VALID')) validated = false;
    else if (cursor.take('NOT', 'DEFERRABLE')) continue;
    else if (cursor.take('DEFERRABLE')) deferrable = true;
    else if (cursor.take('INITIALLY')) cursor.at++;
    else if (!skipOption(cursor)) break;
  }
  return {
    name: parts.name,
    type: parts.type,
    columns: parts.columns,
    validated,
    enforced,
    usingIndex: parts.usingIndex ?? null,
    references: parts.references ?? null,
    expression: parts.expression ?? null,
    deferrable,
    range: cursor.rangeFrom(from),
  };
}

/** Options of the index behind a key: USING BTREE, INCLUDE (…), WITH (…), KEY_BLOCK_SIZE = 1, COMMENT '…'. */
export function skipOption(cursor: Cursor): boolean {
  if (cursor.take('USING')) {
    cursor.take('INDEX', 'TABLESPACE');
    cursor.at++;
    return true;
  }
  if (cursor.isMysql && cursor.take('NOT', 'IGNORED')) {
    onlyMariadb(cursor, 'NOT IGNORED', cursor.at - 2);
    return true;
  }
  if (cursor.take('NO', 'INHERIT')) return true;
  const word = cursor.word();
  if ((word === 'INCLUDE' || word === 'WITH') && cursor.seesSymbol('(', 1)) {
    cursor.at++;
    cursor.skip();
    return true;
  }
  if (cursor.isMysql && cursor.take('WITH', 'PARSER')) {
    cursor.at++;
    return true;
  }
  if (
    !cursor.isMysql ||
    !/^(?:KEY_BLOCK_SIZE|COMMENT|ENGINE_ATTRIBUTE|SECONDARY_ENGINE_ATTRIBUTE|VISIBLE|INVISIBLE|IGNORED|CLUSTERING)$/.test(
      word,
    )
  )
    return false;
  const takesValue =
    !/^(?:VISIBLE|INVISIBLE|IGNORED)$/.test(word) &&
    (word !== 'COMMENT' || cursor.token(1)?.kind === 'string');
  if (word === 'COMMENT' && !takesValue) return false;
  const from = cursor.at++;
  if (takesValue) {
    cursor.takeSymbol('=');
    cursor.at++;
  }
  if (word === 'IGNORED') onlyMariadb(cursor, 'IGNORED indexes', from);
  if (/VISIBLE$|ENGINE_ATTRIBUTE$/.test(word)) onlyMysql(cursor, `${word} on an index`, from);
  return true;
}
