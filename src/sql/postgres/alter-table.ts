import type { Identifier, ObjectName, SchemaChange } from '../../model/schema-change';
import type { Unread } from '../../model/statement';
import type { Range } from '../../model/text';
import type { AlterTableCmd, AlterTableStmt, Node, RangeVar } from './ast';
import { readColumn } from './column';
import { readConstraint } from './constraint';
import { readExpression } from './expression';
import { tableName } from './names';
import { settingOf } from './settings';
import type { Source, Span } from './source';
import { readType } from './type-name';
import { stringsOf } from './walk';

/** What a statement's readers give: changes, and what they could not read. */
export interface Read {
  readonly changes: readonly SchemaChange[];
  readonly unread: readonly Unread[];
}

/** ALTER TABLE and its kin (view, materialized view, index, sequence, foreign table): one change per action. */
export function readAlterTable(statement: AlterTableStmt, source: Source): Read {
  if (statement.relation === undefined) return { changes: [], unread: [] };
  const table = tableName(statement.relation, source);
  const commands = (statement.cmds ?? []).flatMap((node) =>
    'AlterTableCmd' in node ? [node.AlterTableCmd] : [],
  );
  const first = source.indexAt(table.range.end);
  const parts = source.list({ from: source.is(first, '*') ? first + 1 : first, to: source.tokens.length });
  const changes: SchemaChange[] = [];
  const unread: Unread[] = [];
  for (const [i, command] of commands.entries()) {
    const span = parts[i] ?? source.span;
    const action: Action = { command, table, source, span, range: source.range(span) };
    const change =
      statement.objtype === 'OBJECT_TABLE' || statement.objtype === 'OBJECT_FOREIGN_TABLE'
        ? readAction(action)
        : readObjectAction(action, statement.objtype ?? '');
    if (change === null)
      unread.push({ range: action.range, reason: 'this action of ALTER is not understood' });
    else changes.push(statement.relation.inh === true ? change : { ...change, only: true });
  }
  return { changes, unread };
}

interface Action {
  readonly command: AlterTableCmd;
  readonly table: ObjectName;
  readonly source: Source;
  readonly span: Span;
  readonly range: Range;
}

function readAction(action: Action): SchemaChange | null {
  const { command, table, range } = action;
  const cascade = command.behavior === 'DROP_CASCADE';
  const ifExists = command.missing_ok === true;
  switch (command.subtype) {
    case 'AT_AddColumn':
      return addColumn(action);
    case 'AT_DropColumn':
      return { kind: 'drop-column', range, table, column: target(action, 'DROP'), ifExists, cascade };
    case 'AT_AlterColumnType':
      return alterColumnType(action);
    case 'AT_ColumnDefault':
      return columnDefault(action);
    case 'AT_SetNotNull':
      return { kind: 'set-not-null', range, table, column: target(action, 'ALTER') };
    case 'AT_DropNotNull':
      return { kind: 'drop-not-null', range, table, column: target(action, 'ALTER') };
    case 'AT_AddIdentity':
    case 'AT_SetIdentity':
      return setIdentity(action);
    case 'AT_DropIdentity':
      return { kind: 'drop-identity', range, table, column: target(action, 'ALTER'), ifExists };
    case 'AT_SetExpression':
      return setExpression(action);
    case 'AT_DropExpression':
      return { kind: 'drop-generated', range, table, column: target(action, 'ALTER'), ifExists };
    case 'AT_AddConstraint':
      return addConstraint(action);
    case 'AT_DropConstraint': {
      const constraint = target(action, 'DROP');
      return { kind: 'drop-constraint', range, table, constraint, constraintType: null, ifExists, cascade };
    }
    case 'AT_ValidateConstraint':
      return { kind: 'validate-constraint', range, table, constraint: target(action, 'VALIDATE') };
    case 'AT_AlterConstraint':
      return alterConstraint(action);
    case 'AT_AttachPartition':
    case 'AT_DetachPartition':
    case 'AT_DetachPartitionFinalize':
      return partition(action);
    default:
      return tableSetting(action);
  }
}

