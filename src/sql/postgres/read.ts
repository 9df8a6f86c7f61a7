import type { SchemaChange } from '../../model/schema-change';
import type { StatementReading, Unread } from '../../model/statement';
import { readAlterTable, type Read } from './alter-table';
import type { Node } from './ast';
import { readCreateIndex } from './create-index';
import { readCreateObject } from './create-object';
import { readCreateTable, readCreateTableAs } from './create-table';
import { readDelete, readInsert, readTruncate, readUpdate } from './data';
import { readCopy } from './copy';
import { readDoBlock } from './do-block';
import { readDrop } from './drop';
import { keywordOf } from './keyword';
import { readMerge } from './merge';
import { nameFrom, tableName } from './names';
import { readOlder } from './older-syntax';
import { readOther } from './other';
import { ownedBy } from './owned-by';
import type { PostgresParser } from './parser';
import { readTemplate } from './read-template';
import { readMove, readRename } from './rename';
import { readLock, readReindex, readSet, readTransaction } from './session';
import { readSetConfig } from './set-config';
import { Source } from './source';
import { mayHoldTemplate } from './templates';
import { readAlterDomain, readAlterEnum, readCreateDomain, readCreateEnum } from './types';
import { stringsOf, walk } from './walk';

/** As `readPostgres`; placeholders are read as if each were a name, and words that only older servers took left out. */
export function readPostgresText(parser: PostgresParser, text: string): StatementReading | null {
  try {
    return readAnyVersion(parser, text);
  } catch (error) {
    // What lies in each other thousands of levels deep ends the stack of whoever walks the tree.
    if (!(error instanceof RangeError) || !error.message.includes('call stack')) throw error;
    const range = { start: 0, end: text.length };
    const unread = [
      { range, reason: 'the parts of this statement lie deeper in each other than is followed' },
    ];
    return { text, keyword: keywordOf(text), changes: [], unread, reader: 'libpg-query', confidence: 'low' };
  }
}

function readAnyVersion(parser: PostgresParser, text: string): StatementReading | null {
  const read = (inner: string): StatementReading | null => readPostgres(parser, inner);
  // A template in a quoted name or in a body is no syntax error, and must not be taken for what it stands for.
  const found = mayHoldTemplate(text)
    ? (readTemplate(text, read) ?? read(text))
    : (read(text) ?? readTemplate(text, read));
  return found ?? readOlder(text, read);
}

/**
 * One statement of Postgres (text without its terminator) as Postgres itself parses it.
 * null when it does not parse as exactly one statement: the tolerant reader's turn. Never throws.
 */
export function readPostgres(parser: PostgresParser, text: string): StatementReading | null {
  const parsed = parser.parse(text);
  if ('error' in parsed) return null;
  const [statement, ...more] = parsed.statements;
  if (statement === undefined || more.length > 0) return null;
  const source = new Source(text);
  const keyword = keywordOf(text);
  if ('DoStmt' in statement.node) {
    const block = readDoBlock(parser, statement.node, source, (inner) => readPostgresText(parser, inner));
    return { text, keyword, ...block, reader: 'libpg-query' };
  }
  const { changes, unread } = readNode(statement.node, source);
  return { text, keyword, changes, unread, reader: 'libpg-query', confidence: 'high' };
}

function readNode(node: Node, source: Source): Read {
  if ('AlterTableStmt' in node) return readAlterTable(node.AlterTableStmt, source);
  if ('ExplainStmt' in node && runsItsQuery(node.ExplainStmt.options) && node.ExplainStmt.query !== undefined)
    return readNode(node.ExplainStmt.query, source);
  const changes = readSimple(node, source);
  if (changes.length === 0) return unread(source, whyNot(node));
  return { changes: [...changes, ...nestedChanges(node, source)], unread: [] };
}

