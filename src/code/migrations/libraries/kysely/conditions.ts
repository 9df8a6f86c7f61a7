import type { HostCall } from '../../evaluate/host';
import { isNothing, textOf, type Value } from '../../evaluate/values';
import { NotUnderstood } from '../not-understood';
import { rawSqlOf } from '../raw-sql';
import { join, sql, type Sql } from '../rendered';
import type { Builder } from './builder';
import { bound, immediate, open } from './literals';
import { quoteReference } from './names';

/** ` where …`; empty when there is none. `exact`: a condition that is not known is not left open. */
export function whereClause(builder: Builder, exact = false): Sql {
  const calls = builder.links.filter((link) => link.call.name.startsWith('where'));
  if (calls.length === 0) return [];
  const parts = calls.map(({ call }) => condition(call, builder, exact));
  return sql` where ${join(parts, ' and ')}`;
}

function condition(call: HostCall, { run: { dialect } }: Builder, exact: boolean): Sql {
  const [first, operator, value] = call.args;
  if (call.name === 'where') {
    const raw = rawSqlOf(first);
    if (raw !== null && operator === undefined) return raw;
    const known = textOf(first);
    const left = raw ?? (known === null ? null : [quoteReference(known, dialect)]);
    const word = rawSqlOf(operator) ?? [textOf(operator) ?? ''];
    if (left !== null && operator !== undefined && value !== undefined)
      return sql`${left} ${word} ${operand(value, dialect, exact)}`;
  }
  if (exact) throw new NotUnderstood('the condition is not known', first?.place);
  return [open(dialect)];
}

function operand(value: Value, dialect: Builder['run']['dialect'], exact: boolean): Sql {
  if (isNothing(value)) return ['null'];
  const render = (item: Value): Sql =>
    exact ? immediate(item, dialect, 'the condition') : bound(item, dialect);
  if (value.kind !== 'list') return render(value);
  const items = value.complete ? value.items : [];
  return items.length === 0 ? sql`(${open(dialect)})` : sql`(${join(items.map(render), ', ')})`;
}
