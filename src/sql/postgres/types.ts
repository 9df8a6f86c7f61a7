import type { ConstraintDefinition, DomainAction, SchemaChange } from '../../model/schema-change';
import type { AlterDomainStmt, AlterEnumStmt, CreateDomainStmt, CreateEnumStmt, Constraint } from './ast';
import { readConstraint } from './constraint';
import { readExpression } from './expression';
import { nameFrom } from './names';
import type { Source, Span } from './source';
import { readType } from './type-name';
import { stringsOf } from './walk';

/** CREATE TYPE … AS ENUM. */
export function readCreateEnum(statement: CreateEnumStmt, source: Source): SchemaChange {
  const type = nameFrom(stringsOf(statement.typeName), source, 2);
  return { kind: 'create-enum', range: source.whole, type, values: stringsOf(statement.vals) };
}

/** ALTER TYPE … ADD VALUE and RENAME VALUE. */
export function readAlterEnum(statement: AlterEnumStmt, source: Source): SchemaChange {
  const range = source.whole;
  const type = nameFrom(stringsOf(statement.typeName), source, 2);
  const value = statement.newVal ?? '';
  if (statement.oldVal !== undefined)
    return { kind: 'rename-enum-value', range, type, value: statement.oldVal, newValue: value };
  const neighbour = statement.newValNeighbor ?? null;
  const after = statement.newValIsAfter === true;
  return {
    kind: 'add-enum-value',
    range,
    type,
    value,
    ifNotExists: statement.skipIfNewValExists === true,
    before: after ? null : neighbour,
    after: after ? neighbour : null,
  };
}

/** CREATE DOMAIN. */
export function readCreateDomain(statement: CreateDomainStmt, source: Source): SchemaChange | null {
  if (statement.typeName === undefined) return null;
  const constraints = (statement.constraints ?? []).flatMap((node) =>
    'Constraint' in node ? [node.Constraint] : [],
  );
  const starts = constraints.map((constraint) => source.indexAt(source.at(constraint.location)));
  if (statement.collClause !== undefined)
    starts.push(source.indexAt(source.at(statement.collClause.location)));
  const spanOf = (from: number): Span => ({
    from,
    to: Math.min(source.tokens.length, ...starts.filter((start) => start > from)),
  });
  const read = (constraint: Constraint): ConstraintDefinition | null =>
    constraint.contype === 'CONSTR_NOTNULL'
      ? null
      : readConstraint(constraint, source, spanOf(source.indexAt(source.at(constraint.location))), null);
  const typeStart = source.indexAt(source.at(statement.typeName.location));
  const defaults = constraints.find((constraint) => constraint.contype === 'CONSTR_DEFAULT');
  const defaultSpan = spanOf(source.indexAt(source.at(defaults?.location)));
  return {
    kind: 'create-domain',
    range: source.whole,
    type: nameFrom(stringsOf(statement.domainname), source, 2),
    base: readType(statement.typeName, source, source.range(spanOf(typeStart))).type,
    notNull: constraints.some((constraint) => constraint.contype === 'CONSTR_NOTNULL'),
    default:
      defaults?.raw_expr === undefined
        ? null
        : readExpression(
            defaults.raw_expr,
            source,
            source.range({ from: defaultSpan.from + 1, to: defaultSpan.to }),
          ),
    constraints: constraints.map(read).filter((constraint) => constraint !== null),
  };
}

const domainActions: Readonly<Record<string, DomainAction>> = {
  N: 'drop-not-null',
  O: 'set-not-null',
  C: 'add-constraint',
  X: 'drop-constraint',
  V: 'validate-constraint',
};

/** ALTER DOMAIN, all actions (the letters are those of AlterDomainStmt in parsenodes.h). */
export function readAlterDomain(statement: AlterDomainStmt, source: Source): SchemaChange {
  const type = nameFrom(stringsOf(statement.typeName), source, 2);
  const definition =
    statement.def !== undefined && 'Constraint' in statement.def ? statement.def.Constraint : null;
  const span = { from: source.indexAt(source.at(definition?.location)), to: source.tokens.length };
  const constraint = definition === null ? null : readConstraint(definition, source, span, null);
  const action =
    domainActions[statement.subtype ?? ''] ?? (statement.def === undefined ? 'drop-default' : 'set-default');
  return {
    kind: 'alter-domain',
    range: source.whole,
    type,
    text: source.text.slice(type.range.end).trim(),
    addsConstraint: action === 'add-constraint' || action === 'set-not-null',
    validated: definition?.skip_validation !== true,
    action,
    ...(action === 'add-constraint' && constraint !== null ? { constraint } : {}),
    ...(statement.name === undefined ? {} : { constraintName: statement.name }),
  };
}
