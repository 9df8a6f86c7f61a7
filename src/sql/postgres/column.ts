import type { ColumnDefinition, ConstraintDefinition, Expression } from '../../model/schema-change';
import type { ColumnDef, Constraint } from './ast';
import { readConstraint } from './constraint';
import { readExpression } from './expression';
import type { Source, Span } from './source';
import { readType } from './type-name';
import { stringsOf } from './walk';

interface Clause {
  readonly constraint: Constraint;
  readonly span: Span;
}

/** A column definition; `span` holds its tokens from the name to the end of its last clause. */
export function readColumn(column: ColumnDef, source: Source, span: Span): ColumnDefinition {
  const name = source.identifierAt(source.at(column.location), column.colname ?? '');
  const clauses = clausesOf(column, source, span);
  const typeEnd = endOfType(column, source, span, clauses);
  const read =
    column.typeName === undefined
      ? null
      : readType(column.typeName, source, source.trimmed(source.at(column.typeName.location), typeEnd));
  const constraints: ConstraintDefinition[] = [];
  for (const [i, clause] of clauses.entries()) {
    if (clause.constraint.contype === 'CONSTR_NOTNULL') continue;
    const constraint = readConstraint(clause.constraint, source, clause.span, name);
    if (constraint !== null) constraints.push(withAttributes(constraint, clauses.slice(i + 1), source));
  }
  const identity = find(clauses, 'CONSTR_IDENTITY')?.constraint.generated_when;
  const notNull = find(clauses, 'CONSTR_NOTNULL');
  return {
    name,
    type: read?.type ?? null,
    notNull: notNull === undefined ? null : source.range(notNull.span),
    default: defaultOf(clauses, source),
    onUpdate: null,
    generated: generatedOf(clauses, source),
    identity: identity === undefined ? null : identity === 'a' ? 'always' : 'by-default',
    autoIncrement: read?.serial ?? false,
    collation: column.collClause === undefined ? null : stringsOf(column.collClause.collname).join('.'),
    comment: null,
    position: null,
    constraints,
    range: source.range(span),
  };
}

function find(clauses: readonly Clause[], type: Constraint['contype']): Clause | undefined {
  return clauses.find((clause) => clause.constraint.contype === type);
}

/** The clauses after the type, each up to the next one. */
function clausesOf(column: ColumnDef, source: Source, span: Span): Clause[] {
  const constraints = (column.constraints ?? []).flatMap((node) =>
    'Constraint' in node ? [node.Constraint] : [],
  );
  const starts = constraints.map((constraint) => source.indexAt(source.at(constraint.location)));
  const collation =
    column.collClause === undefined ? [] : [source.indexAt(source.at(column.collClause.location))];
  const boundaries = [...starts, ...collation, span.to];
  return constraints.map((constraint, i) => {
    const from = starts[i] ?? span.from;
    return {
      constraint,
      span: { from, to: Math.min(...boundaries.filter((boundary) => boundary > from), span.to) },
    };
  });
}

/** DEFERRABLE, NOT ENFORCED and the like are clauses of their own that belong to the constraint before them. */
function withAttributes(
  constraint: ConstraintDefinition,
  following: readonly Clause[],
  source: Source,
): ConstraintDefinition {
  let result = constraint;
  for (const { constraint: attribute, span } of following) {
    const type = attribute.contype ?? '';
    if (!type.startsWith('CONSTR_ATTR_')) break;
    result = {
      ...result,
      deferrable: result.deferrable || type === 'CONSTR_ATTR_DEFERRABLE' || type === 'CONSTR_ATTR_DEFERRED',
      enforced: result.enforced && type !== 'CONSTR_ATTR_NOT_ENFORCED',
      range: { start: result.range.start, end: source.range(span).end },
    };
  }
  return result;
}

function endOfType(column: ColumnDef, source: Source, span: Span, clauses: readonly Clause[]): number {
  const start = source.indexAt(source.at(column.typeName?.location));
  const starts = clauses.map((clause) => clause.span.from);
  if (column.collClause !== undefined) starts.push(source.indexAt(source.at(column.collClause.location)));
  const options =
    column.storage_name !== undefined || column.compression !== undefined || column.fdwoptions !== undefined
      ? source.find({ from: start + 1, to: span.to }, (i) =>
          /^(STORAGE|COMPRESSION|OPTIONS)$/.test(source.word(i)),
        )
      : -1;
  if (options >= 0) starts.push(options);
  const end = Math.min(span.to, ...starts.filter((index) => index > start));
  return source.range({ from: start, to: end }).end;
}

function defaultOf(clauses: readonly Clause[], source: Source): Expression | null {
  const clause = find(clauses, 'CONSTR_DEFAULT');
  if (clause?.constraint.raw_expr === undefined) return null;
  const { from, to } = clause.span;
  const keyword = source.findWord(clause.span, 'DEFAULT');
  return readExpression(
    clause.constraint.raw_expr,
    source,
    source.range({ from: Math.max(keyword, from) + 1, to }),
  );
}

function generatedOf(clauses: readonly Clause[], source: Source): ColumnDefinition['generated'] {
  const clause = find(clauses, 'CONSTR_GENERATED');
  if (clause?.constraint.raw_expr === undefined) return null;
  const inside = source.parenthesised(clause.span) ?? clause.span;
  return {
    expression: readExpression(clause.constraint.raw_expr, source, source.range(inside)),
    stored: clause.constraint.generated_kind !== 'v',
  };
}
