import type {
  ChangeOf,
  Identifier,
  ObjectName,
  RequestedAlgorithm,
  SchemaChange,
} from '../../model/schema-change';
import type { Range } from '../../model/text';
import { readAdd } from './alter-add';
import { readAlterColumn } from './alter-column';
import { readColumnDefinition } from './column';
import { readIdentifier, readName } from './names';
import { onlyMariadb, onlyMysql, takeOfMariadb, takeWait } from './only';
import { readSetting, readTableOptions } from './table-settings';
import { Cursor } from './source';

/** ALTER TABLE of all dialects, action by action; the position is behind TABLE. */
export function readAlterTable(cursor: Cursor): SchemaChange[] {
  const ifExists = takeOfMariadb(cursor, 'IF', 'EXISTS');
  cursor.take('ONLY');
  const table = readName(cursor);
  if (table === null) {
    cursor.miss('the name of the table is missing');
    return [];
  }
  if (cursor.seesSymbol('*')) cursor.at++;
  if (cursor.done) cursor.miss('what shall be altered is missing');
  takeWait(cursor);
  const requested: { -readonly [Key in keyof RequestedAlgorithm]: RequestedAlgorithm[Key] } = {
    algorithm: null,
    lock: null,
  };
  const changes: SchemaChange[] = [];
  for (const action of actionsOf(cursor)) {
    if (action.done) action.miss('an action is missing');
    else if (!readRequest(action, requested)) changes.push(...readAction(action, table, ifExists));
    action.leaveRest('this part of the action is not understood');
  }
  const isStated = requested.algorithm !== null || requested.lock !== null;
  return isStated ? changes.map((change) => ({ ...change, requested })) : changes;
}

/**
 * The actions between commas; a list of partitions or ORDER BY takes the rest with its own commas. PARTITION BY and
 * REMOVE PARTITIONING follow the last action without one.
 */
function actionsOf(cursor: Cursor): Cursor[] {
  if (!cursor.isMysql) return cursor.list();
  const partitioning = new Cursor(cursor.source, cursor.at, cursor.to);
  while (!partitioning.done && !seesPartitioning(partitioning)) partitioning.skip();
  const actions = new Cursor(cursor.source, cursor.at, Math.min(partitioning.at, cursor.to)).list();
  if (!partitioning.done) {
    if (actions.at(-1)?.done === true) actions.pop();
    actions.push(partitioning);
  }
  cursor.at = cursor.to;
  const open = actions.findIndex((action) => action.word(1) === 'PARTITION' || action.sees('ORDER', 'BY'));
  const first = actions[open];
  if (first === undefined || first.sees('RENAME')) return actions;
  return [...actions.slice(0, open), new Cursor(cursor.source, first.at, cursor.to)];
}

function seesPartitioning(cursor: Cursor): boolean {
  return cursor.sees('PARTITION', 'BY') || cursor.sees('REMOVE', 'PARTITIONING');
}

function readAction(action: Cursor, table: ObjectName, ifExists: boolean): SchemaChange[] {
  const range = action.range(action.at, action.to);
  const from = action.at;
  const changes =
    readAdd(action, table, range) ??
    readDrop(action, table) ??
    readRename(action, table, ifExists) ??
    readAlterColumn(action, table, range) ??
    readRedefine(action, table) ??
    readPartition(action, table) ??
    readSetting(action, table, range) ??
    readTableOptions(action, table);
  if (changes !== null) return changes;
  action.at = from;
  action.leaveRest('this action is not understood');
  return [];
}

function readRequest(cursor: Cursor, requested: { algorithm: unknown; lock: unknown }): boolean {
  const word = cursor.word();
  if (!cursor.isMysql || (word !== 'ALGORITHM' && word !== 'LOCK')) return false;
  cursor.at++;
  cursor.takeSymbol('=');
  const value = cursor.word().toLowerCase();
  cursor.at++;
  if (word === 'ALGORITHM' && /^(?:default|instant|inplace|nocopy|copy)$/.test(value))
    requested.algorithm = value;
  if (value === 'nocopy') onlyMariadb(cursor, 'ALGORITHM=NOCOPY', cursor.at - 1);
  if (word === 'LOCK' && /^(?:default|none|shared|exclusive)$/.test(value)) requested.lock = value;
  return true;
}

