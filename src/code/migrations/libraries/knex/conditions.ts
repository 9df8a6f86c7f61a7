import type { HostCall, Run } from '../../evaluate/host';
import {
  computedText,
  hosted,
  isNothing,
  textOf,
  type FunctionValue,
  type Value,
} from '../../evaluate/values';
import { rawSqlOf } from '../raw-sql';
import { join, sql, type Sql } from '../rendered';
import { columnize, wrap } from './identifiers';
import { parameter, placeholder } from './literals';
import { QueryHolder, type Query } from './query';
import { withBindings } from './raw';
import { withThis } from './with-this';

const column = 'the name of the column';

export function isCondition(name: string): boolean {
  return /^(?:where|andWhere|orWhere)/.test(name);
}

/** `where …` of a query; empty when it has none. What a condition says may stay open, that there is one does not. */
export function whereClause(query: Query): Sql {
  const conditions = conditionsOf(query);
  return conditions.length === 0 ? [] : sql`where ${conditions}`;
}

/** The conditions with the words between them. */
export function conditionsOf(query: Query): Sql {
  let text: Sql = [];
  for (const link of query.links) {
    if (!isCondition(link.name)) continue;
    const condition = conditionOf(link, query);
    if (condition.length === 0) continue;
    const word = link.name.startsWith('or') ? ' or ' : ' and ';
    text = text.length === 0 ? condition : [...text, word, ...condition];
  }
  return text;
}

function conditionOf(link: HostCall, query: Query): Sql {
  const { dialect } = query.run;
  const kind = link.name.replace(/^(?:andWhere|orWhere|where)/, '');
  const not = kind.startsWith('Not');
  const [first, second, third] = link.args;
  const name = (): Sql => columnize(first, dialect, column);
  switch (kind.replace(/^Not/, '')) {
    case '':
      return negated(not, plainCondition(link, query));
    case 'Null':
      return sql`${name()} is ${not ? 'not ' : ''}null`;
    case 'In':
      return sql`${first?.kind === 'list' ? sql`(${name()})` : name()} ${not ? 'not ' : ''}in (${valueList(second, query)})`;
    case 'Between': {
      const [low, high] = second?.kind === 'list' ? second.items : [];
      return sql`${name()} ${not ? 'not ' : ''}between ${value(low, query)} and ${value(high, query)}`;
    }
    case 'Raw':
      return withBindings(first, second, dialect);
    case 'Like':
      return sql`${name()} like ${value(second, query)}`;
    case 'ILike':
      return sql`${name()} ilike ${value(second, query)}`;
    case 'Column':
      return third === undefined
        ? sql`${name()} = ${wrap(second, dialect, column)}`
        : sql`${name()} ${textOf(second) ?? '='} ${wrap(third, dialect, column)}`;
    // There is a condition, which one does not matter here.
    default:
      return [placeholder(dialect)];
  }
}

function negated(not: boolean, condition: Sql): Sql {
  return not && condition.length > 0 ? sql`not ${condition}` : condition;
}

/** `where(object)`, `where(column, value)`, `where(column, operator, value)`, `where(function)`, `where(raw)`. */
function plainCondition(link: HostCall, query: Query): Sql {
  const { dialect } = query.run;
  const [first, second, third] = link.args;
  const raw = rawSqlOf(first);
  if (raw !== null && link.args.length === 1) return raw;
  if (first?.kind === 'function') {
    const inner = nestedConditions(first, link, query);
    return inner.length === 0 ? [] : sql`(${inner})`;
  }
  if (first?.kind === 'record' && first.complete)
    return join(
      [...first.entries].map(([key, item]) => equals(sql`${wrapText(key, link, query)}`, item, query)),
      ' and ',
    );
  if (first?.kind === 'scalar' && typeof first.value === 'boolean') return [first.value ? '1 = 1' : '1 = 0'];
  if (first === undefined || first.kind === 'record' || first.kind === 'unknown')
    return [placeholder(dialect)];
  const name = wrap(first, dialect, column);
  if (link.args.length < 3) return equals(name, second, query);
  const operator = textOf(second) ?? '=';
  if (isNothing(third)) return sql`${name} is ${operator === '=' || operator === 'is' ? '' : 'not '}null`;
  if (/^(?:not )?in$/i.test(operator)) return sql`${name} ${operator} (${valueList(third, query)})`;
  return sql`${name} ${operator} ${value(third, query)}`;
}

function wrapText(name: string, link: HostCall, query: Query): Sql {
  return wrap(computedText(name, link.place), query.run.dialect, column);
}

function equals(name: Sql, item: Value | undefined, query: Query): Sql {
  return isNothing(item) ? sql`${name} is null` : sql`${name} = ${value(item, query)}`;
}

function value(item: Value | undefined, { run }: Query): Sql {
  return item === undefined ? [placeholder(run.dialect)] : parameter(item, run.dialect);
}

function valueList(items: Value | undefined, query: Query): Sql {
  if (items?.kind !== 'list' || !items.complete || items.items.length === 0)
    return [placeholder(query.run.dialect)];
  return join(
    items.items.map((item) => value(item, query)),
    ', ',
  );
}

/** The conditions that a callback puts into brackets. */
function nestedConditions(callback: FunctionValue, link: HostCall, { run, schema }: Query): Sql {
  const group = new ConditionGroup(run, schema);
  const builder = hosted(group, link.place);
  run.invoke(withThis(callback, builder), [builder], link);
  return conditionsOf(group.query);
}

class ConditionGroup extends QueryHolder {
  readonly label = 'query';
  readonly query: Query & { readonly links: HostCall[] };

  constructor(run: Run, schema: string | null) {
    super();
    this.query = { run, schema, table: undefined, links: [] };
  }

  override method(call: HostCall): Value | undefined {
    if (!isCondition(call.name)) return undefined;
    this.query.run.append(this.query.links, call);
    return hosted(this, call.place);
  }
}
