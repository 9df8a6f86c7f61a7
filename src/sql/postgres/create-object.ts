import type { ChangeOf, ObjectKind, ObjectName, SchemaChange } from '../../model/schema-change';
import type { Node } from './ast';
import { nameFrom, tableName } from './names';
import { ownedBy } from './owned-by';
import { signatureOf } from './signature';
import type { Source } from './source';
import { rangeVars, stringsOf } from './walk';
import { queryUses, type QueryUses } from './view';

interface Details {
  readonly replace?: boolean | undefined;
  readonly ifNotExists?: boolean | undefined;
  readonly table?: ObjectName | null;
  readonly uses?: QueryUses | null;
  readonly ownedBy?: ChangeOf<'create-object'>['ownedBy'];
  readonly executes?: ObjectName;
  readonly forEachRow?: boolean | undefined;
  readonly signature?: string;
}

function create(
  object: ObjectKind,
  name: ObjectName,
  source: Source,
  details: Details = {},
): ChangeOf<'create-object'> {
  return {
    kind: 'create-object',
    range: source.whole,
    object,
    name,
    replace: details.replace === true,
    ifNotExists: details.ifNotExists === true,
    table: details.table ?? null,
    uses: details.uses?.tables ?? [],
    usesColumns: details.uses?.columns ?? [],
    ...(details.ownedBy === undefined ? {} : { ownedBy: details.ownedBy }),
    ...(details.executes === undefined ? {} : { executes: details.executes }),
    ...(details.forEachRow === true ? { forEachRow: true } : {}),
    ...(details.signature === undefined ? {} : { signature: details.signature }),
  };
}

/** The object a CREATE statement makes, of the kinds the schema keeps by name only; null for any other statement. */
export function readCreateObject(node: Node, source: Source): SchemaChange | null {
  if ('ViewStmt' in node && node.ViewStmt.view !== undefined) {
    const { view, query, replace } = node.ViewStmt;
    const uses = query === undefined ? null : queryUses(query, source);
    return create('view', tableName(view, source), source, { replace, uses });
  }
  if ('CreateTableAsStmt' in node && node.CreateTableAsStmt.objtype === 'OBJECT_MATVIEW') {
    const { into, query, if_not_exists: ifNotExists } = node.CreateTableAsStmt;
    if (into?.rel === undefined) return null;
    const uses = query === undefined ? null : queryUses(query, source);
    return create('materialized-view', tableName(into.rel, source), source, { ifNotExists, uses });
  }
  if ('CreateFunctionStmt' in node) {
    const { funcname, is_procedure: isProcedure, replace, parameters } = node.CreateFunctionStmt;
    const signature = signatureOf(parameters);
    const name = nameFrom(stringsOf(funcname), source, afterKind(source, /^(?:FUNCTION|PROCEDURE)$/));
    return create(isProcedure === true ? 'procedure' : 'function', name, source, {
      replace,
      signature,
    });
  }
  if ('CreateTrigStmt' in node) {
    const { trigname, relation, replace, row, funcname } = node.CreateTrigStmt;
    const keyword = source.findWord(source.span, 'EXECUTE');
    const executes = nameFrom(stringsOf(funcname), source, keyword < 0 ? 2 : keyword + 2);
    const table = relation === undefined ? null : tableName(relation, source);
    return create('trigger', nameFrom([trigname ?? ''], source, afterKind(source, /^TRIGGER$/)), source, {
      table,
      replace,
      executes,
      forEachRow: row,
    });
  }
  if ('CreatePolicyStmt' in node) {
    const { policy_name: policy, table, qual, with_check: check } = node.CreatePolicyStmt;
    const on = table === undefined ? null : tableName(table, source);
    return create('policy', nameFrom([policy ?? ''], source, 2), source, {
      table: on,
      uses: policyUses(on, [qual, check], source),
    });
  }
  if ('RuleStmt' in node) {
    const { rulename, relation, replace } = node.RuleStmt;
    const table = relation === undefined ? null : tableName(relation, source);
    return create('rule', nameFrom([rulename ?? ''], source, afterKind(source, /^RULE$/)), source, {
      table,
      replace,
    });
  }
  return createSimple(node, source);
}