/** ALGORITHM and LOCK behind CREATE INDEX and DROP INDEX; undefined when neither is stated. */
export function readRequested(cursor: Cursor): RequestedAlgorithm | undefined {
  const requested: { -readonly [Key in keyof RequestedAlgorithm]: RequestedAlgorithm[Key] } = {
    algorithm: null,
    lock: null,
  };
  while (readRequest(cursor, requested));
  return requested.algorithm === null && requested.lock === null ? undefined : requested;
}

function readDrop(cursor: Cursor, table: ObjectName): SchemaChange[] | null {
  const range = cursor.range(cursor.at, cursor.to);
  if (cursor.sees('DROP', 'PARTITION') || cursor.sees('DROP', 'SYSTEM') || cursor.sees('DROP', 'PERIOD'))
    return null;
  if (!cursor.take('DROP')) return null;
  if (cursor.take('PRIMARY', 'KEY')) {
    return [
      {
        kind: 'drop-constraint',
        table,
        constraint: null,
        constraintType: 'primary-key',
        ifExists: false,
        cascade: false,
        range,
      },
    ];
  }
  const isConstraint = /^(?:FOREIGN|CONSTRAINT|CHECK)$/.test(cursor.word()) && cursor.to - cursor.at > 1;
  const constraintType = cursor.sees('FOREIGN', 'KEY')
    ? 'foreign-key'
    : cursor.sees('CHECK')
      ? 'check'
      : null;
  if (isConstraint) {
    const from = cursor.at;
    cursor.at += constraintType === 'foreign-key' ? 2 : 1;
    if (constraintType === 'check') onlyMysql(cursor, 'DROP CHECK', from);
    const ifExists = takeOfMariadb(cursor, 'IF', 'EXISTS');
    const constraint = readIdentifier(cursor);
    if (constraint === null) return missing(cursor, 'the name of the constraint is missing');
    return [
      {
        kind: 'drop-constraint',
        table,
        constraint,
        constraintType,
        ifExists,
        cascade: takesCascade(cursor),
        range,
      },
    ];
  }
  if (cursor.isMysql && cursor.to - cursor.at > 1 && cursor.takeAny('INDEX', 'KEY') !== null) {
    const ifExists = takeOfMariadb(cursor, 'IF', 'EXISTS');
    const index = readName(cursor);
    if (index === null) return missing(cursor, 'the name of the index is missing');
    return [{ kind: 'drop-index', index, table, concurrently: false, ifExists, cascade: false, range }];
  }
  if (!cursor.sees('COLUMN') || cursor.to - cursor.at > 1) cursor.take('COLUMN');
  const ifExists = takeOfMariadb(cursor, 'IF', 'EXISTS');
  // Reserved in every dialect, so no column: the name behind it is still to come.
  const isKeyword = /^(?:COLUMN|CONSTRAINT|FOREIGN|CHECK|PRIMARY)$/.test(cursor.word());
  const column = readIdentifier(cursor);
  if (column === null || isKeyword) return missing(cursor, 'the name of the column is missing');
  return [{ kind: 'drop-column', table, column, ifExists, cascade: takesCascade(cursor), range }];
}

function takesCascade(cursor: Cursor): boolean {
  return cursor.takeAny('CASCADE', 'RESTRICT') === 'CASCADE';
}

function missing(cursor: Cursor, reason: string): SchemaChange[] {
  cursor.miss(reason);
  return [];
}

