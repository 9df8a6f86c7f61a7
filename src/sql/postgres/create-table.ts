import type { ChangeOf, ColumnDefinition, ConstraintDefinition, LikeClause } from '../../model/schema-change';
import type { CreateStmt, CreateTableAsStmt } from './ast';
import { readColumn } from './column';
import { readConstraint } from './constraint';
import { readLike } from './like';
import { tableName } from './names';
import type { Source, Span } from './source';
import { rangeVars } from './walk';

/** CREATE TABLE with its columns and constraints; also a foreign table. */
export function readCreateTable(statement: CreateStmt, source: Source): ChangeOf<'create-table'> | null {
  if (statement.relation === undefined) return null;
  const table = tableName(statement.relation, source);
  const elements = statement.tableElts ?? [];
  const parts = elements.length === 0 ? [] : elementParts(source, source.indexAt(table.range.end));
  const columns: ColumnDefinition[] = [];
  const constraints: ConstraintDefinition[] = [];
  const likes: LikeClause[] = [];
  for (const [i, element] of elements.entries()) {
    const span = parts[i] ?? source.span;
    if ('ColumnDef' in element) columns.push(readColumn(element.ColumnDef, source, span));
    else if ('TableLikeClause' in element) {
      const like = readLike(element.TableLikeClause, columns.length, source);
      if (like !== null) likes.push(like);
    } else if ('Constraint' in element) {
      const constraint = readConstraint(element.Constraint, source, span, null);
      if (constraint !== null) constraints.push(constraint);
    }
  }
  const parents = rangeVars(statement.inhRelations).map((parent) => tableName(parent, source));
  const isPartition = statement.partbound !== undefined;
  return {
    kind: 'create-table',
    range: source.whole,
    table,
    columns,
    constraints,
    indexes: [],
    ifNotExists: statement.if_not_exists === true,
    temporary: statement.relation.relpersistence === 't',
    unlogged: statement.relation.relpersistence === 'u',
    asQuery: false,
    like: likes[0]?.table ?? null,
    ...(likes.length === 0 ? {} : { likes }),
    inherits: isPartition ? [] : parents,
    partitionOf: isPartition ? (parents[0] ?? null) : null,
    partitionBy: partitionColumns(statement),
  };
}

/** CREATE TABLE … AS and SELECT … INTO: the columns are not known from the text alone. */
export function readCreateTableAs(
  statement: CreateTableAsStmt,
  source: Source,
): ChangeOf<'create-table'> | null {
  const relation = statement.into?.rel;
  if (relation === undefined) return null;
  return {
    kind: 'create-table',
    range: source.whole,
    table: tableName(relation, source),
    columns: [],
    constraints: [],
    indexes: [],
    ifNotExists: statement.if_not_exists === true,
    temporary: relation.relpersistence === 't',
    unlogged: relation.relpersistence === 'u',
    asQuery: true,
    like: null,
    inherits: [],
    partitionOf: null,
    partitionBy: null,
  };
}

/** The parts of the first bracketed list after the name: the table's elements. */
function elementParts(source: Source, from: number): Span[] {
  const inside = source.parenthesised({ from, to: source.tokens.length });
  return inside === null ? [] : source.list(inside);
}

function partitionColumns(statement: CreateStmt): string[] | null {
  if (statement.partspec === undefined) return null;
  return (statement.partspec.partParams ?? []).flatMap((param) =>
    'PartitionElem' in param && param.PartitionElem.name !== undefined ? [param.PartitionElem.name] : [],
  );
}