/** The columns that extended statistics are about, also those inside expressions. */
function statisticsUses(
  elements: readonly Node[] | undefined,
  table: ObjectName | null,
  source: Source,
): QueryUses | null {
  if (table === null) return null;
  const columns = (elements ?? []).flatMap((node) => {
    if (!('StatsElem' in node)) return [];
    const { name, expr } = node.StatsElem;
    return name === undefined ? (expr === undefined ? [] : queryUses(expr, source).columns) : [name];
  });
  return { tables: [table], columns: columns.map((column) => `${table.name}.${column}`) };
}

/** What the conditions of a policy read. */
function policyUses(
  table: ObjectName | null,
  conditions: readonly (Node | undefined)[],
  source: Source,
): QueryUses {
  const uses = conditions.flatMap((condition) =>
    condition === undefined ? [] : [queryUses(condition, source)],
  );
  return {
    tables: [...(table === null ? [] : [table]), ...uses.flatMap(({ tables }) => tables)],
    columns: [...new Set(uses.flatMap(({ columns }) => columns))],
  };
}

function createSimple(node: Node, source: Source): SchemaChange | null {
  if ('CreateSeqStmt' in node && node.CreateSeqStmt.sequence !== undefined)
    return create('sequence', tableName(node.CreateSeqStmt.sequence, source), source, {
      ifNotExists: node.CreateSeqStmt.if_not_exists,
      ownedBy: ownedBy(node.CreateSeqStmt.options, source),
    });
  if ('CreateExtensionStmt' in node) {
    const { extname, if_not_exists: ifNotExists } = node.CreateExtensionStmt;
    return create('extension', nameFrom([extname ?? ''], source, afterKind(source, /^EXTENSION$/)), source, {
      ifNotExists,
    });
  }
  if ('CreateSchemaStmt' in node) {
    const { schemaname, if_not_exists: ifNotExists, authrole } = node.CreateSchemaStmt;
    const name = schemaname ?? authrole?.rolename ?? '';
    return create(
      'schema',
      nameFrom([name], source, afterKind(source, /^(?:SCHEMA|AUTHORIZATION)$/)),
      source,
      { ifNotExists },
    );
  }
  if ('CreatedbStmt' in node)
    return create('database', nameFrom([node.CreatedbStmt.dbname ?? ''], source, 2), source);
  if ('CompositeTypeStmt' in node && node.CompositeTypeStmt.typevar !== undefined)
    return create('type', tableName(node.CompositeTypeStmt.typevar, source), source);
  if ('CreateRangeStmt' in node)
    return create('type', nameFrom(stringsOf(node.CreateRangeStmt.typeName), source, 2), source);
  if ('CreateStatsStmt' in node) {
    const { defnames, if_not_exists: ifNotExists, relations, exprs } = node.CreateStatsStmt;
    const relation = rangeVars(relations)[0];
    const table = relation === undefined ? null : tableName(relation, source);
    const name = nameFrom(stringsOf(defnames), source, afterKind(source, /^STATISTICS$/));
    return create('statistics', name, source, {
      ifNotExists,
      table,
      uses: statisticsUses(exprs, table, source),
    });
  }
  if ('CreateEventTrigStmt' in node)
    return create('event', nameFrom([node.CreateEventTrigStmt.trigname ?? ''], source, 3), source);
  return null;
}

/** Index of the token after the word that says what is created, and after IF NOT EXISTS. */
function afterKind(source: Source, kind: RegExp): number {
  let i = 1;
  while (i < source.tokens.length - 1 && !kind.test(source.word(i))) i++;
  i++;
  return source.words(i, 'IF', 'NOT', 'EXISTS') ? i + 3 : i;
}