/** The name an action is about: after the verb, an optional COLUMN or CONSTRAINT, and IF EXISTS. */
function target({ command, source, span }: Action, verb: string): Identifier {
  let i = source.word(span.from) === verb ? span.from + 1 : span.from;
  // Both words are reserved: unquoted they are never the name itself.
  if (source.word(i) === 'COLUMN' || source.word(i) === 'CONSTRAINT') i++;
  if (source.words(i, 'IF', 'EXISTS')) i += 2;
  const found = source.identifier(i);
  const def = command.def;
  const name =
    command.name ?? (def !== undefined && 'ATAlterConstraint' in def ? def.ATAlterConstraint.conname : '');
  return { name: name ?? found.name, range: found.range };
}

function addColumn({ command, table, source, span, range }: Action): SchemaChange | null {
  if (command.def === undefined || !('ColumnDef' in command.def)) return null;
  const definition = command.def.ColumnDef;
  const from = source.indexAt(source.at(definition.location));
  const column = readColumn(definition, source, { from, to: span.to });
  return { kind: 'add-column', range, table, column, ifNotExists: command.missing_ok === true };
}

function alterColumnType(action: Action): SchemaChange | null {
  const { command, table, source, span, range } = action;
  if (command.def === undefined || !('ColumnDef' in command.def)) return null;
  const { typeName, raw_default, collClause } = command.def.ColumnDef;
  if (typeName === undefined) return null;
  const from = source.indexAt(source.at(typeName.location));
  const using = raw_default === undefined ? -1 : source.findWord({ from, to: span.to }, 'USING');
  const collate = collClause === undefined ? -1 : source.indexAt(source.at(collClause.location));
  const to = Math.min(...[using, collate, span.to].filter((index) => index > from));
  return {
    kind: 'alter-column-type',
    range,
    table,
    column: target(action, 'ALTER'),
    type: readType(typeName, source, source.range({ from, to })).type,
    using:
      raw_default === undefined || using < 0
        ? null
        : readExpression(raw_default, source, source.range({ from: using + 1, to: span.to })),
    collation: collClause === undefined ? null : stringsOf(collClause.collname).join('.'),
  };
}

function columnDefault(action: Action): SchemaChange {
  const { command, table, source, span, range } = action;
  const column = target(action, 'ALTER');
  if (command.def === undefined) return { kind: 'drop-default', range, table, column };
  const keyword = source.findWord(afterTarget(action), 'DEFAULT');
  const from = keyword < 0 ? span.from : keyword + 1;
  const expression = readExpression(command.def, source, source.range({ from, to: span.to }));
  return { kind: 'set-default', range, table, column, default: expression };
}

function afterTarget(action: Action): Span {
  const { source, span } = action;
  return { from: source.indexAt(target(action, 'ALTER').range.end), to: span.to };
}

function setIdentity(action: Action): SchemaChange {
  const { command, table, source, range } = action;
  const column = target(action, 'ALTER');
  const isDefault = source.findWord(afterTarget(action), 'BY', 'DEFAULT') >= 0;
  if (command.subtype === 'AT_AddIdentity' || source.findWord(afterTarget(action), 'GENERATED') >= 0)
    return { kind: 'set-identity', range, table, column, identity: isDefault ? 'by-default' : 'always' };
  // Only options of the sequence behind it: RESTART, SET INCREMENT BY, …
  const value = `${column.name} ${source.slice(afterTarget(action))}`;
  return { kind: 'change-table-setting', range, table, setting: 'alter identity sequence', value };
}

function setExpression(action: Action): SchemaChange | null {
  const { command, table, source, range } = action;
  if (command.def === undefined) return null;
  const span = afterTarget(action);
  const expression = readExpression(command.def, source, source.range(source.parenthesised(span) ?? span));
  return { kind: 'set-generated', range, table, column: target(action, 'ALTER'), expression };
}

function addConstraint({ command, table, source, span, range }: Action): SchemaChange | null {
  if (command.def === undefined || !('Constraint' in command.def)) return null;
  const from = source.indexAt(source.at(command.def.Constraint.location));
  const constraint = readConstraint(command.def.Constraint, source, { from, to: span.to }, null);
  return constraint === null ? null : { kind: 'add-constraint', range, table, constraint };
}

