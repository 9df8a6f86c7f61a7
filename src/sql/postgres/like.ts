import type { LikeClause, LikeOption } from '../../model/schema-change';
import type { TableLikeClause } from './ast';
import { tableName } from './names';
import type { Source } from './source';

/** In the order of the bits of TableLikeOption in parsenodes.h. */
const options: readonly LikeOption[] = [
  'comments',
  'compression',
  'constraints',
  'defaults',
  'generated',
  'identity',
  'indexes',
  'statistics',
  'storage',
];

/** LIKE table INCLUDING …, standing after a number of columns; null without a table. */
export function readLike(clause: TableLikeClause, after: number, source: Source): LikeClause | null {
  if (clause.relation === undefined) return null;
  const bits = clause.options ?? 0;
  const including = options.filter((_, bit) => (bits & (1 << bit)) !== 0);
  return { table: tableName(clause.relation, source), including, after };
}
