import type { ObjectKind, ObjectName, SchemaChange } from '../../model/schema-change';
import type { Range } from '../../model/text';
import type { DropStmt, Node } from './ast';
import { nameFrom } from './names';
import type { FoundName, Source } from './source';
import { signatureNamed } from './signature';
import { stringsOf } from './walk';

const objects: Readonly<Record<string, ObjectKind>> = {
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'materialized-view',
  OBJECT_FUNCTION: 'function',
  OBJECT_ROUTINE: 'function',
  OBJECT_AGGREGATE: 'function',
  OBJECT_PROCEDURE: 'procedure',
  OBJECT_TRIGGER: 'trigger',
  OBJECT_SEQUENCE: 'sequence',
  OBJECT_SCHEMA: 'schema',
  OBJECT_EXTENSION: 'extension',
  OBJECT_POLICY: 'policy',
  OBJECT_RULE: 'rule',
  OBJECT_STATISTIC_EXT: 'statistics',
  OBJECT_EVENT_TRIGGER: 'event',
};

/** Objects of which the schema keeps the name only. */
export function objectKind(objectType: string): ObjectKind | null {
  return objects[objectType] ?? null;
}

/** Words of each kind of DROP before the first name. */
const longKinds = /^(MATERIALIZED|FOREIGN|EVENT|ACCESS|TEXT|OPERATOR|USER)$/;

/**
 * DROP of one or several objects: one change per name. With several names each change is the name's range, so that
 * it can be told from its neighbours; with one it is the whole statement.
 */
export function readDrop(statement: DropStmt, source: Source): SchemaChange[] {
  const kind = statement.removeType ?? '';
  let i = longKinds.test(source.word(1)) ? 3 : 2;
  if (source.word(i) === 'CONCURRENTLY') i++;
  if (source.words(i, 'IF', 'EXISTS')) i += 2;
  const nodes = statement.objects ?? [];
  const parts = source.list({ from: i, to: source.tokens.length });
  return nodes.map((node, n) => {
    const found = foundName(node, source, parts[n]?.from ?? i);
    const range = nodes.length === 1 ? source.whole : found.name.range;
    const change = dropOf(kind, statement, found, source, range);
    const signature = 'ObjectWithArgs' in node ? signatureNamed(node.ObjectWithArgs) : undefined;
    return change.kind !== 'drop-object' || signature === undefined ? change : { ...change, signature };
  });
}

function foundName(node: Node, source: Source, index: number): FoundName {
  const next = source.name(index).next;
  return { name: nameFrom(partsOf(node), source, index), next };
}

/** Of a trigger, policy or rule the list holds the table and the name: the text holds the name first. */
function partsOf(node: Node): string[] {
  if ('List' in node) return stringsOf(node.List.items);
  if ('String' in node) return stringsOf([node]);
  if ('TypeName' in node) return stringsOf(node.TypeName.names);
  if ('ObjectWithArgs' in node) return stringsOf(node.ObjectWithArgs.objname);
  return [];
}

function dropOf(
  kind: string,
  statement: DropStmt,
  found: FoundName,
  source: Source,
  range: Range,
): SchemaChange {
  const ifExists = statement.missing_ok === true;
  const cascade = statement.behavior === 'DROP_CASCADE';
  const { name } = found;
  switch (kind) {
    case 'OBJECT_TABLE':
    case 'OBJECT_FOREIGN_TABLE':
      return { kind: 'drop-table', range, table: name, ifExists, cascade, temporary: false };
    case 'OBJECT_INDEX': {
      const concurrently = statement.concurrent === true;
      return { kind: 'drop-index', range, index: name, table: null, concurrently, ifExists, cascade };
    }
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      return { kind: 'drop-type', range, type: name, ifExists, cascade };
    default:
      return dropObject(kind, found, source, range, { ifExists, cascade });
  }
}

function dropObject(
  kind: string,
  { name, next }: FoundName,
  source: Source,
  range: Range,
  options: { readonly ifExists: boolean; readonly cascade: boolean },
): SchemaChange {
  const object = objectKind(kind);
  if (object === null)
    return {
      kind: 'other',
      range,
      what: source.text.slice(0, name.range.start).trim().toUpperCase(),
      tables: [],
    };
  const onTable = object === 'trigger' || object === 'policy' || object === 'rule';
  const table: ObjectName | null = onTable ? source.name(next + 1).name : null;
  const own = onTable ? { ...name, name: source.identifier(next - 1).name, schema: null } : name;
  return { kind: 'drop-object', range, object, name: own, table, ...options };
}