/** Statements whose effect stands elsewhere than in their text. */
function whyNot(node: Node): string {
  if ('DropOwnedStmt' in node) return 'which objects the role owns is not known';
  if ('ImportForeignSchemaStmt' in node) return 'which tables the other server has is not known';
  if ('ExecuteStmt' in node) return 'what the prepared statement does is not looked up';
  return 'this statement is not understood';
}

/** EXPLAIN ANALYZE executes what it explains. */
function runsItsQuery(options: readonly Node[] | undefined): boolean {
  return (options ?? []).some((option) => 'DefElem' in option && option.DefElem.defname === 'analyze');
}

function unread(source: Source, reason: string): Read {
  const entry: Unread = { range: source.whole, reason };
  return { changes: [], unread: [entry] };
}

function readSimple(node: Node, source: Source): readonly SchemaChange[] {
  if ('DropStmt' in node) return readDrop(node.DropStmt, source);
  if ('TruncateStmt' in node) return readTruncate(node.TruncateStmt, source);
  if ('LockStmt' in node) return readLock(node.LockStmt, source);
  if ('CreateSchemaStmt' in node) return readCreateSchema(node, source);
  if ('MergeStmt' in node) return readMerge(node.MergeStmt, source);
  const settings = 'SelectStmt' in node ? readSetConfig(node.SelectStmt, source) : [];
  if (settings.length > 0) return settings;
  const change =
    readData(node, source) ?? readTable(node, source) ?? readType(node, source) ?? readSession(node, source);
  const found =
    change ?? readCreateObject(node, source) ?? readAlterObject(node, source) ?? readOther(node, source);
  return found === null ? [] : [found];
}

function readData(node: Node, source: Source): SchemaChange | null {
  if ('InsertStmt' in node) return readInsert(node.InsertStmt, source);
  if ('UpdateStmt' in node) return readUpdate(node.UpdateStmt, source);
  if ('DeleteStmt' in node) return readDelete(node.DeleteStmt, source);
  if ('CopyStmt' in node) return readCopy(node.CopyStmt, source);
  return null;
}

function readTable(node: Node, source: Source): SchemaChange | null {
  if ('CreateStmt' in node) return readCreateTable(node.CreateStmt, source);
  if ('CreateForeignTableStmt' in node && node.CreateForeignTableStmt.base !== undefined)
    return readCreateTable(node.CreateForeignTableStmt.base, source);
  if ('CreateTableAsStmt' in node && node.CreateTableAsStmt.objtype === 'OBJECT_TABLE')
    return readCreateTableAs(node.CreateTableAsStmt, source);
  if ('SelectStmt' in node && node.SelectStmt.intoClause !== undefined)
    return readCreateTableAs({ into: node.SelectStmt.intoClause }, source);
  if ('IndexStmt' in node) return readCreateIndex(node.IndexStmt, source);
  if ('RenameStmt' in node) return readRename(node.RenameStmt, source);
  if ('AlterObjectSchemaStmt' in node) return readMove(node.AlterObjectSchemaStmt, source);
  return null;
}

function readType(node: Node, source: Source): SchemaChange | null {
  if ('CreateEnumStmt' in node) return readCreateEnum(node.CreateEnumStmt, source);
  if ('AlterEnumStmt' in node) return readAlterEnum(node.AlterEnumStmt, source);
  if ('CreateDomainStmt' in node) return readCreateDomain(node.CreateDomainStmt, source);
  if ('AlterDomainStmt' in node) return readAlterDomain(node.AlterDomainStmt, source);
  return null;
}

function readSession(node: Node, source: Source): SchemaChange | null {
  if ('TransactionStmt' in node) return readTransaction(node.TransactionStmt, source);
  if ('VariableSetStmt' in node) return readSet(node.VariableSetStmt, source);
  if ('ReindexStmt' in node) return readReindex(node.ReindexStmt, source);
  if ('RefreshMatViewStmt' in node && node.RefreshMatViewStmt.relation !== undefined) {
    const { relation, concurrent, skipData } = node.RefreshMatViewStmt;
    const name = tableName(relation, source);
    const concurrently = concurrent === true;
    return {
      kind: 'refresh-materialized-view',
      range: source.whole,
      name,
      concurrently,
      withData: skipData !== true,
    };
  }
  return null;
}

