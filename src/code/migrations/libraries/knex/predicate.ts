import { isNothing, type Value } from '../../evaluate/values';
import { notKnown } from '../not-understood';
import { sql, type Sql } from '../rendered';
import { whereClause } from './conditions';
import { queryOf } from './query';

/** ` where …` of a partial index; empty when there is no condition. */
export function predicateOf(value: Value | undefined): Sql {
  if (isNothing(value)) return [];
  const query = queryOf(value);
  if (query === null) throw notKnown(value, 'the condition');
  const where = whereClause(query);
  return where.length === 0 ? [] : sql` ${where}`;
}