function alterConstraint(action: Action): SchemaChange {
  const { command, table, source, span, range } = action;
  const definition = command.def !== undefined && 'ATAlterConstraint' in command.def ? command.def : null;
  const said = definition?.ATAlterConstraint;
  return {
    kind: 'alter-constraint',
    range,
    table,
    constraint: target(action, 'ALTER'),
    text: source.slice(span),
    ...(said?.alterEnforceability === true ? { enforced: said.is_enforced === true } : {}),
    ...(said?.alterDeferrability === true ? { deferrable: said.deferrable === true } : {}),
    ...(said?.alterInheritability === true ? { noInherit: said.noinherit === true } : {}),
  };
}

function partition({ command, table, source, span, range }: Action): SchemaChange | null {
  const definition = command.def as Extract<Node, { PartitionCmd: unknown }> | undefined;
  if (definition?.PartitionCmd.name === undefined) return null;
  const name = tableName(definition.PartitionCmd.name, source);
  if (command.subtype !== 'AT_AttachPartition')
    return {
      kind: 'detach-partition',
      range,
      table,
      partition: name,
      concurrently: definition.PartitionCmd.concurrent === true,
    };
  const bound = source.slice({ from: source.indexAt(name.range.end), to: span.to });
  return { kind: 'attach-partition', range, table, partition: name, bound };
}

function tableSetting(action: Action): SchemaChange | null {
  const { command, table, source, span, range } = action;
  const setting = settingOf(command.subtype ?? '');
  if (setting === null) return null;
  return { kind: 'change-table-setting', range, table, setting, value: settingValue(command, source, span) };
}

/** What is set: the column and the words after it, or what the action names. */
function settingValue(command: AlterTableCmd, source: Source, span: Span): string | null {
  const def = command.def;
  if (command.newowner?.rolename !== undefined) return command.newowner.rolename;
  if (def !== undefined && 'RangeVar' in def) return qualified(def.RangeVar);
  if (def !== undefined && 'ReplicaIdentityStmt' in def) {
    const { identity_type: type, name } = def.ReplicaIdentityStmt;
    return name ?? { n: 'nothing', f: 'full', d: 'default' }[type ?? ''] ?? null;
  }
  const open = source.find(span, (i) => source.is(i, '('));
  const options = open < 0 ? null : source.slice({ from: open, to: span.to });
  if (command.name !== undefined) return options === null ? command.name : `${command.name} ${options}`;
  return options;
}

/** INHERIT and NO INHERIT: the parent with the schema that is written. */
function qualified({ schemaname, relname }: RangeVar): string | null {
  return relname === undefined || schemaname === undefined ? (relname ?? null) : `${schemaname}.${relname}`;
}

/** Actions on an index, a view or a sequence: only those that change a table's data or names matter. */
function readObjectAction(action: Action, objectType: string): SchemaChange | null {
  const { command, table, source, span, range } = action;
  if (objectType === 'OBJECT_INDEX') {
    const def = command.def;
    if (
      command.subtype === 'AT_AttachPartition' &&
      def !== undefined &&
      'PartitionCmd' in def &&
      def.PartitionCmd.name
    )
      return {
        kind: 'attach-index',
        range,
        index: table,
        partition: tableName(def.PartitionCmd.name, source),
      };
    const moves = command.subtype === 'AT_SetTableSpace';
    return {
      kind: 'other',
      range,
      what: 'ALTER INDEX',
      tables: [],
      index: table,
      ...(moves ? { action: 'set tablespace' } : {}),
    };
  }
  const object =
    objectType === 'OBJECT_VIEW'
      ? 'view'
      : objectType === 'OBJECT_MATVIEW'
        ? 'materialized-view'
        : objectType === 'OBJECT_SEQUENCE'
          ? 'sequence'
          : 'type';
  return { kind: 'alter-object', range, object, name: table, text: source.slice(span) };
}