function readAlterObject(node: Node, source: Source): SchemaChange | null {
  const range = source.whole;
  if ('DropdbStmt' in node) {
    const name = nameFrom([node.DropdbStmt.dbname ?? ''], source, source.words(2, 'IF', 'EXISTS') ? 4 : 2);
    const ifExists = node.DropdbStmt.missing_ok === true;
    return { kind: 'drop-object', range, object: 'database', name, table: null, ifExists, cascade: false };
  }
  if ('AlterSeqStmt' in node && node.AlterSeqStmt.sequence !== undefined) {
    const name = tableName(node.AlterSeqStmt.sequence, source);
    const owner = ownedBy(node.AlterSeqStmt.options, source);
    return {
      kind: 'alter-object',
      range,
      object: 'sequence',
      name,
      text: source.text.slice(name.range.end).trim(),
      ...(owner === undefined ? {} : { ownedBy: owner }),
    };
  }
  const named = alteredName(node, source);
  if (named === null) return null;
  return { kind: 'alter-object', range, ...named, text: source.text.slice(named.name.range.end).trim() };
}

function alteredName(node: Node, source: Source) {
  if ('AlterFunctionStmt' in node) {
    const { objtype, func } = node.AlterFunctionStmt;
    const object = objtype === 'OBJECT_PROCEDURE' ? 'procedure' : 'function';
    return { object, name: nameFrom(stringsOf(func?.objname), source, 2) } as const;
  }
  if ('AlterExtensionStmt' in node)
    return {
      object: 'extension',
      name: nameFrom([node.AlterExtensionStmt.extname ?? ''], source, 2),
    } as const;
  if ('AlterPolicyStmt' in node)
    return {
      object: 'policy',
      name: nameFrom([node.AlterPolicyStmt.policy_name ?? ''], source, 2),
      ...(node.AlterPolicyStmt.table === undefined
        ? {}
        : { table: tableName(node.AlterPolicyStmt.table, source) }),
    } as const;
  if ('AlterStatsStmt' in node)
    return {
      object: 'statistics',
      name: nameFrom(stringsOf(node.AlterStatsStmt.defnames), source, 2),
    } as const;
  if ('AlterTypeStmt' in node)
    return { object: 'type', name: nameFrom(stringsOf(node.AlterTypeStmt.typeName), source, 2) } as const;
  return null;
}

/** CREATE SCHEMA may hold further CREATE statements, which make their objects too. */
function readCreateSchema(
  node: Extract<Node, { CreateSchemaStmt: unknown }>,
  source: Source,
): SchemaChange[] {
  const schema = readCreateObject(node, source);
  const name = node.CreateSchemaStmt.schemaname ?? null;
  const elements = (node.CreateSchemaStmt.schemaElts ?? [])
    .flatMap((element) => readNode(element, source).changes)
    .map((change) => inSchema(change, name));
  return schema === null ? elements : [schema, ...elements];
}

/** Changes made inside WITH: each is a statement of its own that touches rows. */
function nestedChanges(node: Node, source: Source): SchemaChange[] {
  const changes: SchemaChange[] = [];
  if (
    !('SelectStmt' in node) &&
    !('InsertStmt' in node) &&
    !('UpdateStmt' in node) &&
    !('DeleteStmt' in node)
  )
    return changes;
  walk(node, (type, body) => {
    if (type !== 'CommonTableExpr') return undefined;
    const query = body['ctequery'] as Node | undefined;
    const change = query === undefined ? null : readData(query, source);
    if (change !== null) changes.push(change);
    return undefined;
  });
  return changes;
}

function inSchema(change: SchemaChange, schema: string | null): SchemaChange {
  if (change.kind !== 'create-table' && change.kind !== 'create-index') return change;
  return { ...change, table: { ...change.table, schema: change.table.schema ?? schema } };
}
