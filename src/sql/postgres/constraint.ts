import type { ConstraintDefinition, ConstraintType, Expression, Identifier } from '../../model/schema-change';
import type { Constraint } from './ast';
import { indexColumn } from './create-index';
import { readExpression } from './expression';
import { tableName } from './names';
import type { Source, Span } from './source';
import { stringsOf } from './walk';

const types: Readonly<Record<string, ConstraintType>> = {
  CONSTR_PRIMARY: 'primary-key',
  CONSTR_UNIQUE: 'unique',
  CONSTR_FOREIGN: 'foreign-key',
  CONSTR_CHECK: 'check',
  CONSTR_EXCLUSION: 'exclude',
  CONSTR_NOTNULL: 'not-null',
};

const referentialActions: Readonly<Record<string, string>> = {
  r: 'restrict',
  c: 'cascade',
  n: 'set null',
  d: 'set default',
};

/**
 * A constraint of a table, or one written at a column (then `inline` is that column).
 * `span` holds its tokens; null for what is no constraint of ours (DEFAULT, DEFERRABLE, …).
 */
export function readConstraint(
  constraint: Constraint,
  source: Source,
  span: Span,
  inline: Identifier | null,
): ConstraintDefinition | null {
  const type = types[constraint.contype ?? ''];
  if (type === undefined) return null;
  return {
    name: constraintName(constraint, source, span),
    type,
    columns: inline === null ? constraintColumns(constraint, type, source, span) : [inline],
    validated: constraint.skip_validation !== true,
    enforced: !notEnforced(constraint, type),
    usingIndex: usingIndex(constraint, source, span),
    ...(constraint.exclusions === undefined && constraint.including === undefined
      ? {}
      : { index: indexBehind(constraint, source, span) }),
    references: references(constraint, source, span),
    expression: checkExpression(constraint, source, span),
    ...(constraint.is_no_inherit === true ? { noInherit: true } : {}),
    deferrable: constraint.deferrable === true,
    range: source.range(span),
  };
}

/** Only CHECK and FOREIGN KEY can be NOT ENFORCED; the parser leaves the flag out on others. */
function notEnforced(constraint: Constraint, type: ConstraintType): boolean {
  return (type === 'check' || type === 'foreign-key') && constraint.is_enforced !== true;
}

function constraintName(constraint: Constraint, source: Source, { from }: Span): Identifier | null {
  if (constraint.conname === undefined || source.word(from) !== 'CONSTRAINT') return null;
  return { name: constraint.conname, range: source.range({ from: from + 1, to: from + 2 }) };
}

function constraintColumns(
  constraint: Constraint,
  type: ConstraintType,
  source: Source,
  span: Span,
): Identifier[] {
  const named = source.word(span.from) === 'CONSTRAINT' ? span.from + 2 : span.from;
  const body = { from: named, to: span.to };
  if (type === 'check') return checkColumns(constraint, source, body);
  if (type === 'not-null') return [source.identifier(named + 2)];
  if (constraint.indexname !== undefined && constraint.keys === undefined) return [];
  const inside = source.parenthesised(body);
  if (inside === null) return [];
  if (type !== 'exclude') return located(source, inside, stringsOf(constraint.keys ?? constraint.fk_attrs));
  return source.list(inside).flatMap((part, i) => {
    const element = (constraint.exclusions ?? [])[i];
    const pair = element !== undefined && 'List' in element ? element.List.items?.[0] : undefined;
    const column = pair !== undefined && 'IndexElem' in pair ? pair.IndexElem.name : undefined;
    return column === undefined
      ? []
      : [{ name: column, range: source.range({ from: part.from, to: part.from + 1 }) }];
  });
}

/** The index of an EXCLUDE constraint, or of a key that INCLUDEs more columns. */
function indexBehind(
  constraint: Constraint,
  source: Source,
  span: Span,
): NonNullable<ConstraintDefinition['index']> {
  const inside = source.parenthesised(span);
  const parts = inside === null ? [] : source.list(inside);
  const columns = (constraint.exclusions ?? []).flatMap((pair, i) => {
    const [element] = 'List' in pair ? (pair.List.items ?? []) : [];
    const part = parts[i];
    if (element === undefined || part === undefined) return [];
    const operator = source.findWord(part, 'WITH');
    return [indexColumn(element, source, operator < 0 ? part : { from: part.from, to: operator })];
  });
  const keys = stringsOf(constraint.keys).map((name) => ({
    column: name,
    text: name,
    descending: false,
    length: null,
  }));
  const where = source.findWord(span, 'WHERE');
  return {
    columns: constraint.exclusions === undefined ? keys : columns,
    includes: stringsOf(constraint.including),
    method: constraint.access_method ?? 'btree',
    where:
      constraint.where_clause === undefined || where < 0
        ? null
        : readExpression(constraint.where_clause, source, source.range({ from: where + 1, to: span.to })),
  };
}

/** The names the tree holds, each at the first token of its part of the list. */
function located(source: Source, inside: Span, names: readonly string[]): Identifier[] {
  const parts = source.list(inside);
  return names.map((name, i) => {
    const from = parts[i]?.from ?? inside.from;
    return { name, range: source.range({ from, to: from + 1 }) };
  });
}

/** Columns a CHECK of a table names, at their first place in it. */
function checkColumns(constraint: Constraint, source: Source, span: Span): Identifier[] {
  const expression = checkExpression(constraint, source, span);
  if (expression === null) return [];
  const first = source.indexAt(expression.range.start);
  const last = source.indexAt(expression.range.end);
  return expression.columns.flatMap((column) => {
    for (let i = first; i < last; i++) {
      const token = source.tokens[i];
      if (token?.kind !== 'word' && token?.kind !== 'quoted') continue;
      const found = source.identifier(i);
      if (found.name === column) return [found];
    }
    return [];
  });
}

function checkExpression(constraint: Constraint, source: Source, span: Span): Expression | null {
  if (constraint.contype !== 'CONSTR_CHECK' || constraint.raw_expr === undefined) return null;
  const check = source.findWord(span, 'CHECK');
  const inside = source.parenthesised({ from: Math.max(check, span.from), to: span.to });
  return readExpression(constraint.raw_expr, source, source.range(inside ?? span));
}

function usingIndex(constraint: Constraint, source: Source, span: Span): Identifier | null {
  if (constraint.indexname === undefined) return null;
  const using = source.findWord(span, 'USING', 'INDEX');
  if (using < 0) return { name: constraint.indexname, range: source.range(span) };
  return { name: constraint.indexname, range: source.range({ from: using + 2, to: using + 3 }) };
}

function references(constraint: Constraint, source: Source, span: Span): ConstraintDefinition['references'] {
  if (constraint.contype !== 'CONSTR_FOREIGN' || constraint.pktable === undefined) return null;
  const table = tableName(constraint.pktable, source);
  const after = source.indexAt(table.range.end);
  const inside =
    source.is(after, '(') && after < span.to ? source.parenthesised({ from: after, to: span.to }) : null;
  return {
    table,
    columns: inside === null ? [] : located(source, inside, stringsOf(constraint.pk_attrs)),
    onDelete: referentialActions[constraint.fk_del_action ?? ''] ?? null,
    onUpdate: referentialActions[constraint.fk_upd_action ?? ''] ?? null,
  };
}
