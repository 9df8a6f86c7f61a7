import type { ObjectName, SchemaChange } from '../../model/schema-change';
import type { LockStmt, ReindexStmt, TransactionStmt, VariableSetStmt } from './ast';
import { tableName } from './names';
import type { Source } from './source';
import { rangeVars } from './walk';

type TransactionAction = Extract<SchemaChange, { kind: 'transaction' }>['action'];

const actions: Readonly<Record<string, TransactionAction>> = {
  TRANS_STMT_BEGIN: 'begin',
  TRANS_STMT_START: 'begin',
  TRANS_STMT_COMMIT: 'commit',
  TRANS_STMT_ROLLBACK: 'rollback',
  TRANS_STMT_SAVEPOINT: 'savepoint',
  TRANS_STMT_RELEASE: 'release',
  TRANS_STMT_ROLLBACK_TO: 'rollback-to',
};

/** BEGIN, COMMIT and their kin; null for two-phase commits. */
export function readTransaction(statement: TransactionStmt, source: Source): SchemaChange | null {
  const action = actions[statement.kind ?? ''];
  if (action === undefined) return null;
  return { kind: 'transaction', range: source.whole, action, savepoint: statement.savepoint_name ?? null };
}

/** SET and RESET; the value as written, null when the setting goes back to its default. */
export function readSet(statement: VariableSetStmt, source: Source): SchemaChange {
  const scope = statement.is_local === true ? 'local' : 'session';
  const range = source.whole;
  const name = statement.name?.toLowerCase();
  if (statement.kind === 'VAR_RESET_ALL')
    return { kind: 'set-setting', range, setting: 'all', value: null, scope };
  if (statement.kind === 'VAR_SET_MULTI') {
    const multi = name === 'session characteristics' ? 'session' : 'local';
    return {
      kind: 'set-setting',
      range,
      setting: name ?? '',
      value: source.slice({ from: 2, to: source.tokens.length }),
      scope: multi,
    };
  }
  const value = statement.kind === 'VAR_SET_VALUE' ? settingValue(source, 0) : null;
  return { kind: 'set-setting', range, setting: name ?? '', value, scope };
}

/** What follows `=`, TO or the two words of SET TIME ZONE, after the token at `set`; as written. */
export function settingValue(source: Source, set: number): string {
  const span = { from: Math.max(set, 0), to: source.tokens.length };
  const sign = source.find(span, (i) => source.is(i, '=') || source.word(i) === 'TO');
  const zone = source.findWord(span, 'ZONE');
  const from = sign >= 0 ? sign + 1 : zone >= 0 ? zone + 1 : span.from + 2;
  return source.slice({ from, to: span.to });
}

/** Lock modes by their number in the server (lockdefs.h). */
const lockModes = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
];

export function readLock(statement: LockStmt, source: Source): SchemaChange[] {
  const relations = rangeVars(statement.relations);
  const mode = lockModes[(statement.mode ?? 8) - 1] ?? 'ACCESS EXCLUSIVE';
  return relations.map((relation) => {
    const table = tableName(relation, source);
    return {
      kind: 'lock-table',
      range: relations.length === 1 ? source.whole : table.range,
      table,
      mode,
      ...(relation.inh === true ? {} : { only: true }),
    };
  });
}

const reindexTargets: Readonly<Record<string, 'index' | 'table' | 'schema' | 'database' | 'system'>> = {
  REINDEX_OBJECT_INDEX: 'index',
  REINDEX_OBJECT_TABLE: 'table',
  REINDEX_OBJECT_SCHEMA: 'schema',
  REINDEX_OBJECT_DATABASE: 'database',
  REINDEX_OBJECT_SYSTEM: 'system',
};

export function readReindex(statement: ReindexStmt, source: Source): SchemaChange {
  const concurrently = (statement.params ?? []).some(
    (param) => 'DefElem' in param && param.DefElem.defname === 'concurrently',
  );
  const last = source.tokens.length - 1;
  let name: ObjectName | null = null;
  if (statement.relation !== undefined) name = tableName(statement.relation, source);
  else if (statement.name !== undefined) name = source.name(last).name;
  return {
    kind: 'reindex',
    range: source.whole,
    target: reindexTargets[statement.kind ?? ''] ?? 'index',
    name,
    concurrently,
  };
}
