import type { ColumnDefinition } from '../../model/schema-change';
import { nameOf } from '../change/words';
import type { Draft, MigrationRule } from '../rule';

export const columnPadding: MigrationRule = {
  meta: {
    id: 'column-padding',
    family: 'migration',
    title: 'The order of the columns leaves gaps in every row.',
    level: 'off',
    dialects: ['postgres'],
    since: '0.2.0',
    fix: null,
    sources: [
      'https://www.postgresql.org/docs/current/storage-page-layout.html#STORAGE-TUPLE-LAYOUT',
      'measured: pg_column_size',
    ],
  },
  kinds: ['create-table'],

  check(context): readonly Draft[] {
    const { change } = context;
    if (change.kind !== 'create-table' || change.temporary || change.partitionOf !== null) return [];
    const widths = fixedWidths(change.columns);
    if (widths === null) return [];
    const saved = sizeOf(widths) - sizeOf([...widths].sort((a, b) => b - a));
    if (saved < 8) return [];
    return [
      {
        range: change.table.range,
        message: {
          what: `In another order the fixed columns of ${nameOf(change.table)} would take ${saved} bytes less in every row.`,
          why: 'A value begins at a multiple of its own size, so a small column before a large one is followed by a gap.',
          remedy: 'Order the columns by size, the largest first, then those of variable length.',
        },
      },
    ];
  },
};

/** Bytes of types of a fixed size, which are also their alignment (pg_type.typlen and typalign). */
const widths: Readonly<Record<string, number>> = {
  boolean: 1,
  smallint: 2,
  integer: 4,
  real: 4,
  date: 4,
  bigint: 8,
  'double precision': 8,
  'timestamp with time zone': 8,
  'timestamp without time zone': 8,
  'time without time zone': 8,
  money: 8,
};

/** Of the columns before the first of variable length; null when there are fewer than two. */
function fixedWidths(columns: readonly ColumnDefinition[]): readonly number[] | null {
  const found: number[] = [];
  for (const { type } of columns) {
    const width = type === null || type.isArray ? undefined : widths[type.name];
    if (width === undefined) break;
    found.push(width);
  }
  return found.length < 2 ? null : found;
}

function sizeOf(fixed: readonly number[]): number {
  const end = fixed.reduce((at, width) => Math.ceil(at / width) * width + width, 0);
  return Math.ceil(end / 8) * 8;
}