function readRename(cursor: Cursor, table: ObjectName, ifExists: boolean): SchemaChange[] | null {
  // Only MySQL and MariaDB know it as one action of several.
  const range = cursor.range(cursor.isMysql ? cursor.at : 0, cursor.to);
  if (!cursor.take('RENAME')) return null;
  const what = cursor.isMysql
    ? cursor.takeAny('COLUMN', 'INDEX', 'KEY', 'TO', 'AS')
    : cursor.takeAny('COLUMN', 'CONSTRAINT', 'TO');
  if (cursor.isMysql) cursor.takeSymbol('=');
  if (what !== null) takeOfMariadb(cursor, 'IF', 'EXISTS');
  const first = readName(cursor);
  if (first === null) return missing(cursor, 'the name is missing');
  if (what === 'TO' || what === 'AS' || (what === null && cursor.isMysql && !cursor.sees('TO')))
    return [{ kind: 'rename-table', table, newName: inSchemaOf(cursor, table, first), ifExists, range }];
  const newName = cursor.take('TO') ? readIdentifier(cursor) : null;
  if (newName === null) return missing(cursor, 'the new name is missing');
  const old: Identifier = { name: first.name, range: first.range };
  if (what === 'CONSTRAINT') return [{ kind: 'rename-constraint', table, constraint: old, newName, range }];
  if (what === 'INDEX' || what === 'KEY')
    return [{ kind: 'rename-index', index: first, table, newName, range }];
  return [{ kind: 'rename-column', table, column: old, newName, range }];
}

/** A renamed table stays in its schema; in MySQL and MariaDB a bare name means the current database. */
function inSchemaOf(cursor: Cursor, table: ObjectName, newName: ObjectName): ObjectName {
  return cursor.isMysql ? newName : { ...newName, schema: newName.schema ?? table.schema };
}

/** MODIFY and CHANGE of MySQL and MariaDB. */
function readRedefine(cursor: Cursor, table: ObjectName): SchemaChange[] | null {
  const range = cursor.range(cursor.at, cursor.to);
  const word = cursor.isMysql ? cursor.takeAny('MODIFY', 'CHANGE') : null;
  if (word === null) return null;
  if (cursor.to - cursor.at > 1) cursor.take('COLUMN');
  takeOfMariadb(cursor, 'IF', 'EXISTS');
  const before = cursor.at;
  const old = readIdentifier(cursor);
  if (word === 'MODIFY') cursor.at = before;
  const definition = old === null ? null : readColumnDefinition(cursor);
  if (old === null || definition === null) return missing(cursor, 'the definition of the column is missing');
  return [{ kind: 'redefine-column', table, column: old, definition, range }];
}

/** ATTACH and DETACH of Postgres, CONVERT of MariaDB. */
function readPartition(cursor: Cursor, table: ObjectName): SchemaChange[] | null {
  const range = cursor.range(cursor.at, cursor.to);
  if (cursor.isMysql) return readConvert(cursor, table, range);
  const attach = cursor.take('ATTACH', 'PARTITION');
  if (!attach && !cursor.take('DETACH', 'PARTITION')) return null;
  const partition = readName(cursor);
  if (partition === null) return missing(cursor, 'the partition is missing');
  const rest = cursor.slice(cursor.range(cursor.at, cursor.to));
  cursor.at = cursor.to;
  if (attach) return [{ kind: 'attach-partition', table, partition, bound: rest, range }];
  return [{ kind: 'detach-partition', table, partition, concurrently: /^CONCURRENTLY$/i.test(rest), range }];
}

/** CONVERT PARTITION p TO TABLE t makes a table like its own; CONVERT TABLE t TO PARTITION p takes one in. */
function readConvert(cursor: Cursor, table: ObjectName, range: Range): SchemaChange[] | null {
  const from = cursor.at;
  if (cursor.take('CONVERT', 'PARTITION')) {
    readIdentifier(cursor);
    const made = cursor.take('TO', 'TABLE') ? readName(cursor) : null;
    onlyMariadb(cursor, 'CONVERT PARTITION', from);
    if (made === null) return missing(cursor, 'the name of the new table is missing');
    return [{ ...emptyTable(made, range), like: table }];
  }
  if (!cursor.take('CONVERT', 'TABLE')) return null;
  const taken = readName(cursor);
  onlyMariadb(cursor, 'CONVERT TABLE', from);
  cursor.at = cursor.to;
  if (taken === null) return missing(cursor, 'the name of the table is missing');
  return [{ kind: 'drop-table', table: taken, ifExists: false, cascade: false, temporary: false, range }];
}

function emptyTable(table: ObjectName, range: Range): ChangeOf<'create-table'> {
  return {
    kind: 'create-table',
    table,
    columns: [],
    constraints: [],
    indexes: [],
    ifNotExists: false,
    temporary: false,
    unlogged: false,
    asQuery: false,
    like: null,
    inherits: [],
    partitionOf: null,
    partitionBy: null,
    range,
  };
}
