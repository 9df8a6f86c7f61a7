import type { ChangeOf, Identifier, ObjectName, SchemaChange } from '../../model/schema-change';
import type { AlterObjectSchemaStmt, Node, RenameStmt } from './ast';
import { objectKind } from './drop';
import { tableName } from './names';
import { signatureNamed } from './signature';
import type { Source } from './source';

/** ALTER … RENAME in all its forms. */
export function readRename(statement: RenameStmt, source: Source): SchemaChange | null {
  const range = source.whole;
  const last = source.tokens.length - 1;
  const newName: Identifier = {
    name: statement.newname ?? '',
    range: source.range({ from: last, to: last + 1 }),
  };
  const relation = statement.relation === undefined ? null : tableName(statement.relation, source);
  const ifExists = statement.missing_ok === true;
  switch (statement.renameType) {
    case 'OBJECT_TABLE':
    case 'OBJECT_FOREIGN_TABLE':
      if (relation === null) return null;
      return {
        kind: 'rename-table',
        range,
        table: relation,
        newName: { ...newName, schema: relation.schema },
        ifExists,
      };
    case 'OBJECT_COLUMN': {
      if (relation === null) return null;
      const column = before(statement.subname, source, last);
      if (statement.relationType === 'OBJECT_VIEW' || statement.relationType === 'OBJECT_MATVIEW') {
        const object = statement.relationType === 'OBJECT_VIEW' ? 'view' : 'materialized-view';
        return {
          kind: 'alter-object',
          range,
          object,
          name: relation,
          text: source.text.slice(relation.range.end).trim(),
        };
      }
      return { kind: 'rename-column', range, table: relation, column, newName };
    }
    case 'OBJECT_TABCONSTRAINT':
      if (relation === null) return null;
      return {
        kind: 'rename-constraint',
        range,
        table: relation,
        constraint: before(statement.subname, source, last),
        newName,
      };
    case 'OBJECT_INDEX':
      return relation === null
        ? null
        : { kind: 'rename-index', range, index: relation, table: null, newName };
    case 'OBJECT_ATTRIBUTE':
      return relation === null ? null : alterType(relation, source);
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      return { kind: 'rename-type', range, type: source.name(2).name, newName };
    case 'OBJECT_DOMCONSTRAINT':
      return {
        ...alterDomainText(source),
        range,
        ...(statement.subname === undefined ? {} : { constraintName: statement.subname }),
      };
    default:
      return renameObject(statement, source, relation, newName);
  }
}

/** The name before `TO newname`. */
function before(name: string | undefined, source: Source, last: number): Identifier {
  return { name: name ?? '', range: source.range({ from: last - 2, to: last - 1 }) };
}

function alterType(name: ObjectName, source: Source): SchemaChange {
  const text = source.text.slice(name.range.end).trim();
  return { kind: 'alter-object', range: source.whole, object: 'type', name, text };
}

function alterDomainText(source: Source): ChangeOf<'alter-domain'> {
  const { name: type } = source.name(2);
  const text = source.text.slice(type.range.end).trim();
  return {
    kind: 'alter-domain',
    range: source.whole,
    type,
    text,
    addsConstraint: false,
    validated: true,
    action: 'rename-constraint',
  };
}

function renameObject(
  statement: RenameStmt,
  source: Source,
  relation: ObjectName | null,
  newName: Identifier,
): SchemaChange {
  const range = source.whole;
  const object =
    objectKind(statement.renameType ?? '') ??
    (statement.renameType === 'OBJECT_DATABASE' ? 'database' : null);
  if (object === null) return { kind: 'other', range, what: `ALTER ${source.word(1)} RENAME`, tables: [] };
  const start = object === 'materialized-view' ? 3 : 2;
  const at = source.words(start, 'IF', 'EXISTS') ? start + 2 : start;
  const name = source.name(at).name;
  const onTable = object === 'trigger' || object === 'policy' || object === 'rule';
  return {
    kind: 'rename-object',
    range,
    object,
    name,
    newName,
    table: onTable ? relation : null,
    ...signature(statement.object),
  };
}

function signature(object: Node | undefined): { readonly signature?: string } {
  const named =
    object !== undefined && 'ObjectWithArgs' in object ? signatureNamed(object.ObjectWithArgs) : undefined;
  return named === undefined ? {} : { signature: named };
}

/** ALTER … SET SCHEMA. */
export function readMove(statement: AlterObjectSchemaStmt, source: Source): SchemaChange {
  const range = source.whole;
  const last = source.tokens.length - 1;
  const newSchema: Identifier = {
    name: statement.newschema ?? '',
    range: source.range({ from: last, to: last + 1 }),
  };
  const kind = statement.objectType ?? '';
  const relation = statement.relation;
  if (relation !== undefined && (kind === 'OBJECT_TABLE' || kind === 'OBJECT_FOREIGN_TABLE'))
    return { kind: 'move-table', range, table: tableName(relation, source), newSchema };
  const object = objectKind(kind) ?? (kind === 'OBJECT_TYPE' || kind === 'OBJECT_DOMAIN' ? 'type' : null);
  if (object === null)
    return { kind: 'other', range, what: `ALTER ${source.word(1)} SET SCHEMA`, tables: [] };
  const name = relation === undefined ? source.name(2).name : tableName(relation, source);
  return {
    kind: 'alter-object',
    range,
    object,
    name,
    text: `SET SCHEMA ${newSchema.name}`,
    newSchema,
    ...signature(statement.object),
  };
}
