import type { ObjectName, SchemaChange } from '../../model/schema-change';
import type { Node, RangeVar, VacuumStmt } from './ast';
import { grantOf } from './grant';
import { keywordOf } from './keyword';
import { tableName } from './names';
import { sessionDefaultOf } from './session-default';
import type { Source } from './source';
import { integerOf, stringOf, walk } from './walk';

/** Statements that leave tables, types and indexes as they are. What is not named here and has no reader is unread. */
const harmless = new Set([
  'AlterCollationStmt', 'AlterDatabaseRefreshCollStmt', 'AlterDatabaseSetStmt', 'AlterDatabaseStmt',
  'AlterDefaultPrivilegesStmt', 'AlterEventTrigStmt', 'AlterExtensionContentsStmt', 'AlterFdwStmt',
  'AlterForeignServerStmt', 'AlterObjectDependsStmt', 'AlterOperatorStmt', 'AlterOpFamilyStmt', 'AlterOwnerStmt',
  'AlterPublicationStmt', 'AlterRoleSetStmt', 'AlterRoleStmt', 'AlterSubscriptionStmt', 'AlterSystemStmt', 'AlterTableMoveAllStmt',
  'AlterTableSpaceOptionsStmt', 'AlterTSConfigurationStmt', 'AlterTSDictionaryStmt', 'AlterUserMappingStmt',
  'CallStmt', 'CheckPointStmt', 'ClosePortalStmt', 'ClusterStmt', 'CommentStmt', 'ConstraintsSetStmt', 'CopyStmt',
  'CreateAmStmt', 'CreateCastStmt', 'CreateConversionStmt', 'CreateFdwStmt', 'CreateForeignServerStmt',
  'CreateOpClassStmt', 'CreateOpFamilyStmt', 'CreatePLangStmt', 'CreatePublicationStmt', 'CreateRoleStmt',
  'CreateSubscriptionStmt', 'CreateTableSpaceStmt', 'CreateTransformStmt', 'CreateUserMappingStmt',
  'DeallocateStmt', 'DeclareCursorStmt', 'DefineStmt', 'DiscardStmt', 'DropRoleStmt', 'DropSubscriptionStmt',
  'DropTableSpaceStmt', 'DropUserMappingStmt', 'ExplainStmt', 'FetchStmt', 'GrantRoleStmt', 'GrantStmt',
  'ListenStmt', 'LoadStmt', 'MergeStmt', 'NotifyStmt', 'PrepareStmt', 'ReassignOwnedStmt', 'SecLabelStmt',
  'SelectStmt', 'UnlistenStmt', 'VacuumStmt', 'VariableShowStmt',
]); // prettier-ignore

/** An `other` change with the tables the statement names, or null when the statement is not known to be harmless. */
export function readOther(node: Node, source: Source): SchemaChange | null {
  const [type] = Object.keys(node);
  if (type === undefined || !harmless.has(type)) return null;
  const bound = new Set<string>();
  const tables = new Map<string, ObjectName>();
  walk(node, (kind, body) => {
    if (kind === 'CommonTableExpr') bound.add(String(body['ctename']));
    const published =
      kind === 'PublicationObjSpec' ? (body['pubtable'] as { relation?: RangeVar } | undefined) : undefined;
    if (kind !== 'RangeVar' && kind !== 'VacuumRelation' && published === undefined) return undefined;
    const relation =
      published?.relation ?? ((kind === 'RangeVar' ? body : body['relation']) as RangeVar | undefined);
    if (relation?.relname !== undefined) add(relation);
    return kind === 'VacuumRelation' ? false : undefined;
  });
  const direct = (Object.values(node)[0] as { relation?: RangeVar }).relation;
  if (direct?.relname !== undefined) add(direct);
  const commented = commentedTable(node, source);
  if (commented !== null) tables.set(`${commented.schema ?? ''}.${commented.name}`, commented);
  function add(relation: RangeVar): void {
    if (relation.schemaname === undefined && bound.has(relation.relname ?? '')) return;
    const name = tableName(relation, source);
    tables.set(`${name.schema ?? ''}.${name.name}`, name);
  }
  const grant = grantOf(node);
  const sessionDefault = sessionDefaultOf(node, source);
  return {
    kind: 'other',
    range: source.whole,
    what: whatOf(node, source),
    tables: [...tables.values()],
    ...(grant === null ? {} : { grant }),
    ...(sessionDefault == null ? {} : { sessionDefault }),
  };
}

/** The table of COMMENT ON TABLE or COLUMN: the parser gives its name as a bare list. */
function commentedTable(node: Node, source: Source): ObjectName | null {
  const comment = (
    node as { CommentStmt?: { objtype?: string; object?: { List?: { items?: readonly unknown[] } } } }
  ).CommentStmt;
  if (comment?.objtype !== 'OBJECT_TABLE' && comment?.objtype !== 'OBJECT_COLUMN') return null;
  const names = (comment.object?.List?.items ?? []).map(
    (item) => (item as { String?: { sval?: string } }).String?.sval ?? '',
  );
  const [name, schema] = (comment.objtype === 'OBJECT_COLUMN' ? names.slice(0, -1) : names).reverse();
  return name === undefined ? null : { name, schema: schema ?? null, range: source.whole };
}

/** The keyword, with the word after it where that makes all the difference. */
function whatOf(node: Node, source: Source): string {
  if ('CopyStmt' in node) return node.CopyStmt.is_from === true ? 'COPY' : 'COPY TO';
  if ('ConstraintsSetStmt' in node) return 'SET CONSTRAINTS';
  const keyword = keywordOf(source.text);
  return 'VacuumStmt' in node && isFull(node.VacuumStmt) ? 'VACUUM FULL' : keyword;
}

function isFull({ options, is_vacuumcmd: isVacuum }: VacuumStmt): boolean {
  if (isVacuum !== true) return false;
  return (options ?? []).some((option) => {
    if (!('DefElem' in option) || option.DefElem.defname !== 'full') return false;
    const { arg } = option.DefElem;
    return !/^(?:false|off|0)$/i.test(arg === undefined ? '' : stringOf(arg) || String(integerOf(arg)));
  });
}
